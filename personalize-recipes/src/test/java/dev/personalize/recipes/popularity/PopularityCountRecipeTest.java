package dev.personalize.recipes.popularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PopularityCountRecipeTest {
    private final PopularityCountRecipe recipe = new PopularityCountRecipe();

    @Test
    void counts_distinct_users() {
        Snapshot data = Snapshot.builder()
                .interaction("u1", "a", null, Float.NaN, 1)
                .interaction("u1", "a", null, Float.NaN, 2)
                .interaction("u1", "b", null, Float.NaN, 3)
                .interaction("u2", "b", null, Float.NaN, 1)
                .interaction("u3", "c", null, Float.NaN, 1)
                .interaction("u3", "b", null, Float.NaN, 2)
                .build();

        assertThat(scores(data, Query.empty())).containsExactly(1, 3, 1);
    }

    @Test
    void an_item_without_events_scores_zero() {
        Snapshot data = Snapshot.builder()
                .interaction("u1", "a", null, Float.NaN, 1)
                .interaction("u1", "b", null, Float.NaN, 2)
                .build();
        Interactions events = data.interactions();

        assertThat(scores(data.withInteractions(events.filter(p -> events.item(p) == 1)), Query.empty()))
                .containsExactly(0, 1);
    }

    @Test
    void everybody_gets_the_same() {
        Snapshot data = Snapshot.builder()
                .interaction("u1", "a", null, Float.NaN, 1)
                .interaction("u2", "b", null, Float.NaN, 2)
                .build();

        assertThat(scores(data, Query.ofItems(1, 1, 0).withAnchor(1))).isEqualTo(scores(data, Query.empty()));
    }

    @Test
    void with_a_half_life_a_user_counts_half_for_each_one_that_his_newest_event_is_old() {
        long day = 86_400;
        Snapshot data = Snapshot.builder()
                .interaction("u1", "a", null, Float.NaN, 0)
                .interaction("u1", "a", null, Float.NaN, 6 * day)
                .interaction("u2", "b", null, Float.NaN, 4 * day)
                .interaction("u3", "c", null, Float.NaN, 2 * day)
                .build();
        Model model = recipe.train(
                data, TrainingContext.of(recipe.hyperparameters().values(Map.of("recency_half_life", "2"))));
        float[] scores = new float[3];
        model.score(Query.empty(), scores);

        // The newest event is of day 6: a counts 1, b of day 4 a half, c of day 2 a quarter, times one scale for all.
        assertThat(scores[1] / scores[0]).isEqualTo(0.5f);
        assertThat(scores[2] / scores[0]).isEqualTo(0.25f);
    }

    @Test
    void popularity_is_the_only_reason() {
        Snapshot data = Snapshot.builder()
                .interaction("u1", "a", null, Float.NaN, 1)
                .interaction("u2", "a", null, Float.NaN, 2)
                .build();
        ExplainingModel model = (ExplainingModel)
                recipe.train(data, TrainingContext.of(recipe.hyperparameters().defaults()));

        Contributions contributions =
                Objects.requireNonNull(model.explain(Query.ofItems(0)).of(0));

        assertThat(contributions.popularity()).isEqualTo(2);
        assertThat(contributions.sum()).isEqualTo(2);
    }

    @Test
    void a_negative_count_is_corrupt() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ArtifactWriter().floats("users", new float[] {3, -1}).writeTo(bytes);
        ArtifactReader artifact =
                ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a model");

        assertThatThrownBy(() -> recipe.read(artifact))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("-1.0 users of item 1");
    }

    private float[] scores(Snapshot data, Query query) {
        Model model =
                recipe.train(data, TrainingContext.of(recipe.hyperparameters().defaults()));
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }
}
