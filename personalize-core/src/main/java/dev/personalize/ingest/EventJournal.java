package dev.personalize.ingest;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.schema.Schema;
import dev.personalize.storage.Storage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that arrive a few at a time, on disk before they are acknowledged. Safe for any number of threads, virtual ones
 * included.
 *
 * <p>A journal is a folder of Avro container files ("segments"), {@code 000001.avro} and so on. Each open journal writes a
 * segment of its own, created by the first append; a segment ends at 64 MiB, with {@link #roll}, when the storage fails, or
 * when the journal is closed. Appends that arrive while the medium is busy share the next block and the next force. Each row
 * has a last field {@code __CHECKSUM} in the files, the CRC-32C of its other bytes.
 */
public final class EventJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventJournal.class);
    private static final Pattern NAME = Pattern.compile("(\\d{6,9})\\.avro");
    private static final long SEGMENT_BYTES = 64L << 20;
    private static final long FLUSHED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Storage storage;
    private final String folder;
    private final Schema schema;
    private final JournalFormat format;
    private final GroupCommit commits = new GroupCommit(this::commit);

    /** Bytes of each segment that is not written any more, whether its file is still there or not. */
    private final NavigableMap<Integer, Long> finished = new ConcurrentSkipListMap<>();

    /** Guards what follows. Fair, so that leaders that follow one another do not keep out a roll. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private @Nullable JournalSegment current;
    private int lastSegment;

    /** Not always the last one: a segment that could not even be created is none, and after opening its number comes again. */
    private int lastFinished;

    private boolean forceIsDue;
    private boolean closed;

    private EventJournal(Storage storage, String folder, Schema schema, int firstSegment) {
        this.storage = storage;
        this.folder = folder;
        this.schema = schema;
        this.format = new JournalFormat(schema);
        this.lastFinished = firstSegment - 1;
        for (int segment : numbersFrom(firstSegment)) {
            finished.put(segment, storage.size(path(segment)));
            lastFinished = segment;
        }
        this.lastSegment = lastFinished;
    }

    /**
     * Opens a journal; nothing is written yet.
     *
     * @param folder the journal's own folder in the storage; need not exist
     * @param rowSchema of the rows to append and of the rows read; segments may have been written with another
     * @param firstSegment at least 1; segments of smaller numbers are not part of the journal
     */
    public static EventJournal open(Storage storage, String folder, Schema rowSchema, int firstSegment) {
        if (firstSegment < 1) {
            throw new IllegalArgumentException("the first segment must be at least 1, was " + firstSegment);
        }
        return new EventJournal(storage, folder, rowSchema, firstSegment);
    }

    private String path(int segment) {
        return folder + "/" + String.format("%06d.avro", segment);
    }

    /** {@return the numbers of the files there are, ascending} */
    private List<Integer> numbersFrom(int first) {
        return storage.list(folder).stream()
                .map(NAME::matcher)
                .filter(name -> name.matches())
                .map(name -> Integer.parseInt(name.group(1)))
                .filter(segment -> segment >= first)
                .sorted()
                .toList();
    }

    /**
     * Appends rows and waits until they are as durable as asked. When the call throws, or the process dies in it, all of them
     * or none are found again. Rows of one call stay together and in order. An interrupt does not end the wait.
     *
     * @param rows in schema order; an empty list does nothing
     * @param executor starts the force that {@link Durability#FLUSHED} rows get later; a {@code FORCED} append does not use it
     * @throws IllegalArgumentException if a row does not fit the schema; nothing is written
     * @throws UncheckedIOException if the storage fails; the next append starts a new segment
     */
    public void append(List<@Nullable Object[]> rows, Durability durability, Executor executor) {
        if (!rows.isEmpty()) {
            PendingAppend append = PendingAppend.ofThisThread(format.encode(rows), rows.size(), durability, executor);
            commits.await(append);
            append.throwIfFailed();
        }
    }

    /**
     * As {@link #append}, without waiting. Rows not yet written are kept in memory: the caller bounds how many.
     *
     * @param executor writes and forces when no other thread does so at the time, and completes the future
     * @param settled called before the future completes, on the thread that wrote, with null or what went wrong; must be quick,
     *     and wait for nobody
     * @return completes when the rows are as durable as asked, or with what {@link #append} would throw
     * @throws IllegalArgumentException if a row does not fit the schema; nothing is written
     */
    public CompletableFuture<@Nullable Void> appendAsync(
            List<@Nullable Object[]> rows,
            Durability durability,
            Executor executor,
            Consumer<@Nullable Throwable> settled) {
        if (rows.isEmpty()) {
            settled.accept(null);
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<@Nullable Void> future = new CompletableFuture<>();
        commits.submit(PendingAppend.of(future, settled, format.encode(rows), rows.size(), durability, executor));
        return future;
    }

    /** Writes and forces, on this thread, what {@link #appendAsync} has left to an executor that has not begun. */
    public void commitOffered() {
        commits.leadIfOffered();
    }

    private void commit(List<PendingAppend> batch) {
        lock.lock();
        try {
            JournalSegment segment = openSegment();
            try {
                segment.write(batch);
                acknowledgeFlushed(batch);
                if (batch.stream().anyMatch(PendingAppend::mustBeForced) || segment.unforcedFor() >= FLUSHED_NANOS) {
                    segment.force();
                } else {
                    forceInASecond(batch.get(0).executor());
                }
                if (segment.length() >= SEGMENT_BYTES) {
                    finish();
                }
            } catch (RuntimeException | Error e) {
                giveUp(segment, e);
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private JournalSegment openSegment() {
        if (closed) {
            throw new IllegalStateException("the journal in '" + folder + "' is closed; open it again");
        }
        JournalSegment segment = current;
        if (segment == null) {
            lastSegment++; // even if creating the file fails: what was begun may be there
            segment = new JournalSegment(lastSegment, storage.append(path(lastSegment)), format);
            current = segment;
        }
        return segment;
    }

    /** Those who do not wait for the force need not; futures are left for later, as they may run anything. */
    private static void acknowledgeFlushed(List<PendingAppend> batch) {
        for (PendingAppend append : batch) {
            if (append.hasThread() && !append.mustBeForced()) {
                append.settle(null);
            }
        }
    }

    private void forceInASecond(Executor executor) {
        if (!forceIsDue) {
            forceIsDue = true;
            CompletableFuture.delayedExecutor(FLUSHED_NANOS, TimeUnit.NANOSECONDS, executor)
                    .execute(this::forceFlushed);
        }
    }

    private void forceFlushed() {
        lock.lock();
        try {
            forceIsDue = false;
            if (current != null) {
                force(current);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits for this force, so that a failure of it can only be told to the log. */
    private void force(JournalSegment segment) {
        try {
            segment.force();
        } catch (RuntimeException e) {
            LOG.error("cannot force '{}' to the medium; a power loss may take flushed rows", path(segment.number()), e);
            giveUp(segment, e);
        }
    }

    /** Ends the segment being written, if there is one; when that fails, it is given up. */
    private void finish() {
        JournalSegment segment = current;
        if (segment != null) {
            current = null;
            finished.put(segment.number(), segment.length());
            lastFinished = segment.number();
            try {
                segment.force();
            } finally {
                segment.close();
            }
        }
    }

    /** Makes the next append begin a new segment: what this one holds from its last force on is not known. */
    private void giveUp(JournalSegment segment, Throwable failure) {
        if (segment == current) {
            current = null;
            finished.put(segment.number(), segment.length());
            lastFinished = segment.number();
            try {
                segment.close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /**
     * Ends the current segment, so that what is appended later goes to a later one.
     *
     * @return the number of the last finished segment, whether it has been deleted or not; {@code firstSegment - 1} if there
     *     never was one
     * @throws UncheckedIOException if the storage cannot force the segment; it is finished all the same
     */
    public int roll() {
        lock.lock();
        try {
            finish();
            return lastFinished;
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@return the numbers of all segments, ascending, the one being written included} The journal removes no files: whoever
     * does so knows the number from which on they are there. A number is not used again while this journal is open; to keep it
     * so, open the next with a higher first segment.
     */
    public List<Integer> segments() {
        lock.lock();
        try {
            List<Integer> segments = new ArrayList<>(finished.keySet());
            if (current != null) {
                segments.add(current.number());
            }
            return List.copyOf(segments);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How far a journal has been written. Immutable.
     *
     * @param segment number of the last segment, {@code firstSegment - 1} if there never was one
     * @param bytes written to it, -1 if its file was gone when the journal was opened
     */
    public record Position(int segment, long bytes) {}

    /** {@return how far it has been written} */
    public Position position() {
        lock.lock();
        try {
            return current != null
                    ? new Position(current.number(), current.length())
                    : new Position(lastFinished, finished.getOrDefault(lastFinished, -1L));
        } finally {
            lock.unlock();
        }
    }

    /** {@return bytes on disk in segments from this number on that are not written any more; their files are taken to be there} */
    public long finishedBytes(int from) {
        return finished.tailMap(from).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * Reads the rows of all segments, oldest first: at least those acknowledged before the call. A segment whose last block a
     * crash has torn is read up to that block, with a warning in the log.
     *
     * @throws ResourceNotFoundException if the file of a segment was removed
     * @throws CorruptArtifactException if a segment is damaged elsewhere
     */
    public void read(Consumer<@Nullable Object[]> rows) {
        for (int segment : segments()) {
            read(segment, rows);
        }
    }

    /**
     * Reads the rows of one segment, as {@link #read(Consumer)} does.
     *
     * @throws ResourceNotFoundException if there is no such segment
     */
    public void read(int segment, Consumer<@Nullable Object[]> rows) {
        boolean growing = isCurrent(segment); // half a block at its end is then no sign of a crash
        if (!new JournalReader(storage, path(segment), schema).read(rows) && !growing) {
            LOG.warn(
                    "'{}' ends in the middle of an append that was never acknowledged; the rest of it is dropped",
                    path(segment));
        }
    }

    private boolean isCurrent(int segment) {
        lock.lock();
        try {
            return current != null && current.number() == segment;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what was appended before this call, forces and closes the segment; nothing can be appended any more. Closing twice
     * is fine.
     */
    @Override
    public void close() {
        commits.await(PendingAppend.ofNothing());
        lock.lock();
        try {
            closed = true;
            finish();
        } finally {
            lock.unlock();
        }
    }
}
