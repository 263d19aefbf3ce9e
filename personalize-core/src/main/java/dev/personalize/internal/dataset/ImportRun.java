package dev.personalize.internal.dataset;

import dev.personalize.error.InvalidInputException;
import dev.personalize.ingest.ImportMode;
import dev.personalize.internal.catalog.DatasetManifest;
import dev.personalize.internal.catalog.SegmentManifest;
import dev.personalize.internal.catalog.SegmentManifest.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One import into a dataset. Its rows are written while puts go on; one manifest write, while they wait, then lets them be there, in
 * place of those of earlier imports if it is a full one. For one thread.
 */
final class ImportRun {
    private final OpenDataset open;
    private final DatasetFiles files;
    private final GroupFiles group;
    private final ImportMode mode;
    private final String job;
    private final Supplier<String> now;
    private final List<String> replaced = new ArrayList<>();

    /** @param job name of the import */
    ImportRun(OpenDataset open, GroupFiles group, ImportMode mode, String job, Supplier<String> now) {
        this.open = open;
        this.files = open.files;
        this.group = group;
        this.mode = mode;
        this.job = job;
        this.now = now;
    }

    /** @param rows gives the rows; what it throws is passed on */
    void run(SegmentFile.Rows rows) {
        files.changing.lock();
        try {
            requireFullImportBefore();
            place(files.write(Origin.BULK, 0, job, rows));
        } finally {
            files.changing.unlock();
        }
        open.follower().reload();
        open.compaction.startIfWorthwhile();
    }

    private void requireFullImportBefore() {
        if (mode == ImportMode.INCREMENTAL
                && files.manifest().segments().stream().noneMatch(segment -> segment.origin() == Origin.BULK)) {
            throw new InvalidInputException("the first import of the " + files.type.label()
                    + " dataset must be FULL: there is nothing to add to yet");
        }
    }

    /** Names the rows that were written, or removes them again. */
    private void place(SegmentManifest written) {
        boolean named = false;
        try {
            open.follower().exclusively(() -> {
                SegmentManifest placed = written.after(files.journal().roll());
                group.commit(manifest -> manifest.with(
                        withImport(placed, manifest.dataset(files.type).orElseThrow())));
                return placed;
            });
            named = true;
        } finally {
            files.retired().retire(named ? replaced : List.of(files.path(written)));
        }
    }

    private DatasetManifest withImport(SegmentManifest imported, DatasetManifest before) {
        List<SegmentManifest> segments = new ArrayList<>();
        for (SegmentManifest segment : before.segments()) {
            if (mode == ImportMode.FULL && segment.origin() == Origin.BULK) {
                replaced.add(files.path(segment));
            } else {
                segments.add(segment);
            }
        }
        segments.add(imported);
        return before.with(segments, before.journalBegin(), now.get());
    }
}
