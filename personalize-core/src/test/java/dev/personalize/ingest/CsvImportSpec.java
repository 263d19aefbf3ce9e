package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the CSV import share: files, runs and refusals. */
abstract class CsvImportSpec {
    static final Schema USERS = Rows.schema("Users", "USER_ID:string", "NOTE:string?", "AGE:int?");

    @TempDir
    Path folder;

    final Rows rows = new Rows();

    Path file(String name, String... lines) {
        Path path = folder.resolve(name);
        try {
            Files.createDirectories(path.resolveSibling(""));
            try (OutputStream file = Files.newOutputStream(path);
                    OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
                out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return path;
    }

    ImportReport run(Path source, Schema schema, long rejectedRowsAllowed) {
        ImportOptions options =
                ImportOptions.builder().rejectedRowsAllowed(rejectedRowsAllowed).build();
        return rows.imported(source, schema, options);
    }

    List<List<@Nullable Object>> read(Schema schema, String... lines) {
        run(file("data.csv", lines), schema, 0);
        return rows.lists();
    }

    void assertRefused(Schema schema, List<String> lines, String... parts) {
        assertThatThrownBy(() -> read(schema, lines.toArray(String[]::new)))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .contains(parts);
    }

    /** {@return the NOTE that a line of USERS with this text in its place is read as} */
    @Nullable Object note(String text) {
        return read(USERS, "USER_ID,NOTE,AGE", "u," + text + ",1").get(0).get(1);
    }
}
