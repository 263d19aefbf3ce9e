package dev.personalize.testkit;

import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.storage.HeapStorage;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A storage that fails when told to, and shows what a loss of power would leave. It wraps another one. Safe for any number of
 * threads.
 *
 * <p>To try every place at which a scenario may fail, run it once without a failure, read {@link #operations}, and run it once
 * for each n from 1 to that number with {@link #failFrom}:
 *
 * <pre>{@code
 * for (long n = 1; n <= operations; n++) {
 *     FaultyStorage storage = new FaultyStorage(new HeapStorage()).failFrom(n);
 *     …
 *     Storage afterwards = storage.crash(seed);
 * }
 * }</pre>
 *
 * <p>What counts is what changes files: {@link Storage#write}, {@link Storage#delete}, {@link Storage#append}, and an
 * appender's write and sync. A failing operation throws {@link UncheckedIOException}.
 */
public final class FaultyStorage implements Storage {
    private final Storage storage;

    /** Guards what follows, and keeps a crash from coming in the middle of an operation. A sync does not hold it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Growing> growing = new HashMap<>();
    private long operations;
    private long firstFailure = Long.MAX_VALUE;
    private long lastFailure = Long.MAX_VALUE;
    private boolean halfDone;

    /** Wraps a storage that is given up to it. Nothing fails yet. */
    public FaultyStorage(Storage storage) {
        this.storage = storage;
    }

    /** Bytes of a file that an appender wrote. */
    private static final class Growing {
        long written;
        long synced;
    }

    /**
     * Makes all operations fail from one on, as a full disk does.
     *
     * @param n 1 for the first operation of this storage
     * @return this
     */
    public FaultyStorage failFrom(long n) {
        return fail(n, Long.MAX_VALUE);
    }

    /**
     * Makes one operation fail, and those after it go well.
     *
     * @param n 1 for the first operation of this storage
     * @return this
     */
    public FaultyStorage failAt(long n) {
        return fail(n, n);
    }

    private FaultyStorage fail(long first, long last) {
        if (first < 1) {
            throw new IllegalArgumentException("operations are counted from 1, was " + first);
        }
        lock.lock();
        try {
            firstFailure = first;
            lastFailure = last;
            return this;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes failing operations leave what a failure may leave: an appender's write, the first half of its bytes; the creation
     * of a growing file, an empty one; a delete, nothing of the file. A write of a whole file is never half there, and a sync
     * that failed has forced nothing. Default: a failing operation leaves no trace.
     *
     * @return this
     */
    public FaultyStorage halfDone() {
        lock.lock();
        try {
            halfDone = true;
            return this;
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many operations were tried so far, those that failed included} */
    public long operations() {
        lock.lock();
        try {
            return operations;
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@return a copy of what a loss of power in this moment may leave} Written files are whole. Of what was appended since the
     * last sync of a file, some bytes are there, or none, or zeros in the place of some. This storage is not changed.
     *
     * @param seed decides how much of each file is there
     */
    public Storage crash(long seed) {
        HeapStorage left = new HeapStorage();
        lock.lock();
        try {
            copy("", left, new Random(seed));
            return left;
        } finally {
            lock.unlock();
        }
    }

    private void copy(String folder, Storage target, Random random) {
        for (String name : storage.list(folder)) {
            String path = folder.isEmpty() ? name : folder + "/" + name;
            byte[] content;
            try (InputStream in = storage.read(path)) {
                content = in.readAllBytes();
            } catch (ResourceNotFoundException e) {
                copy(path, target, random); // it is a folder
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read '" + path + "': " + e, e);
            }
            byte[] left = cut(path, content, random);
            target.write(path, out -> out.write(left));
        }
    }

    private byte[] cut(String path, byte[] content, Random random) {
        Growing file = growing.get(path);
        if (file == null) {
            return content;
        }
        int sure = (int) file.synced;
        int there = sure + random.nextInt(content.length - sure + 1);
        byte[] left = Arrays.copyOf(content, there);
        return random.nextInt(4) == 0 ? Arrays.copyOf(left, content.length) : left;
    }

    /** Counts an operation, and {@return whether it is to fail} With the lock held. */
    private boolean countsAsFailing() {
        operations++;
        return operations >= firstFailure && operations <= lastFailure;
    }

    private static UncheckedIOException failure(String operation, String path) {
        return new UncheckedIOException("cannot " + operation + " '" + path + "'", new IOException("disk full"));
    }

    @Override
    public boolean exists(String path) {
        return storage.exists(path);
    }

    @Override
    public List<String> list(String folder) {
        return storage.list(folder);
    }

    @Override
    public InputStream read(String path) {
        return storage.read(path);
    }

    @Override
    public long size(String path) {
        return storage.size(path);
    }

    @Override
    public void write(String path, Content content) {
        lock.lock();
        try {
            if (countsAsFailing()) {
                throw failure("write", path);
            }
            storage.write(path, content);
            growing.remove(path);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void delete(String path) {
        lock.lock();
        try {
            boolean fails = countsAsFailing();
            if (!fails || halfDone) {
                storage.delete(path);
                growing.keySet().removeIf(file -> file.equals(path) || file.startsWith(path + "/"));
            }
            if (fails) {
                throw failure("delete", path);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Appender append(String path) {
        lock.lock();
        try {
            boolean fails = countsAsFailing();
            if (fails && !halfDone) {
                throw failure("append to", path);
            }
            Appender appender = storage.append(path);
            if (fails) {
                appender.close();
                throw failure("append to", path);
            }
            Growing file = new Growing();
            growing.put(path, file);
            return new FaultyAppender(path, appender, file);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the wrapped storage. */
    @Override
    public void close() {
        storage.close();
    }

    private final class FaultyAppender implements Appender {
        private final String path;
        private final Appender appender;
        private final Growing file;

        FaultyAppender(String path, Appender appender, Growing file) {
            this.path = path;
            this.appender = appender;
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int from, int to) {
            lock.lock();
            try {
                boolean fails = countsAsFailing();
                int end = !fails ? to : halfDone ? (from + to) >>> 1 : from;
                appender.write(bytes, from, end);
                file.written += end - from;
                if (fails) {
                    throw failure("append to", path);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void sync() {
            long covered;
            lock.lock();
            try {
                if (countsAsFailing()) {
                    throw failure("force", path);
                }
                covered = file.written;
            } finally {
                lock.unlock();
            }
            appender.sync(); // without the lock: others write meanwhile, as they may
            lock.lock();
            try {
                file.synced = Math.max(file.synced, covered);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            appender.close();
        }
    }
}
