package dev.personalize;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.ingest.Durability;
import dev.personalize.ingest.EventJournal;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.internal.catalog.DatasetManifest;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The data of a group: its datasets and journal on disk, and what requests need of them in memory.
 *
 * <p>Requests read volatile references and wait for nobody; only the first one after opening waits until the histories are
 * loaded. {@code puts} makes an event and a reload of the histories exclude each other, so that a reload misses no event.
 */
final class GroupData {
    private final String group;
    private final Engine engine;
    private final Map<DatasetType, Dataset> datasets = new EnumMap<>(DatasetType.class);
    private final ReadWriteLock segments = new ReentrantReadWriteLock();
    private final ReadWriteLock puts = new ReentrantReadWriteLock();
    private final ReentrantLock loading = new ReentrantLock();

    private @Nullable EventJournal journal;
    private volatile @Nullable LiveHistories histories;
    private volatile @Nullable Map<String, Map<String, String>> items;

    GroupData(String group, Engine engine) {
        this.group = group;
        this.engine = engine;
        for (DatasetType type : DatasetType.values()) {
            engine.catalog()
                    .find(Dataset.manifestPath(group, type), DatasetManifest.class)
                    .ifPresent(manifest -> datasets.put(type, new Dataset(group, type, manifest, this, engine)));
        }
    }

    synchronized Dataset create(Schema schema) {
        DatasetType type = schema.type();
        if (datasets.containsKey(type)) {
            throw new ResourceAlreadyExistsException(
                    "dataset group '" + group + "' has a " + type.label() + " dataset already: dataset(type) finds it");
        }
        Dataset dataset = new Dataset(group, type, Dataset.create(group, schema, engine), this, engine);
        datasets.put(type, dataset);
        return dataset;
    }

    synchronized Optional<Dataset> dataset(DatasetType type) {
        return Optional.ofNullable(datasets.get(type));
    }

    private Dataset interactions() {
        return dataset(DatasetType.INTERACTIONS)
                .orElseThrow(() -> new ResourceNotFoundException(
                        "dataset group '" + group + "' has no interactions dataset: createDataset(schema) makes it"));
    }

    private synchronized EventJournal journal() {
        Schema schema = interactions().schema();
        EventJournal open = journal;
        if (open == null) {
            open = EventJournal.open(engine.storage(), group + "/events", schema, 1);
            journal = open;
        }
        return open;
    }

    Schema interactionsSchema() {
        return interactions().schema();
    }

    Snapshot snapshot() {
        Schema schema = interactionsSchema();
        Snapshot.Builder snapshot = Snapshot.builder();
        InteractionRow row = new InteractionRow(schema);
        segments.readLock().lock();
        try {
            interactions().read(values -> row.addTo(snapshot, values));
            journal().read(values -> row.addTo(snapshot, values));
            attributes(DatasetType.ITEMS, "ITEM_ID").ifPresent(snapshot::items);
            attributes(DatasetType.USERS, "USER_ID").ifPresent(snapshot::users);
        } finally {
            segments.readLock().unlock();
        }
        return snapshot.build();
    }

    private Optional<AttributeTable.Builder> attributes(DatasetType type, String idField) {
        return dataset(type).map(dataset -> {
            AttributeTable.Builder rows = new AttributeTable.Builder(dataset.schema(), idField);
            dataset.read(rows::add);
            return rows;
        });
    }

    /** Makes events durable, then visible to requests. */
    void put(List<@Nullable Object[]> rows) {
        InteractionRow row = new InteractionRow(interactionsSchema());
        histories(); // loaded, and kept, before the lock is taken
        puts.readLock().lock();
        try {
            journal().append(rows, Durability.FORCED, engine.executor());
            LiveHistories live = Objects.requireNonNull(histories);
            rows.forEach(values -> row.addTo(live, values));
        } finally {
            puts.readLock().unlock();
        }
    }

    LiveHistories histories() {
        LiveHistories loaded = histories;
        return loaded != null ? loaded : whileLoading(() -> histories != null ? histories : loadHistories());
    }

    private LiveHistories loadHistories() {
        LiveHistories loaded = new LiveHistories(1000, 100_000);
        Optional<Dataset> interactions = dataset(DatasetType.INTERACTIONS);
        if (interactions.isEmpty()) {
            return loaded; // not kept: the dataset may be created yet
        }
        InteractionRow row = new InteractionRow(interactions.get().schema());
        segments.readLock().lock();
        try {
            interactions.get().read(values -> row.addTo(loaded, values));
        } finally {
            segments.readLock().unlock();
        }
        puts.writeLock().lock();
        try {
            journal().read(values -> row.addTo(loaded, values));
            histories = loaded;
        } finally {
            puts.writeLock().unlock();
        }
        return loaded;
    }

    /** Runs a change of a dataset's segments while nobody reads them. */
    void changeSegments(Runnable change) {
        segments.writeLock().lock();
        try {
            change.run();
        } finally {
            segments.writeLock().unlock();
        }
    }

    /** Requests see the new bulk data from here on. */
    void imported(DatasetType type) {
        switch (type) {
            case INTERACTIONS -> whileLoading(this::loadHistories);
            case ITEMS -> whileLoading(this::loadItems);
            case USERS, ACTIONS, ACTION_INTERACTIONS -> {} // requests do not use them yet
        }
    }

    private <T> T whileLoading(Supplier<T> load) {
        loading.lock();
        try {
            return load.get();
        } finally {
            loading.unlock();
        }
    }

    /** {@return the text of each of these columns that has a value for the item} */
    Map<String, String> itemMetadata(String itemId, List<String> columns) {
        Dataset dataset = dataset(DatasetType.ITEMS)
                .orElseThrow(() -> new InvalidInputException(
                        "metadata columns " + columns + " were asked for, but the group has no items dataset"));
        for (String column : columns) {
            dataset.schema().position(column);
        }
        Map<String, String> all = items().getOrDefault(itemId, Map.of());
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String column : columns) {
            String value = all.get(column);
            if (value != null) {
                wanted.put(column, value);
            }
        }
        return wanted;
    }

    private Map<String, Map<String, String>> items() {
        Map<String, Map<String, String>> loaded = items;
        return loaded != null ? loaded : whileLoading(() -> items != null ? items : loadItems());
    }

    private Map<String, Map<String, String>> loadItems() {
        Map<String, Map<String, String>> loaded = new HashMap<>();
        Dataset dataset = dataset(DatasetType.ITEMS).orElseThrow();
        int id = dataset.schema().position("ITEM_ID");
        segments.readLock().lock();
        try {
            dataset.read(row -> {
                Map<String, String> texts = new HashMap<>();
                for (int i = 0; i < row.length; i++) {
                    Object value = row[i];
                    if (i != id && value != null) {
                        texts.put(dataset.schema().fields().get(i).name(), value.toString());
                    }
                }
                loaded.put(String.valueOf(row[id]), texts);
            });
        } finally {
            segments.readLock().unlock();
        }
        items = loaded;
        return loaded;
    }

    synchronized void close() {
        if (journal != null) {
            journal.close();
        }
    }
}
