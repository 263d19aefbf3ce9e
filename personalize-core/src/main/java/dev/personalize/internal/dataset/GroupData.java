package dev.personalize.internal.dataset;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.AttributeVersion;
import dev.personalize.data.LiveAttributes;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.ingest.Durability;
import dev.personalize.ingest.EventJournal;
import dev.personalize.ingest.ImportMode;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.internal.catalog.Arrivals;
import dev.personalize.internal.catalog.DatasetManifest;
import dev.personalize.internal.catalog.GroupManifest;
import dev.personalize.internal.catalog.SegmentManifest;
import dev.personalize.internal.catalog.SegmentManifest.Origin;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data of a group: its datasets on disk, and what requests need of them in memory. Requests wait for nobody; only the first
 * one after opening waits until the histories are loaded. Safe for any number of threads.
 */
public final class GroupData implements AutoCloseable {
    private final GroupFiles group;
    private final String folder;
    private final DataSettings settings;
    private final Map<DatasetType, OpenDataset> datasets = new ConcurrentHashMap<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final LiveHistories nothing;
    private final EventFollowers followers = new EventFollowers();

    /**
     * @param manifest of the group, as it was read
     * @param manifestPath where it lies
     * @param folder of the group
     * @param schemas schemas by name
     */
    public GroupData(
            GroupManifest manifest,
            String manifestPath,
            String folder,
            DataSettings settings,
            Function<String, Schema> schemas) {
        this.group = new GroupFiles(settings.catalog(), manifestPath, manifest);
        this.folder = folder;
        this.settings = settings;
        this.nothing = new LiveHistories(settings.liveEvents(), settings.anonymousSessions());
        for (DatasetType type : DatasetType.values()) {
            Optional<DatasetManifest> dataset = manifest.dataset(type);
            if (dataset.isPresent()) {
                open(type, schemas.apply(dataset.get().schema()));
            } else {
                DatasetFiles.removeAll(settings.storage(), folder, type); // of one deleted while the process died
            }
        }
        datasets.values().forEach(open -> open.compaction.startIfWorthwhile());
    }

    private void open(DatasetType type, Schema schema) {
        DatasetFiles files = new DatasetFiles(settings.storage(), group, folder, type, schema);
        OpenDataset open = new OpenDataset(files, new Compaction(files, group, settings), settings, followers);
        datasets.put(type, open);
        if (type == DatasetType.INTERACTIONS && !followers.isEmpty()) {
            open.histories(); // followers begin anew
        }
    }

    /** {@return the group's manifest as it is now} */
    public GroupManifest manifest() {
        return group.manifest();
    }

    /** Changes what the manifest says beside the datasets. */
    public void changeManifest(UnaryOperator<GroupManifest> change) {
        group.commit(change);
    }

    private OpenDataset dataset(DatasetType type) {
        OpenDataset open = datasets.get(type);
        if (open == null) {
            throw new ResourceNotFoundException(
                    "dataset group '" + group.manifest().name() + "' has no " + type.label()
                            + " dataset: createDataset(schema) makes it");
        }
        return open;
    }

    /** {@return whether there is a dataset of this type} */
    public boolean has(DatasetType type) {
        return datasets.containsKey(type);
    }

    /** Refuses to go on where there is a dataset of this type. */
    public void requireNone(DatasetType type) {
        if (has(type)) {
            throw new ResourceAlreadyExistsException("dataset group '"
                    + group.manifest().name() + "' has a " + type.label() + " dataset already: dataset(type) finds it");
        }
    }

    /** {@return the schema of a dataset} */
    public Schema schema(DatasetType type) {
        return dataset(type).files.schema();
    }

    /** {@return a dataset's part of the manifest} */
    public DatasetManifest manifest(DatasetType type) {
        return dataset(type).files.manifest();
    }

    /**
     * Makes a dataset, empty.
     *
     * @throws ResourceAlreadyExistsException if there is one of this type
     */
    public void create(DatasetType type, String schemaName, Schema schema) {
        changing.lock();
        try {
            requireNone(type);
            DatasetFiles.removeAll(settings.storage(), folder, type); // of one deleted while the process died
            String now = settings.now().get();
            group.commit(manifest -> manifest.with(new DatasetManifest(type, schemaName, List.of(), 1, now, now)));
            open(type, schema);
        } finally {
            changing.unlock();
        }
    }

    /** Deletes a dataset with all its rows. */
    public void delete(DatasetType type) {
        changing.lock();
        try {
            OpenDataset open = dataset(type);
            open.files.changing.lock();
            try {
                open.follower().exclusively(() -> {
                    open.files.journal().roll(); // so that closing has nothing to force once the dataset is gone
                    group.commit(manifest -> manifest.without(type));
                    datasets.remove(type);
                    open.files.close();
                    return open;
                });
                DatasetFiles.removeAll(settings.storage(), folder, type);
            } finally {
                open.files.changing.unlock();
            }
        } finally {
            changing.unlock();
        }
    }

    /**
     * Stores the rows of an import. Until it returns, and after it throws, the dataset is what it was.
     *
     * @param rows gives the rows; what it throws is passed on
     * @param job name of the import
     * @throws InvalidInputException if the mode is incremental and there was no full import yet
     */
    public void store(DatasetType type, ImportMode mode, String job, SegmentFile.Rows rows) {
        new ImportRun(dataset(type), group, mode, job, settings.now()).run(rows);
    }

    /** Rows of the dataset have another schema from now on; the caller has checked that it may replace the old one. */
    public void replaceSchema(DatasetType type, String schemaName, Schema schema) {
        OpenDataset open = dataset(type);
        open.files.changing.lock();
        try {
            open.follower().exclusively(() -> {
                open.files.journal().roll(); // so that nothing is left to fail once the manifest names the schema
                String now = settings.now().get();
                group.commit(manifest ->
                        manifest.with(manifest.dataset(type).orElseThrow().withSchema(schemaName, now)));
                open.files.useSchema(schema);
                return open;
            });
        } finally {
            open.files.changing.unlock();
        }
        open.follower().reload();
    }

    /** Makes rows durable, then visible to requests. */
    public void put(DatasetType type, List<@Nullable Object[]> rows, Durability durability) {
        OpenDataset open = dataset(type);
        open.follower().put(rows, durability, settings.executor());
        open.compaction.afterPut();
    }

    /** As {@link #put}, without waiting. */
    public CompletableFuture<Void> putAsync(DatasetType type, List<@Nullable Object[]> rows, Durability durability) {
        OpenDataset open = dataset(type);
        open.compaction.afterPut();
        return open.follower().putAsync(rows, durability, settings.executor());
    }

    /** {@return all data as it is now} */
    public Snapshot snapshot() {
        Snapshot.Builder snapshot = Snapshot.builder();
        OpenDataset events = datasets.get(DatasetType.INTERACTIONS);
        if (events != null) {
            DatasetFiles interactions = events.files;
            snapshot.contexts(interactions.schema().contexts());
            try (DatasetFiles.View view = interactions.view()) {
                new InteractionReader(interactions, settings.parallel().get(), snapshot).read(view);
            }
        }
        attributes(DatasetType.ITEMS).ifPresent(snapshot::items);
        attributes(DatasetType.USERS).ifPresent(snapshot::users);
        return snapshot.build(settings.parallel().get());
    }

    private Optional<AttributeTable.Builder> attributes(DatasetType type) {
        return Optional.ofNullable(datasets.get(type)).map(open -> {
            DatasetFiles files = open.files;
            AttributeTable.Builder rows = new AttributeTable.Builder(files.schema(), type.idField());
            try (DatasetFiles.View view = files.view()) {
                view.read(rows::add);
            }
            return rows;
        });
    }

    /** {@return what every user did lately; of a group without interactions dataset, nothing} */
    public LiveHistories histories() {
        OpenDataset open = datasets.get(DatasetType.INTERACTIONS);
        LiveHistories histories = open == null ? null : open.histories();
        return histories == null ? nothing : histories;
    }

    /**
     * Lets somebody follow the interactions, until {@link #unfollow}. When this returns it has begun with all there are; puts wait for that.
     */
    public void follow(EventFollower follower) {
        OpenDataset open = datasets.get(DatasetType.INTERACTIONS);
        if (open == null) {
            followers.add(follower, null);
            histories(); // of a dataset that was created meanwhile: its followers begin when it is loaded
        } else {
            open.follow(follower);
        }
    }

    /** Tells somebody nothing any more. */
    public void unfollow(EventFollower follower) {
        followers.remove(follower);
    }

    /** {@return how often each item was used and shown until now; reads all interactions} */
    public ItemActivity itemActivity() {
        OpenDataset open = datasets.get(DatasetType.INTERACTIONS);
        if (open == null) {
            return ItemActivity.none();
        }
        DatasetFiles files = open.files;
        try (DatasetFiles.View view = files.view()) {
            return ItemActivity.of(files, view);
        }
    }

    /** {@return what has come into a dataset until now; of one that is not there, nothing} */
    public Arrivals arrivals(DatasetType type) {
        OpenDataset open = datasets.get(type);
        if (open == null) {
            return Arrivals.NONE;
        }
        EventJournal.Position journal = open.files.journal().position();
        List<String> imports = open.files.manifest().segments().stream()
                .filter(segment -> segment.origin() == Origin.BULK)
                .map(SegmentManifest::job)
                .toList();
        return new Arrivals(imports, journal.segment(), journal.bytes());
    }

    /** {@return the newest record of each item, user or action; empty of a dataset of events and where there is no dataset} */
    public Optional<AttributeVersion> records(DatasetType type) {
        return Optional.ofNullable(datasets.get(type)).map(OpenDataset::records).map(LiveAttributes::now);
    }

    /** Merges what was put one by one into few files, while puts and reads go on. */
    public void compact() {
        datasets.values().forEach(open -> open.compaction.run());
    }

    /**
     * Deletes rows of all datasets at once. When it returns they are in no file; when it throws, everything is as it was, but
     * for one failure. Rows put while it runs are deleted too.
     *
     * @param job name of the deletion
     * @throws java.io.UncheckedIOException if the storage fails; the message says so if the rows are gone from the datasets, and
     *     only a file that held some could not be removed yet
     */
    public RowDeletion.Outcome delete(RowDeletion what, String job) {
        changing.lock();
        try {
            List<OpenDataset> all = Stream.of(DatasetType.values())
                    .map(datasets::get)
                    .filter(Objects::nonNull)
                    .toList();
            String now = settings.now().get();
            return new DeletionRun(
                            what,
                            all,
                            rewrites -> group.commit(
                                    rewrites,
                                    settings.now(),
                                    manifest -> manifest.withDeletion(job, what.items(), now)))
                    .run();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Reads the rows of a dataset that an export asks for, in the order of its schema. Of records, each version that differs from
     * the one before, or of all sources together the newest of each id; of interactions those that belong to a user.
     *
     * @param imported whether imported rows are wanted
     * @param put whether rows put one by one are wanted
     */
    public void export(DatasetType type, boolean imported, boolean put, Consumer<@Nullable Object[]> rows) {
        DatasetFiles files = dataset(type).files;
        try (DatasetFiles.View view = files.view()) {
            new ExportReader(files, imported, put).read(view, rows);
        }
    }

    /** Ends puts, waits for a compaction under way, and closes the files. */
    @Override
    public void close() {
        Closing.all(datasets.values(), open -> {
            open.compaction.await();
            open.files.close();
        });
    }
}
