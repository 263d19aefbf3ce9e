package dev.personalize;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of rooms in docs/architecture.md, as a test. */
class ArchitectureTest {
    private static final String ROOT = "dev.personalize";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** From the bottom up: a room knows only the rooms before it. */
    private static final List<String> ROOMS = List.of(
            "error",
            "progress",
            "math",
            "schema",
            "data",
            "storage",
            "artifact",
            "coldstart",
            "ingest",
            "filter",
            "recipe",
            "metrics",
            "tuning",
            "catalogue",
            "insight",
            "internal.catalog",
            "internal.dataset",
            "internal.ranking",
            "internal.batch",
            "internal.serving");

    private static final String JACKSON = "com.fasterxml.jackson";
    private static final String FASTUTIL = "it.unimi.dsi.fastutil";
    private static final String LOGGING = "org.slf4j";

    /** Which room may touch which libraries; a room that is not named touches none. */
    private static final Map<String, Set<String>> LIBRARIES = Map.ofEntries(
            Map.entry("math", Set.of(LOGGING, "org.ejml")),
            Map.entry("schema", Set.of(JACKSON)),
            Map.entry("data", Set.of(FASTUTIL)),
            Map.entry("storage", Set.of(LOGGING)),
            Map.entry("artifact", Set.of(JACKSON)),
            Map.entry("ingest", Set.of("org.apache.commons.csv", "org.apache.avro", FASTUTIL, LOGGING)),
            Map.entry("internal.catalog", Set.of(JACKSON)),
            Map.entry("internal.dataset", Set.of(FASTUTIL, LOGGING)),
            Map.entry("internal.ranking", Set.of(FASTUTIL)),
            Map.entry("internal.batch", Set.of(JACKSON, LOGGING)),
            Map.entry("internal.serving", Set.of(FASTUTIL, JACKSON)),
            Map.entry("", Set.of(LOGGING)));

    @Test
    void the_scan_finds_every_room() {
        assertThat(CLASSES.size()).isGreaterThan(70);
        for (String room : ROOMS) {
            assertThat(CLASSES.containPackage(ROOT + "." + room)).as(room).isTrue();
        }
        assertThat(CLASSES.stream().map(ArchitectureTest::room).distinct()).containsOnly(rooms());
    }

    private static String[] rooms() {
        return Stream.concat(ROOMS.stream(), Stream.of("")).toArray(String[]::new);
    }

    @Test
    void a_room_knows_only_the_rooms_before_it() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT) && rank(room(target)) > rank(room(type))) {
                    wrong.add(dependency.getDescription());
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_room_touches_only_its_own_libraries() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (isThirdParty(target)
                        && LIBRARIES.getOrDefault(room(type), Set.of()).stream()
                                .noneMatch(library -> target.getPackageName().startsWith(library))) {
                    wrong.add(dependency.getDescription());
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void no_third_party_type_in_a_public_signature() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (!isPublic(type)) {
                continue;
            }
            for (JavaCodeUnit member : type.getCodeUnits()) {
                if (isOpen(member.getModifiers())) {
                    Stream.concat(
                                    member.getRawParameterTypes().stream(),
                                    Stream.concat(
                                            Stream.of(member.getRawReturnType()), member.getExceptionTypes().stream()))
                            .map(JavaClass::getBaseComponentType)
                            .filter(ArchitectureTest::isThirdParty)
                            .forEach(leak -> wrong.add(member.getFullName() + " shows " + leak.getName()));
                }
            }
            for (JavaField field : type.getFields()) {
                JavaClass shown = field.getRawType().getBaseComponentType();
                if (isOpen(field.getModifiers()) && isThirdParty(shown)) {
                    wrong.add(field.getFullName() + " shows " + shown.getName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void nothing_is_written_to_the_standard_streams() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("the library writes to no stream but SLF4J")
                .check(CLASSES);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
    }

    private static boolean isOpen(Set<JavaModifier> modifiers) {
        return modifiers.contains(PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isThirdParty(JavaClass type) {
        String name = type.getPackageName();
        return !type.isPrimitive()
                && !name.startsWith("java.")
                && !name.startsWith(ROOT)
                && !name.startsWith("org.jspecify.annotations");
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }

    private static int rank(String room) {
        return room.isEmpty() ? ROOMS.size() : ROOMS.indexOf(room);
    }
}
