package io.goldstream.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses events = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.goldstream.events");

    @Test
    void theContractKnowsNoFramework() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "jakarta.validation..", "com.fasterxml.jackson.core..", "io.goldstream.events..")
                .check(events);
    }

    @Test
    void repairsKnowNothingOfEvents() {
        classes()
                .that()
                .resideInAPackage("io.goldstream.events.repair")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.goldstream.events.repair")
                .check(events);
    }

    /** So that what a draft counts is all the work that repairs do. {@code isBlank} looks once, and makes nothing. */
    @Test
    void repairsReachCharactersByADraftAlone() {
        noClasses()
                .that()
                .haveNameMatching(".*\\.repair\\.Repairs(\\$.*)?")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a text's own method",
                        call -> call.getTargetOwner().isAssignableTo(CharSequence.class)
                                && !call.getOrigin().getName().equals("isBlank")))
                .check(events);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.goldstream.events.(*)..")
                .should()
                .beFreeOfCycles()
                .check(events);
    }
}
