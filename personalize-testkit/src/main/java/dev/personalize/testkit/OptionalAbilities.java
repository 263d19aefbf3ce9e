package dev.personalize.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Query;

/** What the interfaces promise that a model may implement besides {@link dev.personalize.recipe.Model}. */
final class OptionalAbilities {
    private OptionalAbilities() {}

    /** Asserts that the scores of a query are the products of the vectors of its user and of all items. */
    static void vectorsMultiplyToTheScores(EmbeddingModel model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        float[] user = new float[model.dimensions()];
        boolean userKnown = model.user(query, user);
        for (int item = 0; item < scores.length; item++) {
            float[] vector = new float[model.dimensions()];
            if (model.item(item, vector) && userKnown) {
                double tolerance = 1e-5 * Math.sqrt(product(user, user) * product(vector, vector));
                assertThat((double) scores[item])
                        .as("score of item %s against its vector", item)
                        .isCloseTo(product(user, vector), within(tolerance));
            } else {
                assertThat(scores[item])
                        .as("score of item %s without vector", item)
                        .isNaN();
            }
        }
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (double) a[k] * b[k];
        }
        return sum;
    }
}
