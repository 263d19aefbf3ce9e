package dev.personalize.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.UnsupportedArtifactException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArtifactTest {
    private static byte[] bytes(ArtifactWriter writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return out.toByteArray();
    }

    private static ArtifactReader read(byte[] bytes) throws IOException {
        return ArtifactReader.read(new ByteArrayInputStream(bytes), bytes.length, "model.safetensors");
    }

    private static byte[] example() throws IOException {
        return bytes(new ArtifactWriter()
                .text("regularization", "0.003")
                .floats("weights", new float[] {1, 2.5f})
                .ints("counts", new int[] {7}));
    }

    @Test
    void writes_the_public_safetensors_layout() throws IOException {
        byte[] file = example();

        // 8 bytes of header length, the header padded to a multiple of 8, then 1.0f 2.5f 7 in little-endian order
        int length = file[0] & 0xff;
        String header = new String(file, 8, length, StandardCharsets.UTF_8);
        assertThat(length % 8).isZero();
        assertThat(header.strip())
                .isEqualTo("{\"__metadata__\":{\"personalize_format\":\"2\",\"regularization\":\"0.003\"},"
                        + "\"weights\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"counts\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[8,12]}}");
        assertThat(Arrays.copyOfRange(file, 8 + length, file.length))
                .containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0x20, 0x40, 7, 0, 0, 0);
    }

    @Test
    void says_which_entry_is_missing_or_of_another_type() throws IOException {
        ArtifactReader reader = read(example());

        assertThatThrownBy(() -> reader.floats("factors"))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("'factors'");
        assertThatThrownBy(() -> reader.ints("weights")).isInstanceOf(CorruptArtifactException.class);
        assertThatThrownBy(() -> reader.text("alpha")).isInstanceOf(CorruptArtifactException.class);
    }

    @Test
    void strings_come_back_whatever_is_in_them() throws IOException {
        List<String> strings = List.of("", "a|b", "\uD83D\uDE00", "\uD83D", "\n");

        ArtifactReader reader = read(bytes(new ArtifactWriter().strings("names", "lengths", strings)));

        assertThat(reader.strings("names", "lengths")).isEqualTo(strings);
    }

    @Test
    void strings_longer_than_their_characters_are_refused() throws IOException {
        ArtifactReader reader = read(bytes(new ArtifactWriter()
                .ints("names", new int[] {'a', 'b'})
                .ints("lengths", new int[] {1, 2})
                .ints("negative", new int[] {-1})));

        assertThatThrownBy(() -> reader.strings("names", "lengths")).isInstanceOf(CorruptArtifactException.class);
        assertThatThrownBy(() -> reader.strings("names", "negative")).isInstanceOf(CorruptArtifactException.class);
    }

    @Test
    void refuses_two_entries_of_one_name_and_ragged_matrices() {
        ArtifactWriter writer = new ArtifactWriter().floats("a", new float[1]);

        assertThatThrownBy(() -> writer.ints("a", new int[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.matrix("m", new float[][] {{1}, {1, 2}}, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parts_keep_their_names_apart_in_one_file() throws IOException {
        ArtifactWriter whole = new ArtifactWriter().floats("a", new float[] {1});
        whole.part("first").floats("a", new float[] {2}).part("inner").text("t", "deep");
        whole.part("second").floats("a", new float[] {3});

        ArtifactReader reader = read(bytes(whole));

        assertThat(reader.floats("a")).containsExactly(1);
        assertThat(reader.part("first").floats("a")).containsExactly(2);
        assertThat(reader.part("first").part("inner").text("t")).isEqualTo("deep");
        assertThat(reader.part("second").floats("a")).containsExactly(3);
        assertThat(reader.part("third").has("a")).isFalse();
        assertThatThrownBy(() -> reader.part("second").text("t"))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("no text 'second/t'");
        assertThatThrownBy(() -> reader.part("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rows_without_columns_are_refused_as_nothing_would_bound_their_number() throws IOException {
        assertThatThrownBy(() -> new ArtifactWriter().matrix("m", new float[3][0], 0))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(read(bytes(new ArtifactWriter().matrix("m", new float[0][], 0)))
                        .matrix("m"))
                .isEmpty();
    }

    @Test
    void every_truncation_is_an_error_of_its_own_kind() throws IOException {
        byte[] file = example();

        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(CorruptArtifactException.class);
        }
        assertThatThrownBy(() -> read(Arrays.copyOf(file, file.length + 1)))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("13 bytes for arrays of 12");
    }

    /** Damage in the numbers is found by the checksums of the catalog; damage in the header must not do worse than fail. */
    @Test
    void a_flipped_header_byte_is_read_or_refused_but_nothing_else() throws IOException {
        byte[] file = example();
        int header = 8 + (file[0] & 0xff);

        for (int i = 0; i < header; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= 0x10;
            try {
                read(damaged);
            } catch (CorruptArtifactException | UnsupportedArtifactException expected) {
                assertThat(expected).hasMessageContaining("model.safetensors");
            }
        }
    }

    @Property(tries = 100, seed = "23")
    void reads_back_what_was_written(
            @ForAll Random random,
            @ForAll @IntRange(max = 40_000) int length,
            @ForAll @IntRange(min = 1, max = 9) int columns)
            throws IOException {
        float[] floats = new float[length];
        int[] ints = new int[length];
        long[] longs = new long[length];
        float[][] rows = new float[length % 50][columns];
        for (int i = 0; i < length; i++) {
            floats[i] = Float.intBitsToFloat(random.nextInt());
            ints[i] = random.nextInt();
            longs[i] = random.nextLong();
        }
        for (float[] row : rows) {
            Arrays.fill(row, random.nextFloat());
        }
        ArtifactReader reader = read(bytes(new ArtifactWriter()
                .text("name", "käse \"1\"")
                .floats("f", floats)
                .matrix("m", rows, columns)
                .ints("i", ints)
                .longs("l", longs)));

        assertThat(reader.text("name")).isEqualTo("käse \"1\"");
        assertThat(Arrays.equals(reader.floats("f"), floats)).isTrue();
        assertThat(reader.ints("i")).isEqualTo(ints);
        assertThat(reader.longs("l")).isEqualTo(longs);
        assertThat(reader.matrix("m")).isDeepEqualTo(rows);
    }
}
