package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TopKTest {
    @Test
    void keeps_the_best_first_and_prefers_the_lower_index_between_equals() {
        TopK top = new TopK(3);

        top.offerAll(new float[] {1, 5, 5, 0, 9});

        assertThat(top.drain()).containsExactly(4, 1, 2);
    }

    @Test
    void passes_over_scores_that_are_not_numbers() {
        TopK top = new TopK(3);

        top.offerAll(new float[] {Float.NaN, 1, Float.NaN});

        assertThat(top.drain()).containsExactly(1);
    }

    @Test
    void refuses_to_keep_nothing() {
        assertThatThrownBy(() -> new TopK(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Few different scores, so that ties are common. */
    @Property(seed = "20")
    void agrees_with_sorting_everything(
            @ForAll @Size(max = 60) int @net.jqwik.api.constraints.IntRange(max = 8) [] levels,
            @ForAll @IntRange(min = 1, max = 70) int k) {
        float[] scores = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            scores[i] = levels[i] == 8 ? Float.NaN : levels[i];
        }
        TopK top = new TopK(k);

        top.offerAll(scores);

        int[] sorted = IntStream.range(0, scores.length)
                .filter(i -> !Float.isNaN(scores[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]).thenComparing(i -> i))
                .limit(k)
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(top.drain()).containsExactly(sorted);
    }

    @Test
    void only_positions_whose_bit_is_set_are_offered() {
        TopK top = new TopK(2);

        // 0b11001: positions 0, 3 and 4, of which the last lies beyond the size.
        top.offerAll(new float[] {1, 9, 9, 2, 9}, 4, new long[] {0b11001});

        assertThat(top.drain()).containsExactly(3, 0);
    }

    @Test
    void bits_beyond_the_last_word_are_not_set() {
        TopK top = new TopK(3);

        top.offerAll(new float[65], 65, new long[] {1});

        assertThat(top.drain()).containsExactly(0);
    }

    /** Words without bits, with some and with all; few different scores, so that ties are common; offers before and after. */
    @Property(seed = "20")
    void a_masked_scan_agrees_with_offering_one_by_one(
            @ForAll @IntRange(max = 400) int size,
            @ForAll @IntRange(min = 1, max = 70) int k,
            @ForAll @IntRange(max = 7) int words,
            @ForAll @IntRange(min = 2, max = 500) int levels,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] scores = new float[size + random.nextInt(70)];
        for (int i = 0; i < scores.length; i++) {
            int level = random.nextInt(levels);
            scores[i] = level == 0 ? Float.NaN : level == 1 ? Float.NEGATIVE_INFINITY : level - levels / 2;
        }
        long[] allowed = new long[words];
        for (int word = 0; word < words; word++) {
            int kind = random.nextInt(4);
            allowed[word] = kind == 0 ? 0 : kind == 1 ? -1 : kind == 2 ? random.nextLong() : 1L << random.nextInt(64);
        }
        TopK scanned = new TopK(k);
        TopK offered = new TopK(k);

        scanned.offer(200, 1);
        offered.offer(200, 1);
        scanned.offerAll(scores, size, allowed);
        for (int i = 0; i < size; i++) {
            if (i / 64 < words && (allowed[i / 64] >>> i % 64 & 1) == 1) {
                offered.offer(i, scores[i]);
            }
        }
        scanned.offerAll(scores, size / 2);
        for (int i = 0; i < size / 2; i++) {
            offered.offer(i, scores[i]);
        }

        assertThat(scanned.drain()).containsExactly(offered.drain());
    }
}
