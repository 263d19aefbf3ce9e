package dev.personalize.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.ArtifactTooNewException;
import dev.personalize.error.ArtifactTooOldException;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.PersonalizeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers nobody honest writes. An array is allocated only when its bytes are there, so none of these needs memory. */
class HostileArtifactTest {
    private static ArtifactReader read(byte[] bytes) throws IOException {
        return ArtifactReader.read(new ByteArrayInputStream(bytes), bytes.length, "model.safetensors");
    }

    /** {@return a file of this header (with ' for ") and so many bytes for arrays} */
    private static byte[] file(String header, int bytes) {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static byte[] ofArrays(String arrays, int bytes) {
        return file("{'__metadata__':{'personalize_format':'2'}," + arrays + "}", bytes);
    }

    @Test
    void the_honest_header_is_read() throws IOException {
        byte[] bytes = ofArrays("'a':{'dtype':'F32','shape':[2,1],'data_offsets':[0,8]}", 8);

        assertThat(read(bytes).matrix("a")).hasDimensions(2, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a':{'dtype':'F32','shape':[2000000000],'data_offsets':[0,8000000000]}",
                "'a':{'dtype':'F32','shape':[2000000000,0],'data_offsets':[0,0]}",
                "'a':{'dtype':'F32','shape':[0,2000000000],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,-4]}",
                "'a':{'dtype':'F32','shape':[-2,-1],'data_offsets':[0,8]}",
                "'a':{'dtype':'I64','shape':[2147483647],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[4294967298],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[2147483639,2147483639],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[9223372036854775807],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[1,2,1],'data_offsets':[0,8]}",
                "'a':{'dtype':'I32','shape':[1,2],'data_offsets':[0,8]}",
                "'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}",
                "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}",
                "'a':{'dtype':'F32','shape':[2]}",
                "'a':{'shape':[2],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'more':1}",
                "'a':{'dtype':'F32','shape':[2],'shape':[2],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}",
                "'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}",
                "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}",
                "'a':{'dtype':'F32','shape':[[[2]]],'data_offsets':[0,8]}",
                "'a':[0,8]",
                "'a':null",
                "'__metadata__':{'twice':''}"
            })
    void a_claim_the_bytes_do_not_bear_out_is_corrupt(String arrays) {
        assertThatThrownBy(() -> read(ofArrays(arrays, 8)))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("restore the file from a copy");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 1L << 24, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE})
    void a_header_longer_than_the_file_is_corrupt(long length) {
        byte[] bytes = ofArrays("'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}", 8);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);

        assertThatThrownBy(() -> read(bytes)).isInstanceOf(CorruptArtifactException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{'a':", "{'a':{'a':", "{},", "'", "1"})
    void a_header_of_megabytes_of_nothing_is_corrupt(String part) {
        String header = part.repeat((1 << 23) / part.length());

        assertThatThrownBy(() -> read(file(header, 8))).isInstanceOf(CorruptArtifactException.class);
        assertThatThrownBy(() -> read(file("{'a':" + header, 8))).isInstanceOf(CorruptArtifactException.class);
    }

    @Test
    void a_size_that_is_not_the_files_is_corrupt() {
        byte[] bytes = ofArrays("'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}", 8);

        for (long size : new long[] {-1, 0, bytes.length - 1, bytes.length + 1, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> ArtifactReader.read(new ByteArrayInputStream(bytes), size, "model.safetensors"))
                    .isInstanceOf(CorruptArtifactException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "{}, ArtifactTooOldException",
                "{'__metadata__':{}}, ArtifactTooOldException",
                "{'__metadata__':{'personalize_format':'1'}}, ArtifactTooOldException",
                "{'__metadata__':{'personalize_format':'3'}}, ArtifactTooNewException",
                "{'__metadata__':{'personalize_format':'0'}}, CorruptArtifactException",
                "{'__metadata__':{'personalize_format':'x'}}, CorruptArtifactException",
                "{'__metadata__':{'personalize_format':2}}, CorruptArtifactException"
            })
    void damage_and_older_and_newer_formats_are_three_errors(String header, String error) {
        assertThatThrownBy(() -> read(file(header, 0)))
                .isInstanceOf(PersonalizeException.class)
                .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(error))
                .hasMessageContaining("model.safetensors");
    }

    @Test
    void too_old_and_too_new_say_both_formats() {
        assertThatThrownBy(() -> read(file("{'__metadata__':{'personalize_format':'3'}}", 0)))
                .isInstanceOf(ArtifactTooNewException.class)
                .hasMessageContaining("format 3")
                .hasMessageContaining("reads 2");
        assertThatThrownBy(() -> read(file("{'__metadata__':{'personalize_format':'1'}}", 0)))
                .isInstanceOf(ArtifactTooOldException.class)
                .hasMessageContaining("format 1");
    }

    @Test
    void the_writer_refuses_what_could_not_be_read() {
        ArtifactWriter writer = new ArtifactWriter().text("long", "x".repeat(1 << 24));

        assertThatThrownBy(() -> writer.writeTo(new ByteArrayOutputStream())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.text("personalize_format", "7")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.ints("__metadata__", new int[1])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mutated_files_are_read_or_refused_but_nothing_else() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ArtifactWriter()
                .text("factors", "2")
                .matrix("m", new float[][] {{1, 2}, {3, 4}}, 2)
                .ints("i", new int[] {1, 2})
                .longs("l", new long[] {1})
                .writeTo(out);
        Random random = new Random(41);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = out.toByteArray();
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(random.nextBoolean() ? 256 : 128);
            }
            try {
                read(bytes);
            } catch (PersonalizeException expected) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }
}
