package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveHistoriesTest {
    private final LiveHistories histories = new LiveHistories();

    @Test
    void an_unknown_user_has_no_history() {
        assertThat(histories.history("nobody").itemIds()).isEmpty();
    }

    @Test
    void an_event_is_there_as_soon_as_it_is_added() {
        histories.add("u", "a", "view", 2, 10);
        histories.add("u", "b", null, Float.NaN, 20);

        LiveHistories.History history = histories.history("u");

        assertThat(history.itemIds()).containsExactly("a", "b");
        assertThat(history.eventTypes()).containsExactly("view", null);
        assertThat(history.values()).containsExactly(2, Float.NaN);
        assertThat(history.timestamps()).containsExactly(10, 20);
    }

    @Test
    void events_come_oldest_first_and_as_added_within_a_second() {
        histories.add("u", "third", null, 0, 30);
        histories.add("u", "first", null, 0, 10);
        histories.add("u", "second", null, 0, 20);
        histories.add("u", "secondToo", null, 0, 20);
        assertThat(histories.history("u").itemIds()).containsExactly("first", "second", "secondToo", "third");

        histories.add("u", "zeroth", null, 0, 5);
        assertThat(histories.history("u").itemIds()).containsExactly("zeroth", "first", "second", "secondToo", "third");
    }

    @Test
    void a_history_once_taken_does_not_change() {
        histories.add("u", "a", null, 0, 10);
        LiveHistories.History before = histories.history("u");

        histories.add("u", "b", null, 0, 5);

        assertThat(before.itemIds()).containsExactly("a");
    }

    @Test
    void loses_nothing_when_many_threads_add_to_the_same_users() throws InterruptedException {
        int threads = 8;
        int each = 2_000;
        List<Thread> writers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int writer = t;
            writers.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    histories.add("u" + i % 3, "i" + writer, null, 0, i);
                    assertThat(histories.history("u" + i % 3).timestamps()).isSorted();
                }
            }));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        int events = 0;
        for (String user : List.of("u0", "u1", "u2")) {
            events += histories.history(user).itemIds().length;
        }
        assertThat(events).isEqualTo(threads * each);
    }
}
