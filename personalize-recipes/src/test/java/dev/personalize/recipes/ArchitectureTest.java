package dev.personalize.recipes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** Recipes only train and score: they see what the SPI hands them, and nothing of storage, serving or each other. */
class ArchitectureTest {
    private static final String SHARED = "dev.personalize.recipes.weights";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .withImportOption(location -> location.contains("personalize-recipes"))
            .importPackages("dev.personalize.recipes");

    @Test
    void the_scan_finds_the_recipes() {
        assertThat(CLASSES.size()).isGreaterThan(10);
    }

    @Test
    void recipes_use_the_spi_and_the_jdk() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations",
                        "dev.personalize.recipes..",
                        "dev.personalize.recipe",
                        "dev.personalize.artifact",
                        "dev.personalize.data",
                        "dev.personalize.schema",
                        "dev.personalize.math",
                        "dev.personalize.progress",
                        "dev.personalize.error")
                .check(CLASSES);
    }

    @Test
    void ideas_do_not_know_each_other() {
        SlicesRuleDefinition.slices()
                .matching("dev.personalize.recipes.(*)..")
                .should()
                .notDependOnEachOther()
                // The one room they share, which knows none of them.
                .ignoreDependency(DescribedPredicate.alwaysTrue(), JavaClass.Predicates.resideInAPackage(SHARED))
                .check(CLASSES);
    }
}
