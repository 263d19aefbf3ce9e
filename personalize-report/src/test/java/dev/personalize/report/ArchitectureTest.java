package dev.personalize.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The report needs nothing but the core and the JDK, and knows of neither storage nor serving. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.personalize.report");

    @Test
    void the_scan_finds_the_classes() {
        assertThat(CLASSES.size()).isGreaterThan(15);
    }

    @Test
    void the_report_uses_the_core_and_the_jdk() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations",
                        "dev.personalize.report",
                        "dev.personalize",
                        "dev.personalize.insight",
                        "dev.personalize.metrics",
                        "dev.personalize.tuning",
                        "dev.personalize.data",
                        "dev.personalize.schema",
                        "dev.personalize.error")
                .check(CLASSES);
    }
}
