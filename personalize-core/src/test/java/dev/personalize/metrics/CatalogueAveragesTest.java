package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Popularity;
import dev.personalize.math.Parallel;
import dev.personalize.recipe.InfluencedModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CatalogueAveragesTest {
    private static final float NONE = Float.NaN;

    /** Likeness of four items; nothing is known of the last. */
    // A record of arrays: never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Alike(float[][] likeness, float[] popular, float[] fresh) implements InfluencedModel {
        @Override
        public float popularity(int item) {
            return popular[item];
        }

        @Override
        public float freshness(int item) {
            return fresh[item];
        }

        @Override
        public int items() {
            return likeness.length;
        }

        @Override
        public void score(Query query, float[] scores) {
            System.arraycopy(likeness[query.anchor()], 0, scores, 0, items());
        }

        @Override
        public void write(ArtifactWriter out) {
            throw new UnsupportedOperationException("never written");
        }
    }

    private static final CatalogueAverages AVERAGES = new CatalogueAverages(
            new Alike(
                    new float[][] {
                        {1, 0.5f, -0.25f, NONE},
                        {0.5f, 1, NONE, NONE},
                        {-0.25f, NONE, 1, NONE},
                        {NONE, NONE, NONE, NONE}
                    },
                    new float[] {1, 0.5f, 0.25f, 0},
                    new float[] {0, 0.25f, 1, 1}),
            Parallel.ofProcessors());

    /**
     * Shown: beside 0 items 1 and 2, beside 1 and 2 item 0, beside 3 nothing. Popularity (0.5 + 0.25 + 1 + 1) / 4, freshness (0.25 + 1 + 0 + 0) / 4,
     * similarity (0.5 + 0 + 0.5 + 0) / 4: less than nothing in common counts as nothing.
     */
    @Test
    void of_the_model_by_hand() {
        assertThat(AVERAGES.ofModel())
                .containsExactly(
                        entry("item_popularity", 0.6875),
                        entry("item_freshness", 0.3125),
                        entry("item_similarity", 0.25));
    }

    /**
     * The three others beside each of 0, 1 and 2. Popularity 0.75 + 1.25 + 1.5 of nine, freshness 2.25 + 2 + 1.25, similarity 0.5 + 0.5 + 0.
     */
    @Test
    void of_popular_items_by_hand() {
        assertThat(AVERAGES.of(new Popularity(new int[] {9, 5, 2, 0})))
                .containsExactly(
                        entry("item_popularity", 3.5 / 9),
                        entry("item_freshness", 5.5 / 9),
                        entry("item_similarity", 1.0 / 9));
    }

    @Test
    void where_nothing_is_known_of_any_item_there_are_none() {
        float[][] nothing = new float[2][2];
        Arrays.stream(nothing).forEach(row -> Arrays.fill(row, NONE));

        assertThat(new CatalogueAverages(new Alike(nothing, new float[2], new float[2]), Parallel.ofProcessors())
                        .ofModel())
                .isEmpty();
    }
}
