package dev.personalize.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderNameTest {
    @ParameterizedTest
    @CsvSource({
        "for-you_2, for-you_2",
        "Shop, shop~1",
        "shoP, shop~8",
        "SHOP, shop~f",
        "con, con~0",
        "Con, con~1",
        "lpt9, lpt9~0",
        "com, com",
        "console, console"
    })
    void keeps_lower_case_and_marks_the_rest(String name, String folder) {
        assertThat(FolderName.of(name)).isEqualTo(folder);
        assertThat(FolderName.nameOf(folder)).contains(name);
    }

    @Test
    void the_longest_name_fits_its_mask() {
        String name = "A".repeat(63);

        assertThat(FolderName.of(name)).isEqualTo("a".repeat(63) + "~7fffffffffffffff");
        assertThat(FolderName.nameOf(FolderName.of(name))).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "a\\b", "a b", "ä", "a~1", "a\0", "a."})
    void other_names_have_no_folder(String name) {
        assertThatThrownBy(() -> FolderName.of(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FolderName.of(name + "x".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }

    /** The last ones decode to a name, but to one whose folder is another. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "..", ".DS_Store", "Shop", "con", "shop~", "~1", "shop~x", "shop~0", "shop~10", "1~1", "a~01"
            })
    void folders_nobody_made_belong_to_no_name(String folder) {
        assertThat(FolderName.nameOf(folder)).isEmpty();
    }

    @Property(tries = 2000, seed = "31")
    void two_names_never_meet_where_case_is_one(@ForAll("names") String one, @ForAll("names") String other) {
        String folder = FolderName.of(one);

        assertThat(folder).isEqualTo(folder.toLowerCase(Locale.ROOT)).matches("[a-z0-9_-]{1,63}(~[0-9a-f]{1,16})?");
        assertThat(FolderName.nameOf(folder)).contains(one);
        assertThat(folder.equals(FolderName.of(other))).isEqualTo(one.equals(other));
    }

    /** From few characters, so that names that differ only in case are common. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("aAbB").ofMinLength(1).ofMaxLength(3),
                Arbitraries.strings().withChars("abcXYZ019-_").ofMinLength(1).ofMaxLength(63),
                Arbitraries.of("con", "Con", "CON", "nul", "com1", "COM1"));
    }

    @Test
    void all_devices_of_windows_are_avoided() {
        Stream<String> devices = Stream.concat(
                Stream.of("con", "prn", "aux", "nul"),
                Stream.of("com", "lpt")
                        .flatMap(port -> Stream.iterate(1, n -> n + 1).limit(9).map(n -> port + n)));

        assertThat(devices)
                .allSatisfy(device -> assertThat(FolderName.of(device)).isEqualTo(device + "~0"));
    }
}
