package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.personalize.DataDeletion;
import dev.personalize.Dataset;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Limits;
import dev.personalize.Personalize;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.ingest.ImportMode;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import dev.personalize.storage.HeapStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A home with one group, and the twin that is told the same; they are compared after every action. */
final class ModelledHome {
    private static final Schema INTERACTIONS = Schema.parse("""
            {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
                        {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"},
                        {"name": "EVENT_VALUE", "type": ["null", "float"]},
                        {"name": "DEVICE", "type": ["null", "string"]}]}""");

    private final Path folder = Jimfs.newFileSystem(Configuration.unix()).getPath("/work");
    private final HeapStorage storage = new HeapStorage();
    private final DatasetTwin twin = new DatasetTwin();
    private final Map<DatasetType, Boolean> imported = new HashMap<>();
    private Personalize personalize;
    private DatasetGroup group;

    ModelledHome() {
        personalize = open(storage);
        group = withDatasets(personalize);
    }

    private static Personalize open(HeapStorage storage) {
        return Personalize.builder()
                .executor(Runnable::run)
                .parallelism(1)
                .limits(Limits.builder().incrementalInteractions(1).build())
                .open(storage);
    }

    private static DatasetGroup withDatasets(Personalize home) {
        DatasetGroup group = home.createDatasetGroup("shop");
        group.createDataset(INTERACTIONS);
        group.createDataset(Shop.ITEMS);
        return group;
    }

    void importEvents(ImportMode mode, List<DatasetTwin.Sent> rows) {
        List<String> csv = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,DEVICE"));
        for (DatasetTwin.Sent row : rows) {
            csv.add(row.user() + "," + row.item() + "," + row.second() + "," + row.type() + "," + text(row.value())
                    + "," + text(row.device()));
        }
        if (wasImported(DatasetType.INTERACTIONS, mode, csv)) {
            twin.importEvents(mode == ImportMode.FULL, rows);
        }
        compare();
    }

    void importItems(ImportMode mode, List<DatasetTwin.Item> rows) {
        List<String> csv = new ArrayList<>(List.of("ITEM_ID,NAME,PRICE"));
        rows.forEach(row -> csv.add(row.toString()));
        if (wasImported(DatasetType.ITEMS, mode, csv)) {
            twin.importItems(mode == ImportMode.FULL, rows);
        }
        compare();
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    private boolean wasImported(DatasetType type, ImportMode mode, List<String> csv) {
        Path source = write(csv);
        ImportOptions options = ImportOptions.builder().mode(mode).build();
        if (mode == ImportMode.INCREMENTAL && !imported.containsKey(type)) {
            assertThatThrownBy(() -> group.dataset(type).importCsv(source, options))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("must be FULL");
            return false;
        }
        group.dataset(type).importCsv(source, options);
        imported.put(type, true);
        return true;
    }

    private Path write(List<String> csv) {
        try {
            Files.createDirectories(folder);
            return Files.write(folder.resolve("source.csv"), csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void putEvents(List<DatasetTwin.Sent> rows) {
        group.eventTracker().put(rows.stream().map(ModelledHome::event).toList());
        twin.putEvents(rows);
        compare();
    }

    private static Event event(DatasetTwin.Sent row) {
        Event.Builder event = Event.builder()
                .userId(row.user())
                .sessionId(Objects.requireNonNull(row.session()))
                .itemId(row.item())
                .type(row.type())
                .sentAt(Instant.ofEpochSecond(row.second()))
                .eventId(row.eventId());
        if (row.value() != null) {
            event.value(row.value());
        }
        if (row.device() != null) {
            event.property("device", row.device());
        }
        return event.build();
    }

    void putItems(List<DatasetTwin.Item> rows) {
        Map<String, Map<String, Object>> records = new LinkedHashMap<>();
        for (DatasetTwin.Item row : rows) {
            Map<String, Object> properties = new LinkedHashMap<>();
            if (row.name() != null) {
                properties.put("name", row.name());
            }
            if (row.price() != null) {
                properties.put("price", row.price());
            }
            records.put(row.id(), properties);
        }
        group.dataset(DatasetType.ITEMS).putAll(records);
        twin.putItems(rows);
        compare();
    }

    void deleteUser(String user) {
        group.deleteData().user(user).run();
        twin.deleteUser(user);
        compare();
    }

    void deleteItem(String item) {
        group.deleteData().item(item).run();
        twin.deleteItem(item);
        compare();
    }

    void deleteEvent(String user, String item, long second) {
        group.deleteData().event(user, item, Instant.ofEpochSecond(second)).run();
        twin.deleteEvent(user, item, second);
        compare();
    }

    void deleteEventId(String eventId) {
        DataDeletion deletion = group.deleteData().eventId(eventId);
        deletion.run();
        twin.deleteEventId(eventId);
        compare();
    }

    void compact() {
        group.compact();
        compare();
    }

    void reopen() {
        personalize.close();
        personalize = open(storage);
        group = personalize.datasetGroup("shop");
        compare();
    }

    /** What is exported with all its sources makes the same group again. */
    void exportAndImportElsewhere() {
        try (Personalize other = open(new HeapStorage())) {
            DatasetGroup copy = withDatasets(other);
            for (Dataset dataset : group.datasets()) {
                Path csv = folder.resolve(dataset.type().label() + ".csv");
                write(List.of()); // makes the folder
                if (dataset.exportCsv(csv) > 0) {
                    copy.dataset(dataset.type()).importCsv(csv);
                }
            }
            assertThat(copy.snapshot().fingerprint()).isEqualTo(group.snapshot().fingerprint());
        }
        compare();
    }

    private void compare() {
        Snapshot snapshot = group.snapshot();
        assertThat(events(snapshot)).isEqualTo(twin.eventsOfUsers());
        assertThat(newestItems()).isEqualTo(twin.newestItems());
        assertThat(group.dataset(DatasetType.INTERACTIONS).rows()).isEqualTo(twin.importedEvents());
        assertThat(group.dataset(DatasetType.ITEMS).rows()).isEqualTo(twin.importedItems());
    }

    private static List<String> events(Snapshot snapshot) {
        Interactions events = snapshot.interactions();
        List<String> lines = new ArrayList<>();
        for (int user = 0; user < events.users(); user++) {
            for (int p = events.begin(user); p < events.end(user); p++) {
                lines.add(DatasetTwin.line(
                        snapshot.users().id(user),
                        snapshot.items().id(events.item(p)),
                        snapshot.eventTypes().id(events.eventType(p)),
                        events.value(p),
                        events.timestamp(p)));
            }
        }
        return lines.stream().sorted().toList();
    }

    private List<String> newestItems() {
        write(List.of());
        Path csv = folder.resolve("newest.csv");
        group.dataset(DatasetType.ITEMS).exportCsv(csv);
        try (var lines = Files.lines(csv)) {
            return lines.skip(1).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
