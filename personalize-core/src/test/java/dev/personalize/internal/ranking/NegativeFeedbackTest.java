package dev.personalize.internal.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NegativeFeedbackTest {
    private static final float NAN = Float.NaN;

    private static float[] lowered(float[] scores, float[] negative, double strength) {
        float[] lowered = scores.clone();
        NegativeFeedback.lower(lowered, negative, strength);
        return lowered;
    }

    /**
     * Scores 8 2 4 2: average 4, greatest 8, so width 4. Negative scores 6 1 5 0: average 3, greatest 6, width 3. At strength
     * 1, item 0 loses 4 · 3/3 = 4 and ends at the average, item 2 loses 4 · 2/3 = 2.667, the others nothing.
     */
    @Test
    void lowered_by_hand() {
        float[] scores = {8, 2, 4, 2};
        float[] negative = {6, 1, 5, 0};

        assertThat(lowered(scores, negative, 1)).containsExactly(4, 2, 4 / 3f, 2);
        assertThat(lowered(scores, negative, 0.5)).containsExactly(6, 2, 8 / 3f, 2);
        assertThat(lowered(scores, negative, 0)).containsExactly(8, 2, 4, 2);
    }

    @Test
    void what_has_no_score_keeps_none_and_what_has_no_negative_score_is_not_lowered() {
        assertThat(lowered(new float[] {8, NAN, 4, 0}, new float[] {NAN, 5, 3, 1}, 1))
                .containsExactly(8, NAN, 4, 0); // the average of 5 3 1 is 3: only the item without score is above it
        assertThat(lowered(new float[] {1, 2}, new float[] {NAN, NAN}, 1)).containsExactly(1, 2);
        assertThat(lowered(new float[] {1, 2}, new float[] {7, 7}, 1)).containsExactly(1, 2);
        assertThat(lowered(new float[] {3, 3}, new float[] {7, 1}, 1)).containsExactly(3, 3);
        assertThat(lowered(new float[0], new float[0], 1)).isEmpty();
    }

    @Test
    void a_strength_that_is_none_is_refused() {
        for (double strength : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> lowered(new float[1], new float[1], strength))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(String.valueOf(strength));
        }
    }

    /** Sixteenths, so that subtracting loses no bits that would blur the order. */
    private static float[] scores(Random random, int items) {
        float[] scores = new float[items];
        for (int i = 0; i < items; i++) {
            scores[i] = random.nextInt(10) == 0 ? NAN : random.nextInt(1000) / 16f;
        }
        return scores;
    }

    @Property(seed = "42")
    void an_item_with_a_greater_negative_score_is_lowered_at_least_as_much(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 40) int items,
            @ForAll @DoubleRange(min = 0, max = 2) double strength) {
        Random random = new Random(seed);
        float[] scores = scores(random, items);
        float[] negative = scores(random, items);

        float[] lowered = lowered(scores, negative, strength);

        for (int i = 0; i < items; i++) {
            assertThat(Float.isNaN(lowered[i])).isEqualTo(Float.isNaN(scores[i]));
            for (int j = 0; j < items; j++) {
                if (negative[i] > negative[j] && !Float.isNaN(scores[i]) && !Float.isNaN(scores[j])) {
                    assertThat(scores[i] - lowered[i]).isGreaterThan(scores[j] - lowered[j] - 1e-4f);
                }
            }
            assertThat(lowered[i] > scores[i]).isFalse();
        }
    }

    /** Powers of two stretch without rounding: the stretched result is the result, stretched, to the bit. */
    @Property(seed = "42")
    void a_recipe_with_another_scale_gets_the_same_effect(
            @ForAll long seed, @ForAll @IntRange(min = -10, max = 10) int power) {
        Random random = new Random(seed);
        float[] scores = scores(random, 30);
        float[] negative = scores(random, 30);
        float stretch = (float) Math.pow(2, power);
        float[] stretchedScores = scores.clone();
        float[] stretchedNegative = negative.clone();
        for (int i = 0; i < 30; i++) {
            stretchedScores[i] *= stretch;
            stretchedNegative[i] *= stretch * stretch;
        }

        float[] lowered = lowered(scores, negative, 0.7);
        float[] stretched = lowered(stretchedScores, stretchedNegative, 0.7);

        for (int i = 0; i < 30; i++) {
            lowered[i] *= stretch;
        }
        assertThat(stretched).containsExactly(lowered);
    }
}
