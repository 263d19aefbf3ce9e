package dev.personalize.internal.dataset;

import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that no manifest names any more, kept until the last reader that may want them is done. What the storage fails to remove
 * is nobody's failure, as nothing reads it: it is tried again when the next reader ends or the next files retire, and when the
 * home is opened. Only who {@linkplain #awaitRemoval waits} for the removal is told. Safe for any number of threads.
 */
final class RetiredFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RetiredFiles.class);

    private final Storage storage;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition removed = lock.newCondition();
    private final List<String> waiting = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private int readers;
    private int removing;

    RetiredFiles(Storage storage) {
        this.storage = storage;
    }

    /** A reader begins: files retired from now on stay until it ends. */
    void beginReading() {
        lock.lock();
        try {
            readers++;
        } finally {
            lock.unlock();
        }
    }

    void endReading() {
        List<String> unwanted = List.of();
        lock.lock();
        try {
            if (--readers == 0) {
                unwanted = takeAll();
            }
        } finally {
            lock.unlock();
        }
        remove(unwanted);
    }

    /** Removes files now, or as soon as nobody reads. */
    void retire(List<String> paths) {
        List<String> unwanted = List.of();
        lock.lock();
        try {
            waiting.addAll(paths);
            if (readers == 0) {
                unwanted = takeAll();
            }
        } finally {
            lock.unlock();
        }
        remove(unwanted);
    }

    private List<String> takeAll() {
        List<String> all = List.copyOf(waiting);
        waiting.clear();
        failure = null;
        removing += all.isEmpty() ? 0 : 1;
        return all;
    }

    private void remove(List<String> paths) {
        if (paths.isEmpty()) {
            return;
        }
        List<String> left = new ArrayList<>();
        RuntimeException last = null;
        for (String path : paths) {
            try {
                storage.delete(path);
            } catch (RuntimeException e) {
                LOG.warn("cannot remove '{}', which is not used any more; this is tried again", path, e);
                left.add(path);
                last = e;
            }
        }
        lock.lock();
        try {
            waiting.addAll(left);
            failure = last == null ? failure : last;
            removing--;
            removed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every file retired so far is gone from the storage.
     *
     * @throws UncheckedIOException if the storage cannot remove one
     */
    void awaitRemoval() {
        retire(List.of()); // one more try for what failed before
        lock.lock();
        try {
            while (removing > 0 || (!waiting.isEmpty() && failure == null)) {
                removed.awaitUninterruptibly();
            }
            if (failure != null) {
                throw new UncheckedIOException(
                        "no row is left that was to go, but a file that held some could not be removed: "
                                + failure.getMessage()
                                + "; that is tried again with the next change of the dataset, and when the home is opened",
                        new IOException(failure));
            }
        } finally {
            lock.unlock();
        }
    }
}
