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
