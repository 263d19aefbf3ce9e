package dev.personalize.internal.dataset;

import dev.personalize.internal.catalog.DatasetManifest;
import dev.personalize.internal.catalog.GroupManifest;
import dev.personalize.internal.catalog.SegmentManifest;
import dev.personalize.internal.catalog.SegmentManifest.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * New files for a dataset in place of some of the old ones: what compaction and deletion do. Nothing is changed until a manifest
 * names the new files; then the old ones can be retired. For one thread, which holds {@link DatasetFiles#changing}.
 */
final class Rewrite {
    private final DatasetFiles files;
    private final List<SegmentManifest> segments = new ArrayList<>();
    private final List<String> replaced = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private final @Nullable EventIds counted;
    private long removedRows;
    private int journalBegin;

    private Rewrite(DatasetFiles files) {
        this.files = files;
        this.counted = files.type.keyed() ? null : new EventIds(files.schema());
        this.journalBegin = files.manifest().journalBegin();
    }

    /**
     * Merges finished journal segments into segments of the streamed rows, together with the newest of those as long as they are
     * not larger than what is merged so far: each row is rewritten a number of times that grows with the logarithm of the rows.
     */
    static Rewrite compaction(DatasetFiles files, int lastJournal) {
        Rewrite rewrite = new Rewrite(files);
        rewrite.orUndone(() -> rewrite.compact(lastJournal));
        return rewrite;
    }

    private void compact(int lastJournal) {
        List<DatasetFiles.Part> run = new ArrayList<>();
        for (DatasetFiles.Part part : files.parts(files.manifest(), lastJournal)) {
            if (part.isBulk()) {
                mergeEndOf(run);
                run.clear();
                keep(part);
            } else {
                run.add(part);
            }
        }
        mergeEndOf(run);
        journalBegin = Math.max(journalBegin, lastJournal + 1);
    }

    /** Files written before a failure are not to stay. */
    private void orUndone(Runnable writing) {
        boolean done = false;
        try {
            writing.run();
            done = true;
        } finally {
            if (!done) {
                undo();
            }
        }
    }

    /**
     * Leaves out rows, and events whose id had come before, which else would count once the first of the id is gone. Segments
     * that have none of both stay as they are.
     */
    static Rewrite deletion(DatasetFiles files, int lastJournal, Predicate<@Nullable Object[]> removed) {
        Rewrite rewrite = new Rewrite(files);
        rewrite.orUndone(() -> rewrite.addWithout(files.parts(files.manifest(), lastJournal), lastJournal, removed));
        return rewrite;
    }

    /** Goes on with the journal segments that were finished since. */
    void deletionUpTo(int lastJournal, Predicate<@Nullable Object[]> removed) {
        List<DatasetFiles.Part> later = files.parts(files.manifest(), lastJournal).stream()
                .filter(part -> part.segment() == null && part.journal() >= journalBegin)
                .toList();
        addWithout(later, lastJournal, removed);
    }

    private void addWithout(List<DatasetFiles.Part> parts, int lastJournal, Predicate<@Nullable Object[]> removed) {
        List<DatasetFiles.Part> journals = new ArrayList<>();
        for (DatasetFiles.Part part : parts) {
            if (part.segment() == null) {
                journals.add(part);
                continue;
            }
            mergeAll(journals, removed);
            if (any(part, removed)) {
                merge(List.of(part), removed);
            } else {
                keep(part);
            }
        }
        mergeAll(journals, removed);
        journalBegin = Math.max(journalBegin, lastJournal + 1);
    }

    private void mergeAll(List<DatasetFiles.Part> journals, Predicate<@Nullable Object[]> removed) {
        if (!journals.isEmpty()) {
            merge(List.copyOf(journals), removed);
            journals.clear();
        }
    }

    private boolean any(DatasetFiles.Part part, Predicate<@Nullable Object[]> removed) {
        boolean[] found = new boolean[1];
        if (counted == null || part.isBulk()) {
            files.read(part, row -> found[0] |= removed.test(row));
            return found[0];
        }
        EventIds known = new EventIds(counted);
        files.read(part, row -> found[0] |= removed.test(row) || !known.isNew(row));
        if (!found[0]) {
            counted.remember(known);
        }
        return found[0];
    }

    private void keep(DatasetFiles.Part part) {
        if (part.segment() != null) {
            segments.add(part.segment());
        }
    }

    private void mergeEndOf(List<DatasetFiles.Part> run) {
        int from = run.size();
        long bytes = 0;
        while (from > 0 && (run.get(from - 1).segment() == null || files.bytes(run.get(from - 1)) <= bytes)) {
            bytes += files.bytes(run.get(from - 1));
            from--;
        }
        run.subList(0, from).forEach(this::keep);
        if (from < run.size()) {
            merge(List.copyOf(run.subList(from, run.size())), row -> false);
        }
    }

    private void merge(List<DatasetFiles.Part> parts, Predicate<@Nullable Object[]> removed) {
        DatasetFiles.Part last = parts.get(parts.size() - 1);
        boolean bulk = last.isBulk();
        int afterJournal =
                last.segment() == null ? last.journal() : last.segment().afterJournal();
        String job = last.segment() == null ? "" : last.segment().job();
        long removedBefore = removedRows;
        int width = files.schema().fields().size();
        SegmentManifest segment = files.write(bulk ? Origin.BULK : Origin.PUT, afterJournal, job, writer -> {
            long[] kept = new long[1];
            removedRows = removedBefore;
            newest(parts, row -> {
                if (removed.test(row)) {
                    removedRows++;
                } else {
                    writer.append(bulk ? Arrays.copyOf(row, width) : row);
                    kept[0]++;
                }
            });
            return kept[0];
        });
        written.add(files.path(segment));
        if (segment.rows() > 0 || bulk) {
            segments.add(segment);
        } else {
            replaced.add(files.path(segment));
        }
        for (DatasetFiles.Part part : parts) {
            replaced.add(part.segment() == null ? files.journalPath(part.journal()) : files.path(part.segment()));
        }
    }

    /** Of rows with an id the newest, of streamed events all but the repeated ones. */
    private void newest(List<DatasetFiles.Part> parts, Consumer<@Nullable Object[]> rows) {
        if (counted == null) {
            int id = files.schema().position(files.type.idField());
            Map<String, @Nullable Object[]> rowOfId = new LinkedHashMap<>();
            parts.forEach(part -> files.read(part, row -> rowOfId.put((String) row[id], row)));
            rowOfId.values().forEach(rows);
            return;
        }
        EventIds known = new EventIds(counted);
        for (DatasetFiles.Part part : parts) {
            files.read(part, row -> {
                if (part.isBulk() || known.isNew(row)) {
                    rows.accept(row);
                }
            });
        }
        counted.remember(known);
    }

    /** {@return number of rows left out} */
    long removedRows() {
        return removedRows;
    }

    /** {@return the dataset with the new files} */
    DatasetManifest applyTo(GroupManifest group, String now) {
        return group.dataset(files.type).orElseThrow().with(segments, journalBegin, now);
    }

    /** Removes the files the new ones stand for, after a manifest has named these. */
    void retireReplaced() {
        files.retired().retire(replaced);
    }

    /** Removes the new files, which no manifest names. */
    void undo() {
        files.retired().retire(written);
    }
}
