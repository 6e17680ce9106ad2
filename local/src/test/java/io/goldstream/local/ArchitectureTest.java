package io.goldstream.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The borders between the operators' command line, this machine's stack, and the laboratory. */
class ArchitectureTest {

    private static final JavaClasses BOTH = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.goldstream.cli", "io.goldstream.local");

    @Test
    void theOperatorsCommandLineKnowsNothingOfThisMachine() {
        noClasses()
                .that()
                .resideInAPackage("io.goldstream.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.goldstream.local..")
                .check(BOTH);
    }

    @Test
    void theLaboratoryIsUsedByTheCommandLineOnly() {
        classes()
                .that()
                .resideInAPackage("io.goldstream.local.laboratory..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage("io.goldstream.local.laboratory..", "io.goldstream.local.command..")
                .check(BOTH);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.goldstream.local.(*)..").should().beFreeOfCycles().check(BOTH);
        slices().matching("io.goldstream.local.laboratory.(**)")
                .should()
                .beFreeOfCycles()
                .check(BOTH);
    }
}
