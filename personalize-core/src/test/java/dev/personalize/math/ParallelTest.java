package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.progress.Cancellation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(3);

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @Test
    void handles_every_index_once_in_chunks_of_the_size_asked_for() {
        AtomicIntegerArray visits = new AtomicIntegerArray(1003);

        new Parallel(pool, 4, new Cancellation()).forChunks(1003, 10, (chunk, from, to) -> {
            assertThat(from).isEqualTo(chunk * 10);
            assertThat(to).isEqualTo(Math.min(1003, from + 10));
            for (int i = from; i < to; i++) {
                visits.incrementAndGet(i);
            }
        });

        for (int i = 0; i < visits.length(); i++) {
            assertThat(visits.get(i)).isOne();
        }
    }

    @Test
    void does_nothing_for_an_empty_range() {
        new Parallel(pool, 4, new Cancellation()).forChunks(0, 10, (chunk, from, to) -> {
            throw new AssertionError("called for " + from);
        });
    }

    @Test
    void finishes_alone_when_the_executor_takes_nothing() {
        Executor full = task -> {
            throw new RejectedExecutionException("full");
        };
        Executor lazy = task -> {}; // accepts, never runs
        AtomicIntegerArray visits = new AtomicIntegerArray(100);

        new Parallel(full, 4, new Cancellation()).forChunks(100, 7, (chunk, from, to) -> visits.addAndGet(from, 1));
        new Parallel(lazy, 4, new Cancellation()).forChunks(100, 7, (chunk, from, to) -> visits.addAndGet(from, 1));

        assertThat(visits.get(98)).isEqualTo(2);
    }

    @Test
    void nests_without_deadlock_on_a_pool_that_is_full() {
        Parallel parallel = new Parallel(pool, 4, new Cancellation());
        AtomicIntegerArray visits = new AtomicIntegerArray(64);

        parallel.forChunks(
                8,
                1,
                (outer, from, to) -> parallel.forChunks(
                        8, 1, (inner, innerFrom, innerTo) -> visits.incrementAndGet(8 * outer + inner)));

        assertThat(visits.toString()).doesNotContain("0");
    }

    @Test
    void passes_on_what_the_body_throws() {
        Parallel parallel = new Parallel(pool, 4, new Cancellation());

        assertThatThrownBy(() -> parallel.forChunks(100, 1, (chunk, from, to) -> {
                    if (from == 50) {
                        throw new IllegalStateException("at 50");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("at 50");
    }

    @Test
    void stops_when_cancelled_and_leaves_the_remaining_chunks_alone() {
        Cancellation cancellation = new Cancellation();
        AtomicIntegerArray visits = new AtomicIntegerArray(100);

        assertThatThrownBy(() -> new Parallel(pool, 1, cancellation).forChunks(100, 1, (chunk, from, to) -> {
                    visits.incrementAndGet(from);
                    if (from == 10) {
                        cancellation.cancel();
                    }
                }))
                .isInstanceOf(CancellationException.class);

        assertThat(visits.get(10)).isOne();
        assertThat(visits.get(11)).isZero();
    }
}
