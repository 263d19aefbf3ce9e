package dev.personalize.internal.dataset;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges what was put into a dataset one by one into few files, while puts and reads go on: when asked, and by itself when enough was
 * put since the last time. Safe for any number of threads.
 */
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

    private static final int PUTS_BETWEEN_LOOKS = 1024;

    private final DatasetFiles files;
    private final GroupFiles group;
    private final DataSettings settings;
    private final AtomicLong puts = new AtomicLong();

    /** Set while one is planned on the executor or under way there. */
    private final AtomicBoolean planned = new AtomicBoolean();

    private volatile CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    Compaction(DatasetFiles files, GroupFiles group, DataSettings settings) {
        this.files = files;
        this.group = group;
        this.settings = settings;
    }

    /** Merges in this thread. */
    void run() {
        files.changing.lock();
        try {
            Rewrite merged = Rewrite.compaction(files, files.journal().roll());
            group.commit(List.of(merged), settings.now(), manifest -> manifest);
        } finally {
            files.changing.unlock();
        }
    }

    /** Told of each put, looks now and then whether merging is worthwhile. */
    void afterPut() {
        if (puts.incrementAndGet() % PUTS_BETWEEN_LOOKS == 0) {
            startIfWorthwhile();
        }
    }

    /** Starts merging on the executor when enough was put since the last time. */
    void startIfWorthwhile() {
        if (files.isCompactionWorthwhile() && planned.compareAndSet(false, true)) {
            try {
                last = CompletableFuture.runAsync(this::runPlanned, settings.executor());
            } catch (RejectedExecutionException e) {
                planned.set(false);
                LOG.warn("rows put into {} are not merged: the executor takes nothing", files.type.label(), e);
            }
        }
    }

    private void runPlanned() {
        try {
            run();
        } catch (RuntimeException e) {
            LOG.warn("rows put into {} are not merged yet; the next try follows", files.type.label(), e);
        } finally {
            planned.set(false);
        }
    }

    /** Waits for one that was started on the executor. */
    void await() {
        last.join();
    }
}
