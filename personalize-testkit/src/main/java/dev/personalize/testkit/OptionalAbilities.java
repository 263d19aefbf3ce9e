package dev.personalize.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

    /**
     * Asserts that the contributions to every score of a query sum to it, have the right shape and are finite, and that there
     * are none where there is no score.
     */
    static void contributionsSumToTheScores(ExplainingModel model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        double tolerance = 1e-4 * greatestAbsolute(scores);
        ExplainingModel.Breakdown breakdown = model.explain(query);
        for (int item = 0; item < scores.length; item++) {
            Contributions contributions = breakdown.of(item);
            assertThat(contributions != null)
                    .as("there are contributions to item %s, which scores %s", item, scores[item])
                    .isEqualTo(!Float.isNaN(scores[item]));
            if (contributions != null) {
                assertThat(contributions.sum())
                        .as("sum of the contributions to item %s", item)
                        .isCloseTo(scores[item], within(tolerance));
                assertFits(contributions, query);
            }
        }
    }

    private static double greatestAbsolute(float[] scores) {
        double greatest = 0;
        for (float score : scores) {
            if (Math.abs(score) > greatest) {
                greatest = Math.abs(score);
            }
        }
        return greatest;
    }

    private static void assertFits(Contributions contributions, Query query) {
        assertThat(contributions.events().length)
                .as("number of contributions of events")
                .isIn(0, query.size());
        for (double contribution : contributions.events()) {
            assertThat(contribution).isFinite();
        }
        assertThat(contributions.attributes()).allMatch(attribute -> Double.isFinite(attribute.contribution()));
        assertThat(contributions.popularity()).isFinite();
        assertThat(contributions.remainder()).isFinite();
        if (query.anchor() < 0) {
            assertThat(contributions.anchor())
                    .as("contribution of an anchor that is not there")
                    .isZero();
        }
        assertThat(contributions.anchor()).isFinite();
    }

    /** {@return the contributions to every score of a query, as bits in text, to be compared} */
    static List<String> explanations(ExplainingModel model, Query query) {
        ExplainingModel.Breakdown breakdown = model.explain(query);
        return IntStream.range(0, model.items())
                .mapToObj(item -> text(breakdown.of(item)))
                .toList();
    }

    private static String text(@Nullable Contributions contributions) {
        // Two doubles have the same text only if they have the same bits.
        return contributions == null
                ? "none"
                : Arrays.toString(contributions.events()) + " " + contributions.anchor() + " "
                        + contributions.popularity() + " " + contributions.attributes() + " "
                        + contributions.remainder();
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (double) a[k] * b[k];
        }
        return sum;
    }
}
