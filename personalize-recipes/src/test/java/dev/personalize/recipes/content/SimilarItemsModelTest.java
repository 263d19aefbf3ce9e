package dev.personalize.recipes.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.Query;
import org.junit.jupiter.api.Test;

/**
 * Three items: a had by 4 users, b by 1, c by none; a and b have one user in common, who counts for 2. The vectors expect 0.5 of a and b, 0 of a
 * and c, 0.5 of b and c, and that is worth 2 users.
 */
class SimilarItemsModelTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;

    private static SimilarItemsModel model(double discount) {
        SparseRows counts = new SparseRows(3, new int[] {0, 1, 2, 2}, new int[] {B, A}, new float[] {2, 2});
        float[][] vectors = {{1, 0}, {0.5f, 0.5f}, {0, 1}};
        return new SimilarItemsModel(EventWeights.NONE, vectors, new float[] {2, 1, 0}, 2, discount, counts);
    }

    private static float[] scores(SimilarItemsModel model, Query query) {
        float[] scores = new float[3];
        model.score(query, scores);
        return scores;
    }

    /** a, b: (2 + 2·0.5) / (√(4·1) + 2) = 0.75; a, c: nothing is expected and nothing was seen. */
    @Test
    void expected_users_are_added_to_those_seen() {
        assertThat(scores(model(0), Query.empty().withAnchor(A)))
                .containsExactly(new float[] {Float.NaN, 0.75f, Float.NaN}, within(1e-6f));
    }

    /** c, b: (0 + 2·0.5) / (0 + 2) = 0.5, what is expected. */
    @Test
    void an_item_nobody_had_has_the_neighbours_that_are_expected() {
        assertThat(scores(model(0), Query.empty().withAnchor(C)))
                .containsExactly(new float[] {Float.NaN, 0.5f, Float.NaN}, within(1e-6f));
    }

    /** b, a: 0.75 · (1 + 4/2)^-0.5 = 0.4330; b, c: 0.5 · (1 + 0)^-0.5 = 0.5, which is first now. */
    @Test
    void the_discount_divides_by_the_root_of_the_users() {
        assertThat(scores(model(1), Query.empty().withAnchor(B)))
                .containsExactly(new float[] {0.433013f, Float.NaN, 0.5f}, within(1e-6f));
    }

    /** Of a and c: b has 0.75 + 0.5. */
    @Test
    void a_history_is_the_sum_of_its_items() {
        assertThat(scores(model(0), Query.ofItems(C, A, C)))
                .containsExactly(new float[] {Float.NaN, 1.25f, Float.NaN}, within(1e-6f));
    }

    @Test
    void files_that_do_not_fit_are_corrupt() {
        assertCorrupt(new float[][] {{1}}, new float[] {1, 1}, new int[] {0, 0, 0}, new int[0], "1", "0");
        assertCorrupt(new float[][] {{Float.NaN}}, new float[] {1}, new int[] {0, 0}, new int[0], "1", "0");
        assertCorrupt(new float[][] {{1}}, new float[] {-1}, new int[] {0, 0}, new int[0], "1", "0");
        assertCorrupt(new float[][] {{1}}, new float[] {1}, new int[] {0, 1}, new int[] {1}, "1", "0");
        assertCorrupt(new float[][] {{1}}, new float[] {1}, new int[] {0, 2}, new int[] {0}, "1", "0");
        assertCorrupt(new float[][] {{1}}, new float[] {1}, new int[] {0, 2}, new int[] {0, 0}, "1", "0");
        assertCorrupt(new float[][] {{1}}, new float[] {1}, new int[] {1, 1}, new int[] {0}, "1", "0");
        assertCorrupt(new float[][] {{1}}, new float[] {1}, new int[] {0, 0}, new int[0], "0", "0");
        assertCorrupt(new float[][] {{1}}, new float[] {1}, new int[] {0, 0}, new int[0], "few", "0");
        assertCorrupt(new float[][] {{1}}, new float[] {1}, new int[] {0, 0}, new int[0], "1", "2");
    }

    private static void assertCorrupt(
            float[][] vectors, float[] roots, int[] offsets, int[] others, String users, String discount) {
        ArtifactWriter out = new ArtifactWriter()
                .matrix("vectors", vectors, 1)
                .floats("roots", roots)
                .ints("offsets", offsets)
                .ints("others", others)
                .floats("counts", new float[others.length])
                .text("prior_users", users)
                .text("popularity_discount", discount);
        assertThatThrownBy(() -> new SimilarItemsRecipe().read(WrittenModel.read(out)))
                .isInstanceOf(CorruptArtifactException.class);
    }
}
