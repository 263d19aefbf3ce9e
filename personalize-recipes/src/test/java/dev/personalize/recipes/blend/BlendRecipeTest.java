package dev.personalize.recipes.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlendRecipeTest {
    private final BlendRecipe recipe = new BlendRecipe();

    private Model train(Snapshot data, Map<String, String> hyperparameters) {
        return recipe.train(data, TrainingContext.of(recipe.hyperparameters().values(hyperparameters)));
    }

    /** Items a, b, c, d with 16, 4, 1 and no further users than the one who had a. */
    private static Snapshot popularity() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < 16; user++) {
            builder.interaction("u" + user, "a", null, Float.NaN, 0);
        }
        for (int user = 0; user < 4; user++) {
            builder.interaction("v" + user, "b", null, Float.NaN, 0);
        }
        builder.interaction("w", "c", null, Float.NaN, 0);
        return builder.build();
    }

    @Test
    void a_score_is_the_weighted_sum_of_fourth_roots_against_the_best_item_not_had() {
        // Asked by somebody who had b, popularity says a 16, b 4, c 1, and the greatest of the others is 16: (16/16)^¼
        // = 1,
        // (4/16)^¼ = 0.7071, (1/16)^¼ = 0.5. The two parts are the same, so weights 3 and 1, scaled to 0.75 and 0.25,
        // give that again.
        Model model =
                train(popularity(), Map.of("recipes", "popularity-count same:popularity-count", "weights", "3 1"));
        float[] scores = new float[3];

        model.score(Query.ofItems(1), scores);

        assertThat(scores).containsExactly(new float[] {1, 0.70710677f, 0.5f}, within(1e-6f));
    }

    @Test
    void what_is_best_of_those_not_had_sets_the_scale() {
        // To somebody who had a, b is the best: a (16/4)^¼ = 1.4142, b 1, c (1/4)^¼ = 0.7071.
        Model model = train(popularity(), Map.of("recipes", "popularity-count", "weights", "1"));
        float[] scores = new float[3];

        model.score(Query.ofItems(0), scores);

        assertThat(scores).containsExactly(new float[] {1.4142135f, 1, 0.70710677f}, within(1e-6f));
    }

    @Test
    void an_empty_history_is_left_to_what_is_said_to_strangers() {
        Model model = train(popularity(), Map.of("recipes", "popularity-count", "weights", "1"));
        float[] scores = new float[3];

        model.score(Query.empty(), scores);

        assertThat(scores).containsOnly(Float.NaN);
    }

    /** Sixty people of two tastes, who have the items of their taste in a random order each. */
    private static Snapshot tastes() {
        Random random = new Random(1);
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < 60; user++) {
            List<Integer> items = new ArrayList<>(IntStream.range(0, 12).boxed().toList());
            Collections.shuffle(items, random);
            for (int i = 0; i < 9; i++) {
                builder.interaction("u" + user, (user % 2 == 0 ? "x" : "y") + items.get(i), null, Float.NaN, i);
            }
        }
        return builder.build();
    }

    @Test
    void a_part_that_brings_nothing_is_not_in_the_model() throws IOException {
        Model model = train(tastes(), Map.of("recipes", "linear-item same:linear-item"));
        ArtifactReader file = written(model);

        assertThat(file.text("parts")).isEqualTo("linear-item");
        assertThat(file.has("same/recipe")).isFalse();
        assertThat(file.part("linear-item").text("recipe")).isEqualTo("linear-item");
        assertThat(file.floats("weights")).containsExactly(1);
    }

    @Test
    void people_who_never_come_back_to_an_item_have_it_lowered() throws IOException {
        Model model = train(tastes(), Map.of("recipes", "popularity-count"));
        float[] repeats = written(model).floats("repeats");

        assertThat(repeats[0]).isNegative();
        assertThat(repeats[1]).isZero();
        float[] scores = new float[model.items()];
        model.score(Query.ofItems(0, 1, 2), scores);
        for (int other = 3; other < scores.length; other++) {
            assertThat(scores[0]).isLessThan(scores[other]);
        }
    }

    @Test
    void people_who_come_back_have_it_raised() {
        // Everybody alternates between two items of his own, and each two is somebody's.
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < 40; user++) {
            for (int i = 0; i < 20; i++) {
                builder.interaction("u" + user, "i" + (user + 7 * (i % 2)) % 40, null, Float.NaN, i);
            }
        }
        Snapshot data = builder.build();
        Model model = train(data, Map.of("recipes", "popularity-count"));
        float[] scores = new float[model.items()];
        int one = data.items().position("i3");
        int other = data.items().position("i10");
        int[] alternating =
                IntStream.range(0, 18).map(i -> i % 2 == 0 ? one : other).toArray();

        model.score(Query.ofItems(alternating), scores);

        for (int item = 0; item < scores.length; item++) {
            if (item != one && item != other) {
                assertThat(scores[item]).isLessThan(scores[one]).isLessThan(scores[other]);
            }
        }
    }

    @Test
    void events_and_popularity_explain_what_the_parts_say() {
        ExplainingModel model = (ExplainingModel)
                train(tastes(), Map.of("recipes", "linear-item popularity-count sims", "weights", "0.6 0.3 0.1"));
        Query query = Query.ofItems(0, 1, 2);
        float[] scores = new float[model.items()];
        model.score(query, scores);

        Contributions parts = Objects.requireNonNull(model.explain(query).of(5));

        assertThat(parts.sum()).isCloseTo(scores[5], within(1e-6));
        assertThat(parts.events()).hasSize(3);
        assertThat(parts.anchor()).as("belongs to the newest event").isZero();
        assertThat(parts.popularity()).isPositive();
        assertThat(Math.abs(parts.remainder())).isLessThan(1e-4);
    }

    @Test
    void refuses_what_no_blend_can_be_made_of() {
        refused(Map.of("recipes", "no-such"), "no recipe 'no-such'");
        refused(Map.of("recipes", " , "), "names no recipe");
        refused(Map.of("recipes", "linear-item linear-item"), "is taken");
        refused(Map.of("recipes", "A:linear-item"), "'A'");
        refused(Map.of("recipes", "blend"), "blends recipes itself");
        refused(Map.of("recipes", "user-personalization"), "blends recipes itself");
        refused(Map.of("settings", "factors=3"), "label.name=value".replace("label.name", "recipe.hyperparameter"));
        refused(Map.of("settings", "sims.popularity_bias=1"), "[sims]");
        refused(
                Map.of("settings", "linear-item.factors=3"),
                "settings of 'linear-item': unknown hyperparameter 'factors'");
        refused(Map.of("recipes", "linear-item", "weights", "1 2"), "for 1 parts");
        refused(Map.of("recipes", "linear-item", "weights", "0"), "not all 0");
        refused(Map.of("recipes", "linear-item", "weights", "-1"), "at least 0");
        refused(Map.of("recipes", "linear-item", "weights", "much"), "no number");
    }

    private void refused(Map<String, String> hyperparameters, String message) {
        assertThatThrownBy(() -> recipe.hyperparameters().values(hyperparameters))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refuses_files_of_no_blend() throws IOException {
        corrupt(new ArtifactWriter().text("parts", "a,b").floats("weights", new float[1]), "1 weights of 2 parts");
        corrupt(new ArtifactWriter().text("parts", "").floats("weights", new float[] {1}), "a part ''");
        corrupt(new ArtifactWriter().text("parts", "a").floats("weights", new float[] {Float.NaN}), "weight NaN");
        corrupt(file("no-such", new float[] {0, 0}, 1), "no recipe 'no-such'");
        corrupt(file("blend", new float[] {0, 0}, 1), "'blend'");
        corrupt(file("popularity-count", new float[] {0, 0}, 2), "different numbers of items");
        corrupt(file("popularity-count", new float[] {0, -1}, 1), "repeats");
        corrupt(file("popularity-count", new float[] {0}, 1), "repeats");
    }

    private static ArtifactWriter file(String other, float[] repeats, int itemsOfTheOther) {
        ArtifactWriter out = new ArtifactWriter().text("parts", "a,b").floats("weights", new float[] {0.5f, 0.5f});
        out.part("a").text("recipe", "popularity-count").part("model").floats("users", new float[] {1});
        out.part("b").text("recipe", other).part("model").floats("users", new float[itemsOfTheOther]);
        return out.text("roots", "2").floats("repeats", repeats);
    }

    private void corrupt(ArtifactWriter out, String message) throws IOException {
        ArtifactReader in = read(out);
        assertThatThrownBy(() -> recipe.read(in))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining(message);
    }

    private static ArtifactReader written(Model model) throws IOException {
        ArtifactWriter out = new ArtifactWriter();
        model.write(out);
        return read(out);
    }

    private static ArtifactReader read(ArtifactWriter out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        out.writeTo(bytes);
        return ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "test");
    }
}
