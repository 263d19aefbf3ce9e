package dev.personalize.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the interfaces promise that a model may implement besides {@link Model}, and what a recipe promises of its models that {@linkplain
 * dev.personalize.recipe.Recipe#supportsUpdate supports updates}.
 */
final class OptionalAbilities {
    private static final int KNOWN_EVENTS = 3;

    private OptionalAbilities() {}

    /**
     * Asserts what a version made with UPDATE relies on. The model of the full version answers in it, and is told of no item that came since:
     * such items have positions beyond its own, which a {@link LiveModel} would give out a second time, and are left out of the histories it is
     * asked with. So what is left of the history of a user of the checkerboard must be enough for items of that user's colour.
     *
     * @param model trained on the checkerboard
     */
    static void canBeUpdated(RecipeType type, Model model) {
        assertThat(type).as("what is asked for, if items are admitted").isNotEqualTo(RecipeType.USER_SEGMENTATION);
        assertThat(model).isNotInstanceOf(LiveModel.class);
        Scoring.assertNotInfinite(Scoring.score(model, Query.empty()));
        for (int user = 0; type.isPersonal() && user < ContractData.USERS; user++) {
            int[] known = Arrays.copyOf(ContractData.historyOf(user), KNOWN_EVENTS);
            float[] scores = Scoring.score(model, Query.ofItems(known));
            int best = IntStream.range(0, ContractData.ITEMS)
                    .filter(item -> IntStream.of(known).noneMatch(had -> had == item))
                    .filter(item -> !Float.isNaN(scores[item]))
                    .reduce((a, b) -> scores[b] > scores[a] ? b : a)
                    .orElseThrow();
            assertThat(best % 2)
                    .as("colour of the best item for user %s with %s events", user, KNOWN_EVENTS)
                    .isEqualTo(user % 2);
        }
    }

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
