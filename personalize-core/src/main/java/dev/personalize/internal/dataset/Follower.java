package dev.personalize.internal.dataset;

import dev.personalize.ingest.Durability;
import dev.personalize.ingest.EventJournal;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts rows into a dataset, and keeps something in memory in step with them: loaded from the files on first use, then told every
 * row that is put. A put makes the row durable first and then visible; {@link #get} waits for nobody once loaded.
 *
 * <p>A put is under way from before the row is written until the memory knows it. What runs {@link #exclusively} therefore finds
 * every row either in the finished journal segments and in memory, or in neither.
 *
 * @param <T> what is kept in memory; takes the rows of several puts at a time
 */
final class Follower<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final DatasetFiles files;
    private final Function<DatasetFiles.View, T> load;
    private final BiConsumer<T, List<@Nullable Object[]>> arrive;
    private final Consumer<T> loaded;
    private final PutGate puts = new PutGate();
    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable T value;
    private volatile @Nullable Queue<List<@Nullable Object[]>> arrivals;

    /** @param loaded told what is in memory from now on, while no put is under way */
    Follower(
            DatasetFiles files,
            Function<DatasetFiles.View, T> load,
            BiConsumer<T, List<@Nullable Object[]>> arrive,
            Consumer<T> loaded) {
        this.files = files;
        this.load = load;
        this.arrive = arrive;
        this.loaded = loaded;
    }

    /** {@return what is in memory, or null if it was not loaded} */
    @Nullable T ifLoaded() {
        return value;
    }

    /** {@return what is in memory, loaded if need be} */
    T get() {
        T known = value;
        if (known != null) {
            return known;
        }
        loading.lock();
        try {
            known = value;
            return known != null ? known : loadWhilePutsGoOn();
        } finally {
            loading.unlock();
        }
    }

    /**
     * Loads anew, if it was loaded or is being loaded; readers have the old value until then. What was changed before is done
     * whether this succeeds or not: when it fails, the next reader loads, and is told if that fails too.
     */
    void reload() {
        loading.lock();
        try {
            if (value != null) {
                loadWhilePutsGoOn();
            }
        } catch (RuntimeException e) {
            LOG.warn("cannot load the {} dataset anew; the next request tries again", files.type.label(), e);
            value = null;
        } finally {
            loading.unlock();
        }
    }

    private T loadWhilePutsGoOn() {
        Queue<List<@Nullable Object[]>> later = new ConcurrentLinkedQueue<>();
        // The view is taken before any put goes on: what a compaction merges later would be in it and in the arrivals.
        DatasetFiles.View rows = exclusively(() -> {
            DatasetFiles.View finished = files.view(files.journal().roll());
            arrivals = later;
            return finished;
        });
        try (rows) {
            T next = load.apply(rows);
            return exclusively(() -> {
                later.forEach(put -> arrive.accept(next, put));
                value = next;
                loaded.accept(next);
                return next;
            });
        } finally {
            arrivals = null;
        }
    }

    /** Runs something while no put is under way. */
    <R> R exclusively(PutGate.Exclusive<R> body) {
        // Puts may wait for an executor, and its last thread may be this one.
        return puts.exclusively(journal()::commitOffered, body);
    }

    /** Makes rows durable, then visible. */
    void put(List<@Nullable Object[]> rows, Durability durability, Executor executor) {
        puts.enter();
        try {
            journal().append(rows, durability, executor);
            arrived(rows);
        } finally {
            puts.leave();
        }
    }

    /** As {@link #put}, without waiting: the future completes when the rows are visible. */
    CompletableFuture<@Nullable Void> putAsync(
            List<@Nullable Object[]> rows, Durability durability, Executor executor) {
        puts.enter();
        boolean handedOver = false;
        try {
            CompletableFuture<@Nullable Void> visible =
                    journal().appendAsync(rows, durability, executor, failure -> ended(rows, failure));
            handedOver = true;
            return visible;
        } finally {
            if (!handedOver) {
                puts.leave();
            }
        }
    }

    private void ended(List<@Nullable Object[]> rows, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                arrived(rows);
            }
        } finally {
            puts.leave();
        }
    }

    private EventJournal journal() {
        return files.journal();
    }

    private void arrived(List<@Nullable Object[]> rows) {
        Queue<List<@Nullable Object[]>> later = arrivals;
        T known = value;
        if (known != null) {
            arrive.accept(known, rows);
        }
        if (later != null) {
            later.add(rows);
        }
    }
}
