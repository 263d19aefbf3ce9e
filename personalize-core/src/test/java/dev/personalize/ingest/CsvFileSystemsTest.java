package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.personalize.error.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files are read and written wherever there is a {@link Path} to them. */
class CsvFileSystemsTest extends CsvImportSpec {
    private static final List<List<@Nullable Object>> ROWS =
            List.of(Rows.list("u", "a,\"b\"", 1), Rows.list("v", null, null));

    enum Place {
        UNIX_MEMORY,
        WINDOWS_MEMORY,
        ZIP
    }

    private FileSystem open(Place place) throws IOException {
        return switch (place) {
            case UNIX_MEMORY -> Jimfs.newFileSystem(Configuration.unix());
            case WINDOWS_MEMORY -> Jimfs.newFileSystem(Configuration.windows());
            case ZIP ->
                FileSystems.newFileSystem(
                        URI.create("jar:" + folder.resolve("data.zip").toUri()), Map.of("create", "true"));
        };
    }

    private static void export(Path path) throws IOException {
        try (OutputStream file = Files.newOutputStream(path);
                OutputStream out = path.toString().endsWith(".gz") ? new GZIPOutputStream(file) : file;
                CsvExport export = new CsvExport(out, USERS)) {
            ROWS.forEach(row -> export.append(row.toArray()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_export_is_written_to_and_imported_from_any_file_system(Place place) throws IOException {
        try (FileSystem system = open(place)) {
            Path data = Files.createDirectory(system.getPath("data"));
            export(data.resolve("plain.csv"));
            run(data.resolve("plain.csv"), USERS, 0);
            export(data.resolve("packed.csv.gz"));
            ImportReport report = run(data, USERS, 0);

            assertThat(report.files()).isEqualTo(2);
            assertThat(rows.lists()).containsExactly(ROWS.get(0), ROWS.get(1), ROWS.get(0), ROWS.get(1));
            assertThatThrownBy(() -> run(data.resolve("absent.csv"), USERS, 0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("absent.csv");
        }
    }

    @Test
    void an_export_in_a_zip_is_there_when_the_zip_is_opened_again() throws IOException {
        try (FileSystem zip = open(Place.ZIP)) {
            export(zip.getPath("/users.csv"));
        }
        try (FileSystem zip = open(Place.ZIP)) {
            run(zip.getPath("/users.csv"), USERS, 0);
        }

        assertThat(rows.lists()).isEqualTo(ROWS);
    }
}
