package dev.personalize.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
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
}
