package dev.personalize.internal.dataset;

import dev.personalize.data.Snapshot;
import dev.personalize.ingest.InteractionFile;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.math.Parallel;
import org.jspecify.annotations.Nullable;

/** Reads the interactions of a view: imported ones column by column, streamed ones with their sessions merged. For one thread. */
final class InteractionReader {
    private final DatasetFiles files;
    private final Parallel parallel;
    private final EventColumns columns;
    private final Snapshot.Builder snapshot;
    private final SessionMerge sessions;

    /** @param snapshot takes the events; the contexts it names are fields of the schema */
    InteractionReader(DatasetFiles files, Parallel parallel, Snapshot.Builder snapshot) {
        this.files = files;
        this.parallel = parallel;
        this.snapshot = snapshot;
        this.columns = new EventColumns(files.schema(), snapshot.contexts());
        this.sessions = new SessionMerge(files.schema(), this::add);
    }

    void read(DatasetFiles.View view) {
        for (DatasetFiles.Part part : view.parts()) {
            if (part.segment() != null && part.isBulk()) {
                files.readSegment(
                        part.segment(),
                        (in, path) -> InteractionFile.read(in, files.schema(), path, snapshot, parallel));
            } else {
                files.read(part, sessions::add);
            }
        }
    }

    private void add(String user, @Nullable Object[] row) {
        String item = columns.text(row, columns.item);
        if (item != null) {
            snapshot.interaction(
                    user,
                    item,
                    columns.type(row),
                    columns.value(row),
                    columns.timestamp(row),
                    columns.otherColumns(row),
                    columns.context(row));
        }
    }

    /** Tells histories who is behind the sessions read, and what happened in those nobody is behind yet. */
    void addSessionsTo(LiveHistories live) {
        sessions.forEachIdentified(live::identify);
        sessions.forEachWaiting((session, row) -> columns.addTo(live, row));
    }
}
