package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many threads at once. Which of them comes first is chance; what is asserted holds however it falls. */
class LiveHistoriesConcurrencyTest {
    private static final int THREADS = 8;
    private static final int EACH = 2_000;

    private static void atOnce(Writer writer) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int number = t;
                tasks.add(() -> {
                    for (int i = 0; i < EACH; i++) {
                        writer.write(number, i);
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    private interface Writer {
        void write(int thread, int number);
    }

    @Test
    void nothing_is_lost_when_many_add_to_the_same_users() throws Exception {
        LiveHistories histories = new LiveHistories(100_000, 10);

        atOnce((thread, i) -> {
            histories.add("u" + i % 3, "i" + thread, null, 0, i, 0);
            assertThat(histories.history("u" + i % 3).timestamps()).isSorted();
        });

        int events = 0;
        for (String user : List.of("u0", "u1", "u2")) {
            events += histories.history(user).itemIds().length;
        }
        assertThat(events).isEqualTo(THREADS * EACH);
    }

    @Test
    void a_writer_sees_its_own_event_at_once_and_the_limit_holds() throws Exception {
        Snapshot base =
                Snapshot.builder().interaction("shared", "base", null, 0, 0).build();
        LiveHistories histories = new LiveHistories(base, 50, 10);

        atOnce((thread, i) -> {
            String item = thread + ":" + i;
            histories.add("own" + thread, item, null, i, i, i + 1);
            histories.add("own" + thread, item, null, i, i, i + 1);
            LiveHistories.History own = histories.history("own" + thread);
            assertThat(own.itemIds()).hasSize(Math.min(50, i + 1)).endsWith(item);
            assertThat(own.timestamps()).isSorted();

            histories.add("shared", item, null, i, i, 0);
            LiveHistories.History shared = histories.history("shared");
            assertThat(shared.itemIds()).hasSizeLessThanOrEqualTo(50);
            assertThat(shared.timestamps()).isSorted();
            for (int p = 0; p < shared.itemIds().length; p++) {
                assertThat((float) shared.timestamps()[p])
                        .as("parts of one event")
                        .isEqualTo(shared.values()[p]);
            }
        });
        assertThat(Arrays.stream(histories.history("shared").timestamps()).min().orElseThrow())
                .as("the newest of all are left")
                .isGreaterThanOrEqualTo(EACH - 50);
    }

    @Test
    void no_event_of_a_session_is_lost_or_doubled_while_it_is_identified() throws Exception {
        LiveHistories histories = new LiveHistories(100_000, 1_000);

        atOnce((thread, i) -> {
            String session = "s" + i / 10;
            histories.addAnonymous(session, thread + ":" + i, null, 0, i, 0);
            if (thread == 0 && i % 10 == 5) {
                histories.identify(session, "u" + i / 100);
            }
        });

        List<String> found = new ArrayList<>();
        for (int i = 0; i < EACH / 100; i++) {
            found.addAll(Arrays.asList(histories.history("u" + i).itemIds()));
        }
        for (int i = 0; i < EACH / 10; i++) {
            assertThat(histories.history("s" + i).itemIds()).isEmpty();
        }
        assertThat(found).hasSize(THREADS * EACH).doesNotHaveDuplicates();
    }
}
