package dev.personalize.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class IdNumbersTest {

    /** The naive twin: a map. Texts of all lengths around the border between short and long ids, surrogates torn apart too. */
    @Property(tries = 500, seed = "25")
    void numbers_strings_as_a_map_does(@ForAll @Size(max = 100) List<@StringLength(max = 20) String> ids) {
        IdNumbers numbers = new IdNumbers();
        Map<String, Integer> twin = new LinkedHashMap<>();
        for (String id : ids) {
            twin.putIfAbsent(id, twin.size());
            assertThat(numbers.number(id)).isEqualTo(twin.get(id));
        }
        assertThat(numbers.ids()).containsExactlyElementsOf(twin.keySet());
    }

    @Test
    void an_id_has_one_number_as_a_string_and_as_text_alone_or_among_many() {
        List<String> ids = IntStream.range(0, 5_000)
                .mapToObj(i -> i % 3 == 0 ? "user-with-a-long-name-" + i : i % 3 == 1 ? "ü" + i : "" + i)
                .toList();
        byte[] text = String.join("", ids).getBytes(StandardCharsets.UTF_8);
        int[] starts = new int[ids.size()];
        int[] lengths = new int[ids.size()];
        int at = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at;
            lengths[i] = ids.get(i).getBytes(StandardCharsets.UTF_8).length;
            at += lengths[i];
        }
        IdNumbers numbers = new IdNumbers();
        for (int i = 0; i < 1_500; i++) {
            numbers.number(ids.get(2 * i));
        }

        int[] many = starts.clone();
        numbers.number(text, many, lengths, many.length);

        for (int i = 0; i < many.length; i++) {
            assertThat(numbers.number(text, starts[i], lengths[i])).isEqualTo(many[i]);
            assertThat(numbers.number(ids.get(i))).isEqualTo(many[i]);
            assertThat(numbers.ids()[many[i]]).isEqualTo(ids.get(i));
        }
        assertThat(numbers.ids()).hasSize(ids.size());
    }

    @Test
    void a_torn_surrogate_is_not_a_question_mark() {
        IdNumbers numbers = new IdNumbers();

        assertThat(numbers.number("?")).isZero();
        assertThat(numbers.number("\ud800")).isOne();
        assertThat(numbers.number("\udc00")).isEqualTo(2);
        assertThat(numbers.number("?")).isZero();
    }

    @Test
    void threads_that_meet_new_ids_at_once_agree_on_their_numbers() throws InterruptedException {
        int ids = 20_011; // a prime, so that every step visits all
        int threads = 4;
        IdNumbers numbers = new IdNumbers();
        int[][] found = new int[threads][ids];
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int[] mine = found[t];
            int step = 2 * t + 1;
            running.add(new Thread(() -> {
                for (int i = 0; i < ids; i++) {
                    int id = (int) ((long) i * step % ids);
                    byte[] text = ((id % 2 == 0 ? "i" : "a longer id ") + id).getBytes(StandardCharsets.UTF_8);
                    mine[id] = numbers.number(text, 0, text.length);
                }
            }));
        }
        running.forEach(Thread::start);
        for (Thread thread : running) {
            thread.join();
        }

        Map<Integer, Integer> distinct = new HashMap<>();
        Arrays.stream(found[0]).forEach(number -> distinct.merge(number, 1, Integer::sum));
        assertThat(distinct).hasSize(ids);
        assertThat(numbers.ids()).hasSize(ids);
        for (int t = 1; t < threads; t++) {
            assertThat(found[t]).isEqualTo(found[0]);
        }
    }
}
