package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.personalize.Dataset;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.ExportSource;
import dev.personalize.Job;
import dev.personalize.Limits;
import dev.personalize.Personalize;
import dev.personalize.Status;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.ingest.ImportMode;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.ingest.ImportReport;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports and exports: behaviour reference §1.4 and §1.11, features A08 to A11 and A13. */
class ImportExportTest {
    private static final ImportOptions INCREMENTAL =
            ImportOptions.builder().mode(ImportMode.INCREMENTAL).build();

    @TempDir
    Path folder;

    private static List<String> interactions(String user, int count) {
        List<String> lines = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE"));
        for (int i = 0; i < count; i++) {
            lines.add(user + i + ",c01," + i + ",View,");
        }
        return lines;
    }

    @Test
    void an_incremental_import_adds_rows_and_replaces_records_of_the_same_id() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Dataset events = shop.dataset(DatasetType.INTERACTIONS);
            long before = events.rows();
            events.importCsv(Shop.write(folder, "more.csv", interactions("new", 1000)), INCREMENTAL);
            assertThat(events.rows()).isEqualTo(before + 1000);
            assertThat(shop.snapshot().interactions().size()).isEqualTo(before + 1000);

            Dataset items = shop.dataset(DatasetType.ITEMS);
            items.importCsv(
                    Shop.write(folder, "items2.csv", List.of("ITEM_ID,NAME,PRICE", "tea,Black tea,3", "cup,Cup,9")),
                    INCREMENTAL);

            assertThat(exported(items)).contains("tea,\"Black tea\",3.0", "cup,Cup,9.0", "d99,Unsold,1.0");
        }
    }

    private List<String> exported(Dataset dataset) {
        Path csv = folder.resolve("exported.csv");
        dataset.exportCsv(csv);
        try {
            return Files.readAllLines(csv);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void an_incremental_import_needs_a_full_one_before_and_enough_rows() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            Dataset events = shop.createDataset(Shop.INTERACTIONS);
            Path many = Shop.write(folder, "many.csv", interactions("u", 1000));
            Path few = Shop.write(folder, "few.csv", interactions("v", 999));

            assertThatThrownBy(() -> events.importCsv(many, INCREMENTAL))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("FULL");
            events.importCsv(many);
            assertThatThrownBy(() -> events.importCsv(few, INCREMENTAL))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("999")
                    .hasMessageContaining("incrementalInteractions");

            assertThat(events.rows()).isEqualTo(1000);
            assertThat(events.imports())
                    .extracting(Job::status)
                    .containsExactly(Status.CREATE_FAILED, Status.ACTIVE, Status.CREATE_FAILED);
            assertThat(events.imports().get(2).failureReason().orElseThrow()).contains("999");
        }
        try (Personalize personalize = Personalize.builder()
                .limits(Limits.builder().incrementalInteractions(1).build())
                .inMemory()) {
            Dataset events = personalize.createDatasetGroup("shop").createDataset(Shop.INTERACTIONS);
            events.importCsv(Shop.write(folder, "a.csv", interactions("u", 2)));
            events.importCsv(Shop.write(folder, "b.csv", interactions("v", 3)), INCREMENTAL);
            assertThat(events.rows()).isEqualTo(5);
        }
    }

    @Test
    void an_asynchronous_import_is_a_job_with_a_name_that_ends() {
        try (Personalize personalize = Personalize.inMemory()) {
            Dataset events = personalize.createDatasetGroup("shop").createDataset(Shop.INTERACTIONS);
            Path csv = Shop.write(folder, "a.csv", interactions("u", 20));
            ImportOptions nightly = ImportOptions.builder().name("nightly").build();
            ImportReport report = events.importCsvAsync(csv, nightly, ProgressListener.NONE, new Cancellation())
                    .join();

            assertThat(report.storedRows()).isEqualTo(20);
            assertThat(events.imports()).singleElement().satisfies(job -> {
                assertThat(job.name()).isEqualTo("nightly");
                assertThat(job.status()).hasToString("ACTIVE");
                assertThat(job.details()).containsEntry("storedRows", "20").containsEntry("mode", "FULL");
            });
            assertThatThrownBy(() -> events.importCsv(csv, nightly)).isInstanceOf(ResourceAlreadyExistsException.class);
            Cancellation cancelled = new Cancellation();
            cancelled.cancel();
            assertThatThrownBy(
                            () -> events.importCsvAsync(csv, ImportOptions.defaults(), ProgressListener.NONE, cancelled)
                                    .join())
                    .isInstanceOfAny(CompletionException.class, java.util.concurrent.CancellationException.class);
            assertThat(events.imports().get(1).status()).isEqualTo(Status.CREATE_STOPPED);
        }
    }

    @Test
    void an_export_of_everything_imports_again_unchanged() {
        try (Personalize personalize = Personalize.inMemory();
                Personalize other = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            shop.eventTracker().put(Event.of("ann", "tea", "Purchase"), Event.of("bob, the \"second\"", "tea", "View"));
            shop.dataset(DatasetType.ITEMS).put("tea", Map.of("name", "Tea \\ green, \"fine\""));

            DatasetGroup copy = other.createDatasetGroup("copy");
            for (Dataset dataset : shop.datasets()) {
                Path csv = folder.resolve(dataset.type().label() + "-all.csv.gz");
                dataset.exportCsv(csv);
                copy.createDataset(dataset.schema()).importCsv(csv);
            }

            assertThat(copy.snapshot().fingerprint()).isEqualTo(shop.snapshot().fingerprint());
        }
    }

    @Test
    void one_source_alone_gives_every_version_of_a_record() {
        try (Personalize personalize = Personalize.inMemory()) {
            Dataset items = Shop.open(personalize, folder).dataset(DatasetType.ITEMS);
            items.put("tea", Map.of("name", "First"));
            items.put("tea", Map.of("name", "Second"));
            items.put("tea", Map.of("name", "Second"));

            Path csv = folder.resolve("put.csv");
            assertThat(items.exportCsv(csv, ExportSource.PUT)).isEqualTo(2);
            assertThat(items.exportCsv(csv, ExportSource.BULK)).isEqualTo(items.rows());
            assertThat(items.exportCsv(csv, ExportSource.ALL)).isEqualTo(items.rows());
            assertThat(items.exports()).hasSize(3);
        }
    }

    @Test
    void of_an_imported_and_a_put_record_the_one_that_came_later_counts() {
        try (Personalize personalize = Personalize.inMemory()) {
            Dataset items = Shop.open(personalize, folder).dataset(DatasetType.ITEMS);
            items.put("tea", Map.of("name", "Put before the import"));
            items.importCsv(Shop.write(folder, "again.csv", List.of("ITEM_ID,NAME,PRICE", "tea,Imported,1")));
            assertThat(exported(items)).containsExactly("ITEM_ID,NAME,PRICE", "tea,Imported,1.0");

            items.put("tea", Map.of("name", "Put after it"));
            assertThat(exported(items)).containsExactly("ITEM_ID,NAME,PRICE", "tea,\"Put after it\",");
        }
    }

    @Test
    void sources_and_targets_lie_on_any_file_system() throws IOException {
        Path csv = Shop.write(folder, "plain.csv", Shop.rows());
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
                FileSystem zip = FileSystems.newFileSystem(
                        URI.create("jar:" + folder.resolve("shop.zip").toUri()), Map.of("create", "true"));
                Personalize personalize = Personalize.inMemory()) {
            Path inMemory = Files.copy(csv, memory.getPath("/in.csv"));
            Path inZip = Files.copy(csv, zip.getPath("/in.csv"));
            Dataset events = personalize.createDatasetGroup("shop").createDataset(Shop.INTERACTIONS);

            long rows = events.importCsv(inMemory).storedRows();
            assertThat(events.importCsv(inZip).storedRows()).isEqualTo(rows);
            assertThat(events.exportCsv(memory.getPath("/out/all.csv"))).isEqualTo(rows);
            assertThat(events.exportCsv(zip.getPath("/out.csv"))).isEqualTo(rows);
            assertThat(Files.readAllLines(zip.getPath("/out.csv")))
                    .isEqualTo(Files.readAllLines(memory.getPath("/out/all.csv")));
        }
    }

    @Test
    void a_schema_is_replaced_by_one_with_more_nullable_fields_while_rows_stay() {
        Schema wider = Schema.parse(
                Shop.ITEMS
                        .toJson()
                        .replace(
                                "{\"name\": \"PRICE\"",
                                "{\"name\": \"COLOUR\", \"type\": [\"string\", \"null\"], \"categorical\": true}, {\"name\": \"PRICE\""));
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Dataset items = shop.dataset(DatasetType.ITEMS);
            items.put("tea", Map.of("name", "Tea", "price", 2));
            assertThatThrownBy(() -> items.replaceSchema(personalize.createSchema("events", Shop.INTERACTIONS)))
                    .isInstanceOf(InvalidInputException.class);

            items.replaceSchema(personalize.createSchema("wider", wider));
            items.put("cup", Map.of("colour", "red"));
        }
        try (Personalize personalize = Personalize.open(home)) {
            Dataset items = personalize.datasetGroup("shop").dataset(DatasetType.ITEMS);
            assertThat(items.schemaName()).isEqualTo("wider");
            assertThat(exported(items)).contains("ITEM_ID,NAME,COLOUR,PRICE", "tea,Tea,,2.0", "cup,,red,");
        }
    }
}
