package dev.personalize.ingest;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.schema.Schema;
import dev.personalize.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that arrive a few at a time, on disk before they are acknowledged. Safe for any number of threads.
 *
 * <p>A journal is a folder of row files ("segments"), {@code 000001.avro} and so on. Each open journal writes a segment of
 * its own, created by the first append; each append is one block of it. Threads that append at the same time share the
 * forcing to disk: while one of them forces, the others write, and the next force covers all of them.
 */
public final class EventJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventJournal.class);

    private final Storage storage;
    private final String folder;
    private final Schema schema;
    private final RowEncoder encoder;
    private @Nullable Segment current;
    private boolean closed;

    private EventJournal(Storage storage, String folder, Schema schema) {
        this.storage = storage;
        this.folder = folder;
        this.schema = schema;
        this.encoder = new RowEncoder(schema);
    }

    /**
     * Opens a journal; nothing is written yet.
     *
     * @param folder the journal's own folder in the storage; need not exist
     * @param schema of the rows to append and of the rows read
     */
    public static EventJournal open(Storage storage, String folder, Schema schema) {
        return new EventJournal(storage, folder, schema);
    }

    /**
     * Appends rows. When the call returns they are on disk, all of them; when it throws, or the process dies in it, all or
     * none of them are found again. The order of the rows of concurrent calls is that of their acknowledgement only by
     * chance.
     *
     * @param rows in schema order; an empty list does nothing
     * @throws IllegalArgumentException if a row does not fit the schema; nothing is written
     * @throws UncheckedIOException if the storage fails; the next call starts a new segment
     */
    public void append(List<@Nullable Object[]> rows) {
        rows.forEach(encoder::check);
        if (!rows.isEmpty()) {
            Segment segment;
            long ticket;
            synchronized (this) {
                segment = openSegment();
                ticket = segment.write(rows);
            }
            segment.awaitForced(ticket);
        }
    }

    private synchronized Segment openSegment() {
        if (closed) {
            throw new IllegalStateException("the journal in '" + folder + "' is closed; open it again");
        }
        Segment segment = current;
        if (segment == null || segment.failed) {
            if (segment != null) {
                segment.close();
            }
            segment = new Segment(nextPath(), storage, schema);
            current = segment;
        }
        return segment;
    }

    private String nextPath() {
        List<String> names = segments();
        int last = names.isEmpty() ? 0 : number(names.get(names.size() - 1));
        return folder + "/" + String.format("%06d.avro", last + 1);
    }

    private List<String> segments() {
        return storage.list(folder).stream()
                .filter(name -> name.matches("\\d{6,9}\\.avro"))
                .sorted((a, b) -> Integer.compare(number(a), number(b)))
                .toList();
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(0, name.indexOf('.')));
    }

    /**
     * Reads the rows of all segments, oldest first: at least those acknowledged before the call. A segment whose last block a
     * crash has torn is read up to that block, with a warning in the log.
     *
     * @throws CorruptArtifactException if a segment is damaged elsewhere
     */
    public void read(Consumer<@Nullable Object[]> rows) {
        for (String name : segments()) {
            String path = folder + "/" + name;
            try (InputStream in = storage.read(path)) {
                if (!RowFile.readWholeBlocks(in, schema, path, rows) && !isOpen(path)) {
                    LOG.warn(
                            "'{}' ends in the middle of an append that was never acknowledged; the rest of it is dropped",
                            path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read '" + path + "': " + e, e);
            }
        }
    }

    /** {@return whether the segment is being written, so that half a block at its end is no sign of a crash} */
    private synchronized boolean isOpen(String path) {
        return current != null && current.path.equals(path);
    }

    /** Closes the segment; nothing can be appended any more. Closing twice is fine. */
    @Override
    public synchronized void close() {
        closed = true;
        if (current != null) {
            current.close();
            current = null;
        }
    }

    /** One file. Written under the journal's lock, forced under its own, so that writing goes on while the disk works. */
    private static final class Segment {
        final String path;
        private final Storage.Appender appender;
        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        private final RowFile.Writer writer;
        private volatile long written;
        private long forced;
        volatile boolean failed;

        Segment(String path, Storage storage, Schema schema) {
            this.path = path;
            appender = storage.append(path);
            writer = RowFile.writerOfWholeBatches(buffer, schema);
        }

        /** {@return the ticket to wait with} */
        long write(List<@Nullable Object[]> rows) {
            rows.forEach(writer::append);
            writer.flush();
            boolean done = false;
            try {
                appender.write(buffer.toByteArray(), 0, buffer.size());
                done = true;
            } finally {
                if (!done) {
                    failed = true;
                }
                buffer.reset();
            }
            long ticket = written + 1;
            written = ticket;
            return ticket;
        }

        synchronized void awaitForced(long ticket) {
            if (forced >= ticket) {
                return;
            }
            if (failed) {
                throw new UncheckedIOException(new IOException("cannot force '" + path + "' to disk; append again"));
            }
            force();
        }

        private void force() {
            long covered = written;
            boolean done = false;
            try {
                appender.sync();
                done = true;
                forced = covered;
            } finally {
                if (!done) {
                    failed = true;
                }
            }
        }

        /** Forces what others still wait for, then closes. */
        synchronized void close() {
            try {
                if (!failed && forced < written) {
                    force();
                }
            } finally {
                appender.close();
            }
        }
    }
}
