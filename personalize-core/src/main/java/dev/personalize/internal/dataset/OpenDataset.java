package dev.personalize.internal.dataset;

import dev.personalize.data.LiveAttributes;
import dev.personalize.data.Snapshot;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.schema.DatasetType;
import org.jspecify.annotations.Nullable;

/**
 * A dataset with what requests need of it in memory: of interactions the histories, of items, users and actions their records, of
 * action interactions nothing.
 */
final class OpenDataset {
    final DatasetFiles files;

    final Compaction compaction;

    private final @Nullable Follower<LiveHistories> histories;
    private final @Nullable Follower<LiveAttributes> records;
    private final Follower<?> follower;
    private final EventFollowers followers;

    /**
     * @param compaction of these files
     * @param followers are told of events, if this is the interactions dataset
     */
    OpenDataset(DatasetFiles files, Compaction compaction, DataSettings settings, EventFollowers followers) {
        this.files = files;
        this.compaction = compaction;
        this.followers = followers;
        this.histories = files.type == DatasetType.INTERACTIONS ? histories(files, settings, followers) : null;
        this.records = files.type.keyed() ? records(files) : null;
        this.follower = histories != null
                ? histories
                : records != null
                        ? records
                        : new Follower<>(files, view -> files, (nothing, rows) -> {}, nothing -> {});
    }

    private static Follower<LiveHistories> histories(
            DatasetFiles files, DataSettings settings, EventFollowers followers) {
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
                (live, rows) -> rows.forEach(row -> columns.addTo(live, row)),
                followers::begin);
    }

    private static Follower<LiveAttributes> records(DatasetFiles files) {
        return new Follower<>(
                files,
                view -> {
                    LiveAttributes all = new LiveAttributes(files.schema());
                    all.load(view::read);
                    return all;
                },
                (all, rows) -> {
                    // After the schema was replaced, and until the table is loaded anew, rows do not fit; the new table
                    // has them.
                    if (all.schema() == files.schema()) {
                        all.put(rows);
                    }
                },
                all -> {});
    }

    Follower<?> follower() {
        return follower;
    }

    /** {@return the histories, if this is the interactions dataset} */
    @Nullable LiveHistories histories() {
        return histories == null ? null : histories.get();
    }

    /** Lets somebody follow the events, if this is the interactions dataset; puts wait until he has begun. */
    void follow(EventFollower newcomer) {
        Follower<LiveHistories> source = histories;
        if (source == null) {
            return;
        }
        source.get();
        source.exclusively(() -> {
            followers.add(newcomer, source.ifLoaded());
            return newcomer;
        });
    }

    /** {@return the records, unless the rows are events} */
    @Nullable LiveAttributes records() {
        return records == null ? null : records.get();
    }
}
