package dev.personalize.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.ingest.Durability;
import dev.personalize.ingest.EventJournal;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import dev.personalize.storage.HeapStorage;
import dev.personalize.storage.Storage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever was acknowledged is found again exactly once, and of an append all rows or none. */
class EventJournalCrashTest {
    private static final Schema SCHEMA =
            Schema.derive(DatasetType.INTERACTIONS, List.of("USER_ID", "ITEM_ID", "TIMESTAMP"));
    private static final String FOLDER = "shop/events";

    private static EventJournal open(Storage storage) {
        return EventJournal.open(storage, FOLDER, SCHEMA, 1);
    }

    /** {@return two rows of one append: the user's name, and the name with a plus} */
    private static List<@Nullable Object[]> pair(String user) {
        return List.of(new @Nullable Object[] {user, "item", 7L}, new @Nullable Object[] {user + "+", "item", 7L});
    }

    private static List<String> users(Storage storage) {
        List<String> users = new ArrayList<>();
        try (EventJournal journal = open(storage)) {
            journal.read(row -> users.add(String.valueOf(row[0])));
        }
        return users;
    }

    private static void assertFound(List<String> users, Collection<String> acknowledged, Object when) {
        assertThat(users).as("%s", when).doesNotHaveDuplicates();
        assertThat(users).as("%s", when).containsAll(acknowledged);
        for (int i = 0; i < users.size(); i += 2) {
            assertThat(users.subList(i, i + 2))
                    .as("an append is there as a whole, %s", when)
                    .containsExactly(users.get(i), users.get(i) + "+");
        }
    }

    @Test
    void every_acknowledged_row_survives_a_crash_while_threads_append()
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int seed = 0; seed < 60; seed++) {
                FaultyStorage storage = new FaultyStorage(new HeapStorage());
                Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
                try (EventJournal journal = open(storage)) {
                    List<Future<?>> writers = new ArrayList<>();
                    for (int thread = 0; thread < 4; thread++) {
                        String name = "t" + thread + "-";
                        writers.add(threads.submit(() -> {
                            for (int i = 0; i < 25; i++) {
                                journal.append(pair(name + i), Durability.FORCED, Runnable::run);
                                acknowledged.add(name + i);
                            }
                        }));
                    }
                    while (acknowledged.size() < seed && !writers.stream().allMatch(Future::isDone)) {
                        Thread.onSpinWait();
                    }
                    List<String> before = List.copyOf(acknowledged);
                    Storage left = storage.crash(seed);
                    for (Future<?> writer : writers) {
                        writer.get();
                    }
                    assertFound(users(left), before, "seed " + seed);
                }
                assertFound(users(storage), acknowledged, "no crash");
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void a_journal_goes_on_after_a_crash() {
        Storage home = new HeapStorage();
        List<String> acknowledged = new ArrayList<>();
        for (int life = 0; life < 30; life++) {
            FaultyStorage storage = new FaultyStorage(home);
            EventJournal journal = open(storage); // not closed: the power goes
            for (int i = 0; i < life % 4; i++) {
                journal.append(pair(life + "-" + i), Durability.FORCED, Runnable::run);
                acknowledged.add(life + "-" + i);
            }
            journal.append(pair(life + "-perhaps"), Durability.FLUSHED, task -> {});
            home = storage.crash(life);
            assertFound(users(home), acknowledged, "life " + life);
        }
    }

    /** Appends and rolls; stops at the first failure, as a caller would. */
    private static void scenario(EventJournal journal, List<String> acknowledged) {
        for (int i = 0; i < 3; i++) {
            journal.append(pair("a" + i), Durability.FORCED, Runnable::run);
            acknowledged.add("a" + i);
        }
        journal.roll();
        journal.append(pair("b"), Durability.FORCED, Runnable::run);
        acknowledged.add("b");
        journal.append(pair("flushed"), Durability.FLUSHED, task -> {});
        journal.roll();
        acknowledged.add("flushed");
    }

    @Test
    void a_disk_full_at_any_operation_loses_nothing_acknowledged() {
        FaultyStorage counting = new FaultyStorage(new HeapStorage());
        try (EventJournal journal = open(counting)) {
            scenario(journal, new ArrayList<>());
        }
        assertThat(counting.operations()).isEqualTo(2 + 3 * 2 + 2 + 2);

        for (long n = 1; n <= counting.operations(); n++) {
            for (boolean half : new boolean[] {false, true}) {
                FaultyStorage storage = new FaultyStorage(new HeapStorage()).failAt(n);
                List<String> acknowledged = new ArrayList<>();
                try (EventJournal journal = open(half ? storage.halfDone() : storage)) {
                    assertThatThrownBy(() -> scenario(journal, acknowledged))
                            .isInstanceOf(UncheckedIOException.class)
                            .hasMessageContaining(FOLDER);
                    journal.append(pair("after"), Durability.FORCED, Runnable::run);
                    acknowledged.add("after");
                    assertFound(users(storage.crash(n)), acknowledged, "operation " + n + ", half " + half);
                }
                assertFound(users(storage), acknowledged, "operation " + n + ", half " + half + ", closed");
            }
        }
    }

    @Test
    void a_failure_reaches_every_append_of_its_batch_and_none_of_another() throws InterruptedException {
        for (long n = 1; n <= 30; n++) {
            FaultyStorage storage =
                    new FaultyStorage(new HeapStorage()).failAt(n).halfDone();
            Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            try (EventJournal journal = open(storage)) {
                List<Thread> writers = new ArrayList<>();
                for (int thread = 0; thread < 8; thread++) {
                    String name = "t" + thread + "-";
                    writers.add(new Thread(() -> {
                        for (int i = 0; i < 5; i++) {
                            try {
                                journal.append(pair(name + i), Durability.FORCED, Runnable::run);
                                acknowledged.add(name + i);
                            } catch (UncheckedIOException e) {
                                failures.add(e);
                            }
                        }
                    }));
                }
                writers.forEach(Thread::start);
                for (Thread writer : writers) {
                    writer.join();
                }
                assertThat(acknowledged.size() + failures.size()).isEqualTo(40);
                assertThat(failures).doesNotHaveDuplicates();
                assertFound(users(storage.crash(n)), acknowledged, "operation " + n);
            }
        }
    }

    @Test
    void a_flushed_row_is_read_at_once_and_sure_after_the_next_forced_one() {
        FaultyStorage storage = new FaultyStorage(new HeapStorage());
        try (EventJournal journal = open(storage)) {
            journal.append(pair("a"), Durability.FLUSHED, task -> {});
            assertThat(users(storage)).containsExactly("a", "a+");
            assertThat(storage.operations())
                    .as("created and written, not forced")
                    .isEqualTo(2);

            journal.append(pair("b"), Durability.FORCED, task -> {});
            for (int seed = 0; seed < 20; seed++) {
                assertThat(users(storage.crash(seed))).containsExactly("a", "a+", "b", "b+");
            }
        }
    }

    @Test
    void a_flushed_row_is_forced_later_by_a_task_on_the_executor() {
        FaultyStorage storage = new FaultyStorage(new HeapStorage());
        CompletableFuture<Runnable> force = new CompletableFuture<>();
        try (EventJournal journal = open(storage)) {
            for (String user : List.of("a", "b", "c")) {
                journal.append(
                        pair(user),
                        Durability.FLUSHED,
                        task -> assertThat(force.complete(task)).isTrue());
            }
            force.join().run(); // a second later, and one for the three

            for (int seed = 0; seed < 20; seed++) {
                assertThat(users(storage.crash(seed))).hasSize(6);
            }
        }
    }

    @Test
    void a_later_force_that_fails_is_not_the_end() {
        FaultyStorage storage = new FaultyStorage(new HeapStorage()).failAt(3);
        CompletableFuture<Runnable> force = new CompletableFuture<>();
        try (EventJournal journal = open(storage)) {
            journal.append(pair("a"), Durability.FLUSHED, force::complete);
            force.join().run();
            journal.append(pair("b"), Durability.FORCED, Runnable::run);

            assertThat(journal.segments())
                    .as("the force failed, its segment is given up")
                    .containsExactly(1, 2);
            assertThat(users(storage.crash(1))).contains("b", "b+");
        }
    }

    @Test
    void futures_complete_when_their_rows_are_sure() {
        FaultyStorage storage = new FaultyStorage(new HeapStorage());
        List<CompletableFuture<@Nullable Void>> done = new ArrayList<>();
        List<String> users = new ArrayList<>();
        try (EventJournal journal = open(storage)) {
            for (int i = 0; i < 500; i++) {
                users.add("u" + i);
                done.add(journal.appendAsync(
                        pair("u" + i), Durability.FORCED, ForkJoinPool.commonPool(), failure -> {}));
            }
            CompletableFuture.allOf(done.toArray(CompletableFuture<?>[]::new)).join();
            assertFound(users(storage.crash(1)), users, "all futures done");
        }
        assertThat(storage.operations()).as("futures share writes and forces").isLessThan(2 + 2 * 500);
    }
}
