package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final List<List<Integer>> batches = new ArrayList<>(); // an append is known by its number of rows
    private final GroupCommit commits = new GroupCommit(batch -> batches.add(rows(batch)));

    private static List<Integer> rows(List<PendingAppend> batch) {
        return batch.stream().map(PendingAppend::rows).toList();
    }

    private static void await(GroupCommit commits, int rows) {
        PendingAppend append = PendingAppend.ofThisThread(new JournalBytes(0), rows, Durability.FORCED, Runnable::run);
        commits.await(append);
        append.throwIfFailed();
    }

    private static CompletableFuture<@Nullable Void> submit(GroupCommit commits, int rows, Executor executor) {
        CompletableFuture<@Nullable Void> future = new CompletableFuture<>();
        commits.submit(PendingAppend.of(future, failure -> {}, new JournalBytes(0), rows, Durability.FORCED, executor));
        return future;
    }

    /** A commit that stands still until it is let go, so that others gather behind it. */
    private static final class Gate implements Consumer<List<PendingAppend>> {
        final List<List<Integer>> batches = new ArrayList<>();
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void accept(List<PendingAppend> batch) {
            batches.add(rows(batch));
            entered.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("an interrupt reached the storage", e);
            }
        }
    }

    @Test
    void what_arrives_during_a_commit_is_the_next_batch_in_order_of_arrival() throws InterruptedException {
        Gate gate = new Gate();
        GroupCommit behindGate = new GroupCommit(gate);
        Thread first = new Thread(() -> await(behindGate, 1));
        first.start();
        gate.entered.await();
        List<CompletableFuture<@Nullable Void>> futures = IntStream.range(2, 6)
                .mapToObj(rows -> submit(behindGate, rows, Runnable::run))
                .toList();
        assertThat(futures).noneMatch(CompletableFuture::isDone);
        gate.open.countDown();
        first.join();

        assertThat(futures).allMatch(CompletableFuture::isDone);
        assertThat(gate.batches).containsExactly(List.of(1), List.of(2, 3, 4, 5));
    }

    @Test
    void an_interrupt_neither_loses_the_append_nor_reaches_the_storage_nor_is_lost() throws InterruptedException {
        Gate gate = new Gate();
        GroupCommit behindGate = new GroupCommit(gate);
        List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>()); // two threads add
        Thread waiting = new Thread(() -> {
            await(behindGate, 2);
            interrupted.add(Thread.currentThread().isInterrupted());
        });
        Thread first = new Thread(() -> {
            Thread.currentThread().interrupt();
            await(behindGate, 1);
            interrupted.add(Thread.currentThread().isInterrupted());
        });
        first.start();
        gate.entered.await();
        waiting.start();
        waiting.interrupt();
        gate.open.countDown();
        first.join();
        waiting.join();

        assertThat(gate.batches).containsExactly(List.of(1), List.of(2));
        assertThat(interrupted).containsExactly(true, true);
    }

    @Test
    void a_future_is_committed_by_its_executor() {
        List<Runnable> tasks = new ArrayList<>();
        Executor queue = tasks::add;
        CompletableFuture<@Nullable Void> one = submit(commits, 1, queue);
        CompletableFuture<@Nullable Void> two = submit(commits, 2, queue);
        assertThat(batches).isEmpty();

        tasks.remove(0).run();
        assertThat(batches).containsExactly(List.of(1, 2));
        assertThat(one).as("completed on the executor too").isNotDone();
        tasks.remove(0).run();
        assertThat(one).isCompleted();
        assertThat(two).isCompleted();
        assertThat(tasks).isEmpty();
    }

    @Test
    void a_waiting_thread_does_not_depend_on_an_executor_that_is_busy() {
        List<Runnable> never = new ArrayList<>();
        CompletableFuture<@Nullable Void> future = submit(commits, 1, never::add);
        await(commits, 2);

        assertThat(batches).containsExactly(List.of(1, 2));
        never.forEach(Runnable::run);
        assertThat(future).isCompleted();
        assertThat(batches).hasSize(1);
    }

    @Test
    void threads_of_an_executor_may_all_wait_for_appends_while_futures_need_it() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(1);
        try {
            List<CompletableFuture<@Nullable Void>> futures = new ArrayList<>();
            Future<?> task = executor.submit(() -> {
                futures.add(submit(commits, 1, executor));
                await(commits, 2);
            });
            task.get();
            futures.get(0).get();
        } finally {
            executor.shutdown();
        }
        assertThat(batches).containsExactly(List.of(1, 2));
    }

    @Test
    void an_executor_that_takes_nothing_is_replaced_by_the_caller() {
        Executor refusing = task -> {
            throw new RejectedExecutionException("shut down");
        };

        assertThat(submit(commits, 1, refusing)).isCompleted();
        assertThat(batches).containsExactly(List.of(1));
    }

    @Test
    void what_depends_on_a_future_may_append_itself() {
        CompletableFuture<Void> chain = submit(commits, 1, Runnable::run)
                .thenRun(() -> await(commits, 2))
                .thenRun(() -> await(commits, 3));

        assertThat(chain).isCompleted();
        assertThat(batches).containsExactly(List.of(1), List.of(2), List.of(3));
    }

    @Test
    void a_failure_is_that_of_every_append_of_the_batch_and_of_no_other() {
        AtomicInteger calls = new AtomicInteger();
        GroupCommit failing = new GroupCommit(batch -> {
            if (calls.incrementAndGet() == 1) {
                throw new UncheckedIOException("no", new IOException("disk full"));
            }
        });
        List<Runnable> tasks = new ArrayList<>();
        CompletableFuture<@Nullable Void> future = submit(failing, 1, tasks::add);

        assertThatThrownBy(() -> await(failing, 2))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("disk full");
        tasks.forEach(Runnable::run);
        assertThatThrownBy(future::join).hasRootCauseMessage("disk full");
        await(failing, 3);
    }

    @Test
    void an_error_ends_no_wait_forever() {
        GroupCommit failing = new GroupCommit(batch -> {
            throw new OutOfMemoryError("not really");
        });

        assertThatThrownBy(() -> await(failing, 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("not really");
    }

    @Test
    void many_threads_and_futures_are_each_committed_once() throws InterruptedException, ExecutionException {
        AtomicInteger committed = new AtomicInteger();
        AtomicInteger atOnce = new AtomicInteger();
        GroupCommit counting = new GroupCommit(batch -> {
            assertThat(atOnce.incrementAndGet()).as("one batch at a time").isEqualTo(1);
            committed.addAndGet(batch.stream().mapToInt(PendingAppend::rows).sum());
            atOnce.decrementAndGet();
        });
        ExecutorService executor = Executors.newFixedThreadPool(2);
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int caller = 0; caller < 16; caller++) {
                boolean waits = caller % 2 == 0;
                done.add(callers.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        if (waits) {
                            await(counting, 1);
                        } else {
                            submit(counting, 1, executor).join();
                        }
                    }
                }));
            }
            for (Future<?> caller : done) {
                caller.get();
            }
        } finally {
            callers.shutdown();
            executor.shutdown();
        }
        assertThat(committed).hasValue(16 * 500);
    }
}
