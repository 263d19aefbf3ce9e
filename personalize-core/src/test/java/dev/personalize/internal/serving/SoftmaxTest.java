package dev.personalize.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftmaxTest {
    @Test
    void shares_by_hand() {
        // exp(0) : exp(ln 3) = 1 : 3; NaN and what lies beyond the size count for nothing.
        Softmax softmax = Softmax.over(new float[] {0, Float.NaN, 1.0986123f, 50}, 3);

        assertThat(softmax.of(0)).isCloseTo(0.25, within(1e-6));
        assertThat(softmax.of(1.0986123f)).isCloseTo(0.75, within(1e-6));
    }

    @Test
    void shares_of_few_items_add_up_to_one_in_their_last_digits() {
        float[] scores = {0.3f, -1.2f, 0.31f, 7, Float.NaN};
        Softmax softmax = Softmax.over(scores);

        assertThat(softmax.of(0.3f) + softmax.of(-1.2f) + softmax.of(0.31f) + softmax.of(7))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void shares_of_a_million_items_add_up_to_one() {
        SplittableRandom random = new SplittableRandom(1);
        float[] scores = new float[1_000_000];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) random.nextGaussian();
        }
        Softmax softmax = Softmax.over(scores);

        double sum = 0;
        for (float score : scores) {
            sum += softmax.of(score);
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
    }
}
