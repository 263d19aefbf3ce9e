package dev.personalize.internal.dataset;

import dev.personalize.data.Snapshot;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.schema.DatasetType;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A dataset with what requests need of it in memory: of interactions the histories, of items their records, of the others
 * nothing.
 */
final class OpenDataset {
    final DatasetFiles files;

    /** Set while a compaction is planned or under way. */
    final AtomicBoolean compacting = new AtomicBoolean();

    final AtomicLong puts = new AtomicLong();

    volatile CompletableFuture<?> compaction = CompletableFuture.completedFuture(null);

    private final @Nullable Follower<LiveHistories> histories;
    private final @Nullable Follower<Map<String, @Nullable Object[]>> records;
    private final Follower<?> follower;

    OpenDataset(DatasetFiles files, DataSettings settings) {
        this.files = files;
        this.histories = files.type == DatasetType.INTERACTIONS ? histories(files, settings) : null;
        this.records = files.type == DatasetType.ITEMS ? records(files) : null;
        this.follower = histories != null
                ? histories
                : records != null ? records : new Follower<>(files, view -> files, (nothing, row) -> {});
    }

    private static Follower<LiveHistories> histories(DatasetFiles files, DataSettings settings) {
        EventColumns columns = new EventColumns(files.schema());
        return new Follower<>(
                files,
                view -> {
                    Snapshot.Builder snapshot = Snapshot.builder();
                    InteractionReader reader =
                            new InteractionReader(files, settings.parallel().get(), snapshot);
                    reader.read(view);
                    LiveHistories live = new LiveHistories(
                            snapshot.build(settings.parallel().get()),
                            settings.liveEvents(),
                            settings.anonymousSessions());
                    reader.addSessionsTo(live);
                    return live;
                },
                (live, row) -> columns.addTo(live, row));
    }

    private static Follower<Map<String, @Nullable Object[]>> records(DatasetFiles files) {
        return new Follower<>(
                files,
                view -> {
                    Map<String, @Nullable Object[]> all = new ConcurrentHashMap<>();
                    view.read(row -> addRecord(files, all, row));
                    return all;
                },
                (all, row) -> addRecord(files, all, row));
    }

    private static void addRecord(DatasetFiles files, Map<String, @Nullable Object[]> all, @Nullable Object[] row) {
        if (row[files.schema().position(files.type.idField())] instanceof String id) {
            all.put(id, row);
        }
    }

    void awaitCompaction() {
        compaction.join();
    }

    Follower<?> follower() {
        return follower;
    }

    /** {@return the histories, if this is the interactions dataset} */
    @Nullable LiveHistories histories() {
        return histories == null ? null : histories.get();
    }

    /** {@return the records by id, if this is the items dataset} */
    @Nullable Map<String, @Nullable Object[]> records() {
        return records == null ? null : records.get();
    }
}
