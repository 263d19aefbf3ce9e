package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files an import reads, which rows it keeps, and what it reports. */
class CsvImportTest extends CsvImportSpec {
    @Test
    void interactions_equal_in_every_field_are_stored_once() {
        ImportReport report = run(
                file(
                        "data.csv",
                        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_VALUE",
                        "u,i,1,2",
                        "u,i,1,2.0",
                        "u,i,1,",
                        "u,i,2,2",
                        "i,u,1,2",
                        "u,i,1,2"),
                Rows.interactions(),
                0);

        assertThat(report.duplicateRows()).isEqualTo(2);
        assertThat(report.storedRows()).isEqualTo(4);
        assertThat(rows.lists())
                .containsExactly(
                        Rows.list("u", "i", 1L, 2f),
                        Rows.list("u", "i", 1L, null),
                        Rows.list("u", "i", 2L, 2f),
                        Rows.list("i", "u", 1L, 2f));
    }

    @Test
    void reports_count_users_and_actions_of_action_interactions_and_actions() {
        ImportReport events = run(
                file(
                        "events.csv",
                        "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP",
                        "u,a,Taken,1",
                        "u,b,Viewed,2",
                        "u,a,TAKEN,1"),
                Rows.schema(
                        "ActionInteractions",
                        "USER_ID:string",
                        "ACTION_ID:string",
                        "EVENT_TYPE:string",
                        "TIMESTAMP:long"),
                0);
        ImportReport actions = run(
                file("actions.csv", "ACTION_ID,COST", "a,1", "b,2", "a,3"),
                Rows.schema("Actions", "ACTION_ID:string", "COST:int"),
                0);

        assertThat(events.duplicateRows()).isEqualTo(1);
        assertThat(events.distinctUsers()).isEqualTo(1);
        assertThat(events.distinctItems()).isEqualTo(2);
        assertThat(events.eventCounts()).isEqualTo(Map.of("TAKEN", 1L, "VIEWED", 1L));
        assertThat(actions.storedRows()).isEqualTo(2);
        assertThat(actions.distinctItems()).isEqualTo(2);
        assertThat(actions.distinctUsers()).isZero();
    }

    @Test
    void the_last_row_of_an_item_or_user_is_stored() {
        ImportReport report = run(file("data.csv", "USER_ID,NOTE,AGE", "u,a,1", "v,b,2", "u,c,3"), USERS, 0);

        assertThat(rows.lists()).containsExactly(Rows.list("u", "c", 3), Rows.list("v", "b", 2));
        assertThat(report.duplicateRows()).isEqualTo(1);
        assertThat(report.distinctUsers()).isEqualTo(2);
        assertThat(report.distinctItems()).isZero();
    }

    @Test
    void a_folder_is_read_file_by_file_in_order_of_names() {
        file("all/2.csv", "AGE,USER_ID,NOTE", "2,v,b");
        file("all/1.CSV", "USER_ID,NOTE,AGE", "u,a,1");
        file("all/3.csv.gz", "NOTE,USER_ID,AGE", "c,w,3");
        file("all/readme.txt", "not data");
        file("all/deeper/4.csv", "USER_ID,NOTE,AGE", "x,d,4");

        ImportReport report = run(folder.resolve("all"), USERS, 0);

        assertThat(report.files()).isEqualTo(3);
        assertThat(rows.lists())
                .containsExactly(Rows.list("u", "a", 1), Rows.list("v", "b", 2), Rows.list("w", "c", 3));
    }

    @Test
    void the_files_of_a_folder_have_the_same_columns() {
        file("all/1.csv", "USER_ID,NOTE,AGE", "u,a,1");
        file("all/2.csv", "USER_ID,NOTE,AGE,MORE", "v,b,2,x");

        assertThatThrownBy(() -> run(folder.resolve("all"), USERS, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2.csv")
                .hasMessageContaining("1.csv")
                .hasMessageContaining("MORE");
    }

    @Test
    void a_source_without_csv_is_refused() throws IOException {
        Files.createDirectories(folder.resolve("none"));

        for (Path source : List.of(folder.resolve("none"), folder.resolve("absent.csv"), file("data.tsv", "x"))) {
            assertThatThrownBy(() -> run(source, USERS, 0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(source.toString());
        }
    }

    @Test
    void any_file_system_will_do() throws IOException {
        URI zip = URI.create("jar:" + folder.resolve("data.zip").toUri());
        try (FileSystem bucket = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Files.writeString(bucket.getPath("/users.csv"), "USER_ID,NOTE,AGE\nu,a,1\n");

            run(bucket.getPath("/users.csv"), USERS, 0);
            run(bucket.getPath("/"), USERS, 0);
        }
        assertThat(rows.lists()).containsExactly(Rows.list("u", "a", 1), Rows.list("u", "a", 1));
    }

    @Test
    void rejected_rows_are_left_out_and_explained_up_to_the_allowance() {
        Path path = file("data.csv", "USER_ID,NOTE,AGE", "u,a,1", "v,b,old", "w,c,3", ",d,4");

        ImportReport report = run(path, USERS, 2);

        assertThat(report.storedRows()).isEqualTo(2);
        assertThat(report.rejectedRows()).isEqualTo(2);
        assertThat(report.rejections()).hasSize(2);
        assertThat(report.rejections().get(0)).contains("line 3, column AGE: value 'old'");
        assertThatThrownBy(() -> run(path, USERS, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 rows")
                .hasMessageContaining("value 'old'");
    }

    @Test
    void twenty_rejections_are_kept() {
        String[] lines = new String[31];
        Arrays.fill(lines, "u,a,old");
        lines[0] = "USER_ID,NOTE,AGE";

        ImportReport report = run(file("data.csv", lines), USERS, 30);

        assertThat(report.rejectedRows()).isEqualTo(30);
        assertThat(report.rejections()).hasSize(20);
        assertThat(report.summary()).contains("30 rejected", "and 10 more");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void an_allowance_is_not_negative(long rows) {
        assertThatThrownBy(() -> ImportOptions.builder().rejectedRowsAllowed(rows))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_report_counts_users_items_times_and_event_types() {
        Schema schema =
                Rows.schema("Interactions", "USER_ID:string", "ITEM_ID:string", "TIMESTAMP:long", "EVENT_TYPE:string");

        ImportReport report = run(
                file(
                        "data.csv",
                        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE",
                        "u,i,86400,view",
                        "u,j,0,view",
                        "v,i,172800,buy",
                        "v,i,172800,buy"),
                schema,
                0);

        assertThat(report)
                .isEqualTo(new ImportReport(
                        schema.type(),
                        1,
                        3,
                        1,
                        0,
                        List.of(),
                        2,
                        2,
                        OptionalLong.of(0),
                        OptionalLong.of(172800),
                        new java.util.TreeMap<>(Map.of("buy", 1L, "view", 2L))));
        assertThat(report.summary().lines())
                .containsExactly(
                        "interactions: 3 rows stored from 1 file",
                        "  left out: 1 duplicate, 0 rejected",
                        "  distinct: 2 users, 2 items",
                        "  from 1970-01-01T00:00:00Z to 1970-01-03T00:00:00Z",
                        "  events: buy 1, view 2");
    }

    @Test
    void a_file_with_a_header_alone_stores_nothing() {
        ImportReport report = run(file("data.csv", "USER_ID,ITEM_ID,TIMESTAMP,EVENT_VALUE"), Rows.interactions(), 0);

        assertThat(report.storedRows()).isZero();
        assertThat(report.oldestTimestamp()).isEmpty();
    }

    @Test
    void progress_runs_from_nothing_to_all_bytes_of_the_source() throws IOException {
        Path path = file("data.csv.gz", "USER_ID,NOTE,AGE", "u,a,1");
        List<String> calls = new ArrayList<>();

        new CsvImport(
                        USERS,
                        ImportOptions.defaults(),
                        (task, done, total) -> calls.add(task + " " + done + "/" + total),
                        new Cancellation())
                .run(path, RowFile.writer(new ByteArrayOutputStream(), USERS), Runnable::run);

        long size = Files.size(path);
        assertThat(calls).startsWith("import users 0/" + size).endsWith("import users " + size + "/" + size);
    }

    @Test
    void a_cancelled_import_stops() {
        Cancellation cancellation = new Cancellation();
        ByteArrayOutputStream avro = new ByteArrayOutputStream();
        OutputStream cancelling = new FilterOutputStream(avro) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
                if (length > 1000) { // the first block of rows
                    cancellation.cancel();
                }
            }
        };
        RowFile.Writer writer = RowFile.writer(cancelling, Rows.interactions());
        String[] lines = new String[100_001];
        Arrays.setAll(lines, i -> i == 0 ? "USER_ID,ITEM_ID,TIMESTAMP,EVENT_VALUE" : "u,i," + i + ",1");
        Path path = file("data.csv", lines);
        CsvImport csv =
                new CsvImport(Rows.interactions(), ImportOptions.defaults(), ProgressListener.NONE, cancellation);

        assertThatThrownBy(() -> csv.run(path, writer, Runnable::run)).isInstanceOf(CancellationException.class);
        RowFile.read(new ByteArrayInputStream(avro.toByteArray()), Rows.interactions(), "memory", rows);
        assertThat(rows.lists()).hasSizeBetween(1, 10_000);
    }

    @Test
    void what_is_written_and_reported_does_not_depend_on_helpers() {
        String[] lines = new String[60_001];
        Arrays.setAll(lines, i -> i == 0 ? "USER_ID,ITEM_ID,TIMESTAMP,EVENT_VALUE" : "u,i" + i % 45_000 + ",1,");
        Path path = file("data.csv", lines);
        CsvImport csv =
                new CsvImport(Rows.interactions(), ImportOptions.defaults(), ProgressListener.NONE, new Cancellation());
        List<byte[]> files = new ArrayList<>();
        List<ImportReport> reports = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        for (Executor helpers : List.<Executor>of(Runnable::run, helper -> {}, pool)) {
            ByteArrayOutputStream avro = new ByteArrayOutputStream();
            try (RowFile.Writer writer = RowFile.writer(avro, Rows.interactions())) {
                reports.add(csv.run(path, writer, helpers));
            }
            files.add(avro.toByteArray());
        }
        pool.shutdown();

        assertThat(reports.get(0).storedRows()).isEqualTo(45_000);
        assertThat(reports.get(0).duplicateRows()).isEqualTo(15_000);
        assertThat(reports).containsOnly(reports.get(0));
        assertThat(files.get(1)).isEqualTo(files.get(0));
        assertThat(files.get(2)).isEqualTo(files.get(0));
    }

    @Test
    void a_medium_that_fails_ends_the_import_with_its_error() {
        OutputStream full = new FilterOutputStream(OutputStream.nullOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (length > 1000) { // the first block of rows
                    throw new IOException("disk full");
                }
            }
        };
        String[] lines = new String[100_001];
        Arrays.setAll(lines, i -> i == 0 ? "USER_ID,ITEM_ID,TIMESTAMP,EVENT_VALUE" : "u,i," + i + ",1");
        Path path = file("data.csv", lines);
        CsvImport csv =
                new CsvImport(Rows.interactions(), ImportOptions.defaults(), ProgressListener.NONE, new Cancellation());
        ExecutorService pool = Executors.newFixedThreadPool(2);
        for (Executor helpers : List.<Executor>of(Runnable::run, pool)) {
            RowFile.Writer writer = RowFile.writer(full, Rows.interactions());
            assertThatThrownBy(() -> csv.run(path, writer, helpers))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("disk full");
        }
        pool.shutdown();
    }
}
