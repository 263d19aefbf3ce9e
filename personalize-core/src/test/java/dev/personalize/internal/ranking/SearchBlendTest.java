package dev.personalize.internal.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SearchBlendTest {
    private static final float NAN = Float.NaN;

    /**
     * Relevance 10 9 2 0 becomes 1, 0.9, 0.2, 0. Personal scores 1 3 (none) 7 are places 3, 2, -, 1: 0.5, 0.75, 0, 1. Half and
     * half: 0.75, 0.825, 0.1, 0.5. At 0.8: 0.6, 0.78, 0.04, 0.8.
     */
    @Test
    void blended_by_hand() {
        float[] relevance = {10, 9, 2, 0};
        float[] personal = {1, 3, NAN, 7};

        assertThat(SearchBlend.order(relevance, personal, 0)).containsExactly(0, 1, 2, 3);
        assertThat(SearchBlend.order(relevance, personal, 0.5)).containsExactly(1, 0, 3, 2);
        assertThat(SearchBlend.order(relevance, personal, 0.8)).containsExactly(3, 1, 0, 2);
        assertThat(SearchBlend.order(relevance, personal, 1)).containsExactly(3, 1, 0, 2);
    }

    /** Places 1, 0.667, 0.333 found; own 0.333, 0.667, 1: at a half all are equal, and the search's order stands. */
    @Test
    void without_relevance_the_place_counts() {
        float[] personal = {1, 2, 3};

        assertThat(SearchBlend.order(null, personal, 0.49)).containsExactly(0, 1, 2);
        assertThat(SearchBlend.order(null, personal, 0.51)).containsExactly(2, 1, 0);
        assertThat(SearchBlend.order(new float[] {4, 4, 4}, personal, 0.51)).containsExactly(2, 1, 0);
    }

    @Test
    void an_item_without_score_comes_after_the_lowest_score_when_only_scores_count() {
        assertThat(SearchBlend.order(null, new float[] {NAN, 5, NAN, -9}, 1)).containsExactly(1, 3, 0, 2);
        assertThat(SearchBlend.order(null, new float[] {NAN, NAN}, 1)).containsExactly(0, 1);
        assertThat(SearchBlend.order(null, new float[0], 0.5)).isEmpty();
    }

    @Test
    void what_cannot_be_blended_is_refused() {
        float[] two = {1, 2};
        assertThatThrownBy(() -> SearchBlend.order(null, two, 1.1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> SearchBlend.order(null, two, Double.NaN)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> SearchBlend.order(new float[] {1}, two, 0.5))
                .hasMessageContaining("1 relevances for 2");
        assertThatThrownBy(() -> SearchBlend.order(two, two, 0.5)).hasMessageContaining("relevance 2.0 at place 2");
        assertThatThrownBy(() -> SearchBlend.order(new float[] {NAN, NAN}, two, 0.5))
                .isInstanceOf(InvalidInputException.class);
    }

    private static float @Nullable [] relevance(Random random, int n) {
        if (random.nextInt(3) == 0) {
            return null;
        }
        float[] rising = new float[n];
        for (int i = 0; i < n; i++) {
            rising[i] = random.nextInt(20);
        }
        Arrays.sort(rising);
        float[] relevance = new float[n];
        for (int i = 0; i < n; i++) {
            relevance[i] = rising[n - 1 - i];
        }
        return relevance;
    }

    @Property(seed = "42")
    void the_ends_are_exact_and_a_pair_changes_places_at_most_once_and_only_towards_the_personal_order(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int n) {
        Random random = new Random(seed);
        float[] relevance = relevance(random, n);
        float[] personal = new float[n];
        for (int i = 0; i < n; i++) {
            personal[i] = random.nextInt(4) == 0 ? NAN : random.nextInt(8) - 4;
        }
        int[][] placeAt = new int[21][n];
        for (int step = 0; step <= 20; step++) {
            int[] order = SearchBlend.order(relevance, personal, step / 20.0);
            for (int p = 0; p < n; p++) {
                placeAt[step][order[p]] = p;
            }
        }

        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                assertThat(placeAt[0][i]).isLessThan(placeAt[0][j]);
                boolean personallyFirst =
                        personal[j] > personal[i] || (Float.isNaN(personal[i]) && !Float.isNaN(personal[j]));
                assertThat(placeAt[20][j] < placeAt[20][i]).isEqualTo(personallyFirst);
                boolean turned = false;
                for (int step = 1; step <= 20; step++) {
                    boolean now = placeAt[step][j] < placeAt[step][i];
                    assertThat(now || !turned).isTrue();
                    turned = now;
                }
            }
        }
    }
}
