package dev.personalize.internal.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CategoryCapTest {
    private static int[] taken(int[][] genres, int k, int cap) {
        int[] ranked = IntStream.range(0, genres.length).toArray();
        int size = CategoryCap.take(ranked, k, List.of(new CategoryCap.Cap(cap, item -> genres[item])));
        return Arrays.copyOf(ranked, size);
    }

    @Test
    void the_best_items_that_fit_are_taken() {
        int[][] genres = {{1}, {1}, {1}, {2}, {1, 2}, {}, {2}, {2}};

        assertThat(taken(genres, 5, 2)).containsExactly(0, 1, 3, 5, 6);
        assertThat(taken(genres, 2, 2)).containsExactly(0, 1);
        assertThat(taken(genres, 5, 9)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void the_cap_is_hard_the_answer_is_shorter() {
        assertThat(taken(new int[][] {{1}, {1}, {1}, {2}}, 4, 1)).containsExactly(0, 3);
        assertThat(taken(new int[0][], 4, 1)).isEmpty();
    }

    @Test
    void all_caps_hold_at_once() {
        int[][] genres = {{1}, {1}, {2}, {2}};
        int[][] brands = {{7}, {8}, {7}, {8}};
        int[] ranked = {0, 1, 2, 3};

        int size = CategoryCap.take(
                ranked,
                4,
                List.of(new CategoryCap.Cap(1, item -> genres[item]), new CategoryCap.Cap(1, item -> brands[item])));

        assertThat(Arrays.copyOf(ranked, size)).containsExactly(0, 3);
    }

    @Test
    void a_cap_of_nothing_is_refused() {
        assertThatThrownBy(() -> taken(new int[0][], 1, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("0");
    }

    @Property(seed = "42")
    void no_value_is_over_the_cap_and_every_item_passed_over_would_break_it(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int cap,
            @ForAll @IntRange(min = 1, max = 20) int k) {
        Random random = new Random(seed);
        int[][] genres = new int[30][];
        for (int item = 0; item < genres.length; item++) {
            genres[item] =
                    random.ints(random.nextInt(4), 0, 5).sorted().distinct().toArray();
        }

        int[] taken = taken(genres, k, cap);

        assertThat(taken.length).isLessThanOrEqualTo(k);
        int looked = taken.length == k ? taken[k - 1] : genres.length - 1;
        Map<Integer, Integer> counts = new HashMap<>();
        for (int item = 0; item <= looked; item++) {
            boolean fits = Arrays.stream(genres[item]).allMatch(value -> counts.getOrDefault(value, 0) < cap);
            int asked = item;
            assertThat(Arrays.stream(taken).anyMatch(i -> i == asked)).isEqualTo(fits);
            if (fits) {
                Arrays.stream(genres[item]).forEach(value -> counts.merge(value, 1, Integer::sum));
            }
        }
    }

    /** With one value to an item, at most min(cap, items of it) of each value can be had: that many are. */
    @Property(seed = "42")
    void with_one_value_to_an_item_no_choice_gives_more(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int cap) {
        Random random = new Random(seed);
        int[][] genres = new int[20][];
        int[] counts = new int[6];
        for (int item = 0; item < genres.length; item++) {
            genres[item] = new int[] {random.nextInt(6)};
            counts[genres[item][0]]++;
        }

        int most = Arrays.stream(counts).map(count -> Math.min(count, cap)).sum();

        assertThat(taken(genres, 12, cap)).hasSize(Math.min(12, most));
    }
}
