package dev.personalize.internal.dataset;

import dev.personalize.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Files that no manifest names any more, kept until the last reader that may want them is done. Safe for any number of threads. */
final class RetiredFiles {
    private final Storage storage;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition removed = lock.newCondition();
    private final List<String> waiting = new ArrayList<>();
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
        removing += all.isEmpty() ? 0 : 1;
        return all;
    }

    private void remove(List<String> paths) {
        if (paths.isEmpty()) {
            return;
        }
        try {
            paths.forEach(storage::delete);
        } finally {
            lock.lock();
            try {
                removing--;
                removed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits until every file retired so far is gone from the storage. */
    void awaitRemoval() {
        lock.lock();
        try {
            while (!waiting.isEmpty() || removing > 0) {
                removed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
