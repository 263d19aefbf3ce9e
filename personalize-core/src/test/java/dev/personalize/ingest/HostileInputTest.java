package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.LimitExceededException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Input made to fill the memory or the disk meets a limit, and the exception says which. */
class HostileInputTest extends CsvImportSpec {
    private static final Path PATH = Path.of("hostile.csv.gz");
    private static final long MIB = 1L << 20;

    /** Repeats a text without end, and fails the test when far more of it is read than any limit needs. */
    private static final class Endless extends InputStream {
        private final byte[] unit;
        private long position;

        Endless(String unit) {
            this.unit = unit.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            assertThat(position).isLessThan(64 * MIB);
            return unit[(int) (position++ % unit.length)];
        }

        @Override
        public int read(byte[] target, int from, int length) {
            for (int i = 0; i < length; i++) {
                target[from + i] = unit[(int) (position++ % unit.length)];
            }
            assertThat(position).isLessThan(64 * MIB);
            return length;
        }
    }

    /** Says that it has given bytes, without touching them. */
    private static final class Vast extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            return length;
        }
    }

    private static InputStream endless(String start, String unit) {
        return new SequenceInputStream(
                new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8)), new Endless(unit));
    }

    private static void readAll(InputStream in) throws IOException {
        try (CsvFile file = new CsvFile(PATH, in, USERS)) {
            while (file.next() != null) {
                assertThat(file.header()).hasSize(3);
            }
        }
    }

    private static void assertRefusedAsTooLong(InputStream in, int line) {
        assertThatThrownBy(() -> readAll(in))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageStartingWith(
                        "file hostile.csv.gz, line " + line + ": a line has more than 4194304 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            emptyValue = "",
            value = {"``;x", "``;`,`", "``;`ab,`", "``;\\", "``;ü", "`\"`;`\"\"`", "`\"`;`x,`"})
    void a_line_that_does_not_end_is_refused_in_the_header_and_below(String start, String unit) {
        assertRefusedAsTooLong(endless(start, unit), 1);
        assertRefusedAsTooLong(endless("USER_ID,NOTE,AGE\nu,a,1\nv,b,2\n" + start, unit), 4);
    }

    @Test
    void a_quote_that_does_not_end_takes_no_more_lines_along_than_a_line_may_have() {
        assertRefusedAsTooLong(endless("USER_ID,NOTE,AGE\nu,\"", "a\nv,b,"), 2);
    }

    @Test
    void any_number_of_short_lines_may_follow_each_other() throws IOException {
        String lines = "u,a,1\n".repeat(1_000_000);

        readAll(new ByteArrayInputStream(("USER_ID,NOTE,AGE\n" + lines).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_few_bytes_that_stand_for_gigabytes_are_refused() {
        BoundedContent bomb = new BoundedContent(new Vast(), PATH, MIB, new BoundedContent.Total(Long.MAX_VALUE));

        assertThatThrownBy(() -> bomb.skipNBytes(501 * MIB)) // 500 times its size, and one more
                .isInstanceOf(LimitExceededException.class)
                .hasMessageStartingWith("file hostile.csv.gz has 1048576 bytes and decompresses to more than")
                .hasMessageContaining("500 times");
    }

    @Test
    void a_gzip_bomb_is_refused_before_it_is_read_to_its_end() throws IOException {
        Path bomb = folder.resolve("bomb.csv.gz");
        byte[] line = ("u," + "x".repeat((int) MIB) + ",1\n").getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            out.write("USER_ID,NOTE,AGE\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 260; i++) {
                out.write(line);
            }
        }

        assertThat(Files.size(bomb)).isLessThan(MIB / 2);
        assertThatThrownBy(() -> run(bomb, USERS, 1000))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("bomb.csv.gz has " + Files.size(bomb) + " bytes and decompresses to more than");
    }

    @Test
    void a_file_that_decompresses_to_256_mib_is_read_however_small_it_is() throws IOException {
        BoundedContent content = new BoundedContent(new Vast(), PATH, 1, new BoundedContent.Total(Long.MAX_VALUE));

        byte[] buffer = new byte[(int) MIB];
        for (int i = 0; i < 256; i++) {
            content.readNBytes(buffer, 0, buffer.length);
        }
        assertThatThrownBy(content::read).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void files_together_hold_no_more_than_the_import_may_read() {
        file("all/1.csv", "USER_ID,NOTE,AGE", "u,a,1"); // 22 bytes
        file("all/2.csv.gz", "USER_ID,NOTE,AGE", "v," + "b".repeat(57) + ",2"); // 78 bytes

        assertThat(runLimited(100).storedRows()).isEqualTo(2);
        assertThatThrownBy(() -> runLimited(99))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("2.csv.gz")
                .hasMessageContaining("99 bytes")
                .hasMessageContaining("sizeLimit");
    }

    private ImportReport runLimited(long bytes) {
        ImportOptions options = ImportOptions.builder().sizeLimit(bytes).build();
        return rows.imported(folder.resolve("all"), USERS, options);
    }
}
