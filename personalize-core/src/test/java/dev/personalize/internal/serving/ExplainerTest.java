package dev.personalize.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.internal.serving.Cause.Kind;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.Contributions.OfAttribute;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final List<String> ITEMS = List.of("apple", "bread", "cheese");
    private static final List<String> TYPES = List.of("buy", "view");
    private static final int CHEESE = 2;

    /** Apple viewed at 10, bread bought at 20, apple bought at 30, bread had at 40 in a way nobody knew in training. */
    private static final Query HISTORY =
            new Query(new int[] {0, 1, 0, 1}, new int[] {1, 0, 0, -1}, new long[] {10, 20, 30, 40}, -1);

    /** Says the same to every question. */
    private record Said(@Nullable Contributions contributions) implements ExplainingModel {
        @Override
        public int items() {
            return ITEMS.size();
        }

        @Override
        public void score(Query query, float[] scores) {
            throw new AssertionError("explaining asks for no score and writes nothing");
        }

        @Override
        public Breakdown explain(Query query) {
            return item -> contributions;
        }

        @Override
        public void write(ArtifactWriter out) {
            throw new AssertionError("explaining asks for no score and writes nothing");
        }
    }

    /** Cannot explain itself. */
    private record Silent() implements Model {
        @Override
        public int items() {
            return ITEMS.size();
        }

        @Override
        public void score(Query query, float[] scores) {
            throw new AssertionError("explaining asks for no score and writes nothing");
        }

        @Override
        public void write(ArtifactWriter out) {
            throw new AssertionError("explaining asks for no score and writes nothing");
        }
    }

    private static Explained explain(Model model, Query query, float score) {
        return new Explainer(model, query, ITEMS::get, TYPES::get, item -> 7).explain(CHEESE, score, 0);
    }

    /** Score 2 of one event, lowered by 3: shares 2/5 and 3/5. */
    @Test
    void what_the_user_turned_down_is_a_cause_of_its_own() {
        Model model = new Said(Contributions.ofEvents(new double[] {0, 0, 2, 0}));

        Explained explained = new Explainer(model, HISTORY, ITEMS::get, TYPES::get, item -> 7).explain(CHEESE, 2, -3);

        assertThat(explained.rawScore()).isEqualTo(-1);
        assertThat(explained.causes()).extracting(Cause::kind).containsExactly(Cause.Kind.NEGATIVE, Cause.Kind.HISTORY);
        assertThat(explained.causes()).extracting(Cause::share).containsExactly(0.6, 0.4);
    }

    @Test
    void events_of_one_item_are_one_cause_that_names_the_newest() {
        Explained explained = explain(new Said(Contributions.ofEvents(new double[] {1, 0, 2, -1})), HISTORY, 2);

        // Shares of 3 and 1 in 4. The first event of bread has no part, so bread has one event, of no known type.
        assertThat(explained.itemId()).isEqualTo("cheese");
        assertThat(explained.rawScore()).isEqualTo(2);
        assertThat(explained.causes())
                .containsExactly(
                        new Cause(Kind.HISTORY, "apple", "buy", 30, 2, 3, 0.75),
                        new Cause(Kind.HISTORY, "bread", null, 40, 1, -1, 0.25));
    }

    @Test
    void causes_of_all_kinds_are_sorted_by_absolute_value() {
        Contributions contributions = new Contributions(
                new double[] {0.5, 0, 0, 0}, -4, 2, List.of(new OfAttribute("AISLE", "dairy", -1)), 0.5);

        Explained explained = explain(new Said(contributions), HISTORY.withAnchor(1), -2);

        assertThat(explained.causes())
                .containsExactly(
                        new Cause(Kind.ANCHOR, "bread", null, 0, 0, -4, 0.5),
                        new Cause(Kind.POPULARITY, null, null, 0, 0, 2, 0.25),
                        new Cause(Kind.ATTRIBUTE, "AISLE", "dairy", 0, 0, -1, 0.125),
                        new Cause(Kind.HISTORY, "apple", "view", 10, 1, 0.5, 0.0625),
                        new Cause(Kind.REMAINDER, null, null, 0, 0, 0.5, 0.0625));
    }

    @Test
    void what_has_no_part_is_no_cause() {
        assertThat(explain(new Said(Contributions.ofPopularity(0)), HISTORY.withAnchor(0), 0)
                        .causes())
                .isEmpty();
    }

    @Test
    void a_score_that_is_not_taken_apart_is_one_remainder() {
        for (Model model : List.of(new Silent(), new Said(null))) {
            assertThat(explain(model, HISTORY, 0.5f).causes())
                    .containsExactly(new Cause(Kind.REMAINDER, null, null, 0, 0, 0.5, 1));
        }
    }

    @Test
    void an_item_without_score_is_there_for_its_users() {
        Explained explained = explain(new Silent(), HISTORY, Float.NaN);

        assertThat(explained.rawScore()).isNull();
        assertThat(explained.causes()).containsExactly(new Cause(Kind.POPULARITY, null, null, 0, 0, 7, 1));
    }

    @Test
    void what_places_an_item_whatever_its_score_comes_first_and_takes_no_share() {
        Explained explained = explain(new Said(Contributions.ofPopularity(3)), HISTORY, 3);

        assertThat(explained.promotedBy("spring").causes())
                .containsExactly(
                        new Cause(Kind.PROMOTION, "spring", null, 0, 0, 0, 0),
                        new Cause(Kind.POPULARITY, null, null, 0, 0, 3, 1));
        assertThat(explained.explored().causes())
                .containsExactly(
                        new Cause(Kind.EXPLORATION, null, null, 0, 0, 0, 0),
                        new Cause(Kind.POPULARITY, null, null, 0, 0, 3, 1));
    }

    @Test
    void values_sum_to_what_the_model_said() {
        Contributions contributions = new Contributions(new double[] {0.1, 0.2, 0.3, 0.4}, 0, 0.5, List.of(), -0.7);

        double sum = explain(new Said(contributions), HISTORY, 0.8f).causes().stream()
                .mapToDouble(Cause::value)
                .sum();

        assertThat(sum).isCloseTo(contributions.sum(), within(1e-12));
    }
}
