package io.goldstream.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

    private static final JavaClasses CLI = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.goldstream.cli");

    @Test
    void onlyCommandsAndTheCommandLineKnowCommands() {
        noClasses()
                .that()
                .resideInAPackage("io.goldstream.cli.(*)..")
                .and()
                .resideOutsideOfPackage("io.goldstream.cli.command..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.goldstream.cli.command..")
                .check(CLI);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.goldstream.cli.(*)..").should().beFreeOfCycles().check(CLI);
    }

    /** What the image of the operators has is what this module's class path has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.goldstream.local.Goldstream",
                "io.goldstream.gateway.GatewayConfig",
                "org.apache.hadoop.conf.Configuration",
                "io.quarkus.runtime.Quarkus"
            })
    void neitherStackNorLaboratoryNorGatewayIsOnItsClassPath(String name) {
        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }
}
