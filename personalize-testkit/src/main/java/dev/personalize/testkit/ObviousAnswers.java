package dev.personalize.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.math.TopK;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import java.util.stream.IntStream;

/** The one right answer of each type of recipe, on data that leave no doubt. */
final class ObviousAnswers {
    private ObviousAnswers() {}

    /** Asserts it for every user of {@link ContractData#checkerboard()}, which the model was trained on. */
    static void ranksTheMissingItemAboveTheOtherColour(Model model) {
        for (int user = 0; user < ContractData.USERS; user++) {
            float[] scores = score(model, Query.ofItems(ContractData.historyOf(user)));
            int missing = ContractData.missingItem(user);

            assertThat(scores[missing]).as("score of the right answer").isNotNaN();
            for (int item = 1 - user % 2; item < ContractData.ITEMS; item += 2) {
                assertThat(scores[item] >= scores[missing])
                        .as(
                                "user %s: item %s of the other colour scores %s, item %s of the same colour %s",
                                user, item, scores[item], missing, scores[missing])
                        .isFalse();
            }
        }
    }

    /** Asserts it for every item of {@link ContractData#checkerboard()}, which the model was trained on. */
    static void relatesItemsOfOneColour(Model model) {
        for (int anchor = 0; anchor < ContractData.ITEMS; anchor++) {
            float[] scores = score(model, Query.empty().withAnchor(anchor));
            int sameColour = ContractData.ITEMS / 2 - 1;
            TopK best = new TopK(sameColour);
            best.offerAll(scores);

            int[] neighbors = best.drain();
            assertThat(neighbors)
                    .as("neighbours of item %s", anchor)
                    .hasSize(sameColour)
                    .doesNotContain(anchor);
            for (int neighbor : neighbors) {
                assertThat(neighbor % 2).as("colour of item %s", neighbor).isEqualTo(anchor % 2);
            }
        }
    }

    /** Asserts it for a model that was trained on {@link ContractData#staircase()}. */
    static void ranksItemsByTheirUsers(Model model) {
        int items = model.items();
        float[] scores = score(model, Query.empty());

        TopK best = new TopK(items);
        best.offerAll(scores);
        assertThat(best.drain()).containsExactly(IntStream.range(0, items).toArray());
    }

    private static float[] score(Model model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }
}
