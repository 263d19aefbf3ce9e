package dev.personalize.internal.dataset;

import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.ingest.EventJournal;
import dev.personalize.ingest.RowFile;
import dev.personalize.internal.catalog.DatasetManifest;
import dev.personalize.internal.catalog.SegmentManifest;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import dev.personalize.storage.Storage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one dataset in the storage: segments and journal. Readers take a {@link View}; whoever changes the segments holds
 * {@link #changing}. Safe for any number of threads.
 */
final class DatasetFiles implements AutoCloseable {
    private static final long MANY_BYTES = 64L << 20;
    private static final int MANY_SEGMENTS = 16;

    final DatasetType type;

    /** Held while segments are written and the manifest changes; not by readers and not by puts. */
    final ReentrantLock changing = new ReentrantLock();

    private final Storage storage;
    private final GroupFiles group;
    private final String folder;
    private final String journalFolder;
    private final RetiredFiles retired;
    private final AtomicInteger lastFile;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile Schema schema;
    private volatile Schema streamed;
    private volatile @Nullable EventJournal journal;
    private volatile boolean closed;

    DatasetFiles(Storage storage, GroupFiles group, String groupFolder, DatasetType type, Schema schema) {
        this.storage = storage;
        this.group = group;
        this.type = type;
        this.schema = schema;
        this.streamed = schema.streamed();
        this.folder = segmentFolder(groupFolder, type);
        this.journalFolder = journalFolder(groupFolder, type);
        this.retired = new RetiredFiles(storage);
        this.lastFile = new AtomicInteger(removeLeftovers());
    }

    private static String segmentFolder(String groupFolder, DatasetType type) {
        return groupFolder + "/datasets/" + type.label();
    }

    private static String journalFolder(String groupFolder, DatasetType type) {
        return groupFolder + "/events/" + type.label();
    }

    /** Removes what a crash left between writing files and naming them, or between naming others and removing these. */
    private int removeLeftovers() {
        DatasetManifest manifest = manifest();
        Set<String> named = new HashSet<>();
        manifest.segments().forEach(segment -> named.add(segment.file()));
        int last = 0;
        for (String file : storage.list(folder)) {
            if (named.contains(file)) {
                last = Math.max(last, number(file));
            } else {
                storage.delete(folder + "/" + file);
            }
        }
        for (String file : storage.list(journalFolder)) {
            if (number(file) < manifest.journalBegin()) {
                storage.delete(journalFolder + "/" + file);
            }
        }
        return last;
    }

    private static int number(String file) {
        int end = file.indexOf('.');
        return end > 0 && file.substring(0, end).matches("\\d{1,9}") ? Integer.parseInt(file.substring(0, end)) : 0;
    }

    DatasetManifest manifest() {
        return group.manifest()
                .dataset(type)
                .orElseThrow(() -> new ResourceNotFoundException("the " + type.label() + " dataset was deleted"));
    }

    Schema schema() {
        return schema;
    }

    /** {@return the journal, opened on first use} */
    EventJournal journal() {
        EventJournal open = journal;
        return open != null ? open : openJournal();
    }

    private EventJournal openJournal() {
        opening.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the home is closed; open it again");
            }
            EventJournal open = journal;
            if (open == null) {
                open = EventJournal.open(
                        storage, journalFolder, streamed, manifest().journalBegin());
                journal = open;
            }
            return open;
        } finally {
            opening.unlock();
        }
    }

    /** {@return whether opening would be noticeably faster after a compaction} */
    boolean isCompactionWorthwhile() {
        EventJournal open = journal();
        int begin = manifest().journalBegin();
        return open.finishedBytes(begin) >= MANY_BYTES
                || open.segments().stream().filter(number -> number >= begin).count() >= MANY_SEGMENTS;
    }

    /** Rows have another schema from here on; nobody may put meanwhile. */
    void useSchema(Schema next) {
        opening.lock();
        try {
            if (journal != null) {
                journal.close();
                journal = null;
            }
            schema = next;
            streamed = next.streamed();
        } finally {
            opening.unlock();
        }
    }

    /** {@return the segment with these rows, in a file that no manifest names yet} */
    SegmentManifest write(SegmentManifest.Origin origin, int afterJournal, String job, SegmentFile.Rows rows) {
        Schema written = origin == SegmentManifest.Origin.BULK ? schema : streamed;
        String file = String.format("%06d.avro", lastFile.incrementAndGet());
        return SegmentFile.write(storage, folder, file, written, origin, afterJournal, job, rows);
    }

    String path(SegmentManifest segment) {
        return folder + "/" + segment.file();
    }

    String journalPath(int number) {
        return journalFolder + "/" + String.format("%06d.avro", number);
    }

    RetiredFiles retired() {
        return retired;
    }

    /** {@return the segments, and the journal up to a segment of it, in order of arrival} */
    List<Part> parts(DatasetManifest manifest, int lastJournal) {
        List<Part> parts = new ArrayList<>();
        int next = 0;
        for (int number : journal().segments()) {
            if (number >= manifest.journalBegin() && number <= lastJournal) {
                for (;
                        next < manifest.segments().size()
                                && manifest.segments().get(next).afterJournal() < number;
                        next++) {
                    parts.add(new Part(manifest.segments().get(next), 0));
                }
                parts.add(new Part(null, number));
            }
        }
        for (; next < manifest.segments().size(); next++) {
            parts.add(new Part(manifest.segments().get(next), 0));
        }
        return parts;
    }

    /**
     * A segment, or a segment of the journal.
     *
     * @param segment the segment, or null
     * @param journal number of the journal segment, or 0
     */
    record Part(@Nullable SegmentManifest segment, int journal) {
        boolean isBulk() {
            return segment != null && segment.origin() == SegmentManifest.Origin.BULK;
        }
    }

    /** {@return all rows as they are now; to be closed} */
    View view() {
        return view(Integer.MAX_VALUE);
    }

    /** {@return all rows but those in journal segments after {@code lastJournal}; to be closed} */
    View view(int lastJournal) {
        retired.beginReading();
        try {
            return new View(parts(manifest(), lastJournal));
        } catch (RuntimeException | Error e) {
            retired.endReading();
            throw e;
        }
    }

    /** Rows at one moment: its files stay until it is closed. */
    final class View implements AutoCloseable {
        private final List<Part> parts;

        private View(List<Part> parts) {
            this.parts = parts;
        }

        List<Part> parts() {
            return parts;
        }

        /** Reads all rows in order of arrival, in the form of streamed rows. */
        void read(Consumer<@Nullable Object[]> rows) {
            parts.forEach(part -> DatasetFiles.this.read(part, rows));
        }

        @Override
        public void close() {
            retired.endReading();
        }
    }

    /** Reads a part in the form of streamed rows. */
    void read(Part part, Consumer<@Nullable Object[]> rows) {
        Schema form = streamed;
        if (part.segment() == null) {
            journal().read(part.journal(), rows);
        } else {
            readSegment(part.segment(), (in, path) -> RowFile.read(in, form, path, rows));
        }
    }

    void readSegment(SegmentManifest segment, SegmentFile.Reading reading) {
        SegmentFile.read(storage, folder, segment, reading);
    }

    long bytes(Part part) {
        return part.segment() != null ? part.segment().bytes() : storage.size(journalPath(part.journal()));
    }

    /** Removes all rows of a dataset that no manifest names any more. */
    static void removeAll(Storage storage, String groupFolder, DatasetType type) {
        for (String leftover : List.of(segmentFolder(groupFolder, type), journalFolder(groupFolder, type))) {
            if (storage.exists(leftover)) {
                storage.delete(leftover);
            }
        }
    }

    @Override
    public void close() {
        opening.lock();
        try {
            closed = true;
            if (journal != null) {
                journal.close();
                journal = null;
            }
        } finally {
            opening.unlock();
        }
    }
}
