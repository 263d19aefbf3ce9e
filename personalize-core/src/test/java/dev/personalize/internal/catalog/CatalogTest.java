package dev.personalize.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.ArtifactTooNewException;
import dev.personalize.error.ArtifactTooOldException;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.PersonalizeException;
import dev.personalize.storage.HeapStorage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
    private static final String PATH = "shop/shape.json";
    private static final String MEMBERS =
            "\"path\" : \"shop/shape.json\", \"name\" : \"x\", \"corners\" : 3, \"colours\" : [ ]";
    private static final Shape SHAPE = new Shape("käse \"1\"", 3, List.of("a", "b"));

    private final HeapStorage storage = new HeapStorage();
    private final Catalog catalog = new Catalog(storage);

    record Shape(String name, int corners, List<String> colours) {
        Shape {
            colours = List.copyOf(colours);
        }
    }

    private byte[] written() {
        catalog.write(PATH, SHAPE);
        try (InputStream in = storage.read(PATH)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Shape find(byte[] bytes) {
        storage.write(PATH, out -> out.write(bytes));
        return catalog.find(PATH, Shape.class).orElseThrow();
    }

    /** {@return {@code begin} with a last line that is right for it} */
    private static byte[] signed(String begin) {
        byte[] bytes = begin.getBytes(StandardCharsets.UTF_8);
        return (begin + "  \"sha256\" : \"" + Sha256.hex(Sha256.of(bytes, bytes.length)) + "\"\n}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String ofFormat(int format, String members) {
        return "{\n  \"format\" : " + format + ",\n  " + members;
    }

    @Test
    void a_manifest_is_json_with_the_checksum_of_all_lines_before_the_last() {
        String text = new String(written(), StandardCharsets.UTF_8);

        // sha256sum of the lines before the last member
        assertThat(text)
                .isEqualTo("""
                {
                  "format" : 2,
                  "path" : "shop/shape.json",
                  "name" : "käse \\"1\\"",
                  "corners" : 3,
                  "colours" : [ "a", "b" ],
                  "sha256" : "@"
                }
                """.replace("@", "3ce62d730429c41c978d2c36f3a0537e536a11a76f12530bbac4c0b1d8528795"));
        assertThat(catalog.find(PATH, Shape.class)).contains(SHAPE);
        assertThat(catalog.find("shop/other.json", Shape.class)).isEmpty();
    }

    @Test
    void every_flip_of_every_byte_is_found() {
        byte[] bytes = written();

        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> find(damaged))
                        .isInstanceOf(CorruptArtifactException.class)
                        .hasMessageContaining(PATH)
                        .hasMessageContaining("restore the file from a copy");
            }
        }
    }

    @Test
    void every_truncation_and_every_byte_too_many_is_found() {
        byte[] bytes = written();

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> find(cut)).isInstanceOf(CorruptArtifactException.class);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = '\n';
        assertThatThrownBy(() -> find(longer)).isInstanceOf(CorruptArtifactException.class);
    }

    @Test
    void a_whole_manifest_in_the_place_of_another_is_found() {
        byte[] bytes = written();
        storage.write("barn/shape.json", out -> out.write(bytes));

        assertThatThrownBy(() -> catalog.find("barn/shape.json", Shape.class))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("barn/shape.json")
                .hasMessageContaining("belongs at 'shop/shape.json'");
    }

    @Test
    void older_and_newer_formats_are_told_from_damage() {
        byte[] unsigned1 = (ofFormat(1, MEMBERS) + "\n}").getBytes(StandardCharsets.UTF_8);
        byte[] unsigned3 = (ofFormat(3, MEMBERS) + "\n}").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> find(signed(ofFormat(3, "\"unheard-of\" : 1,\n"))))
                .isInstanceOf(ArtifactTooNewException.class)
                .hasMessageContaining("format 3");
        assertThatThrownBy(() -> find(signed(ofFormat(1, MEMBERS + ",\n"))))
                .isInstanceOf(ArtifactTooOldException.class)
                .hasMessageContaining("format 1");
        assertThatThrownBy(() -> find(unsigned1))
                .as("format 1 had no checksum yet")
                .isInstanceOf(ArtifactTooOldException.class);
        assertThatThrownBy(() -> find(unsigned3))
                .as("without a checksum, another number is not believed")
                .isInstanceOf(CorruptArtifactException.class);
    }

    @Test
    void a_member_of_a_later_release_is_passed_over_within_a_format() {
        assertThat(find(signed(ofFormat(2, MEMBERS + ", \"weight\" : 4,\n")))).isEqualTo(new Shape("x", 3, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"format\" : 2,\n",
                "{\"format\" : 2, \"name\" : \"x\", \"corners\" : 3,\n",
                "{\"format\" : 2, \"name\" : \"x\", \"corners\" : 3, \"colours\" : null,\n",
                "{\"format\" : 2, \"name\" : \"x\", \"corners\" : null, \"colours\" : [],\n",
                "{\"format\" : 2, \"name\" : \"x\", \"corners\" : 99999999999999999999, \"colours\" : [],\n",
                "{\"format\" : 2, \"name\" : \"x\", \"name\" : \"y\", \"corners\" : 3, \"colours\" : [],\n",
                "{\"format\" : 2, \"name\" : {\"x\" : 1}, \"corners\" : 3, \"colours\" : [],\n",
                "[\n",
                ""
            })
    void a_checksum_does_not_make_a_manifest(String begin) {
        assertThatThrownBy(() -> find(signed(begin))).isInstanceOf(CorruptArtifactException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "\"", "{\"format\":2,\"name\":[", "9"})
    void nesting_and_length_without_end_are_refused(String part) {
        String begin = "{\n  \"format\" : 2,\n  \"name\" : " + part.repeat(1_000_000 / part.length()) + ",\n";

        assertThatThrownBy(() -> find(signed(begin))).isInstanceOf(CorruptArtifactException.class);
        assertThatThrownBy(() -> find(part.repeat(9_000_000 / part.length()).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CorruptArtifactException.class);
    }

    @Test
    void whatever_the_bytes_are_the_error_is_the_librarys_own() {
        Random random = new Random(17);
        byte[] bytes = written();
        byte[] unsigned = ofFormat(2, MEMBERS + ",\n").getBytes(StandardCharsets.UTF_8);

        for (int round = 0; round < 5_000; round++) {
            byte[] mutated = Mutation.of(bytes, random);
            try {
                assertThat(find(mutated)).isEqualTo(SHAPE);
            } catch (PersonalizeException expected) {
                assertThat(expected).hasMessageContaining(PATH);
            }
            byte[] forged = signed(new String(Mutation.of(unsigned, random), StandardCharsets.UTF_8));
            try {
                find(forged);
            } catch (PersonalizeException expected) {
                assertThat(expected).hasMessageContaining(PATH);
            }
        }
    }
}
