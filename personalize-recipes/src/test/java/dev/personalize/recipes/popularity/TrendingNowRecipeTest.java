package dev.personalize.recipes.popularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TrendingNowRecipeTest {
    private final TrendingNowRecipe recipe = new TrendingNowRecipe();

    private LiveModel train(Snapshot data, Map<String, String> hyperparameters) {
        return (LiveModel)
                recipe.train(data, TrainingContext.of(recipe.hyperparameters().values(hyperparameters)));
    }

    private static float[] scores(Model model) {
        float[] scores = new float[model.items()];
        model.score(Query.empty(), scores);
        return scores;
    }

    private static Clock at(long second) {
        return Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC);
    }

    /** Two users of a, one of b, one of c. */
    private static Snapshot data() {
        return Snapshot.builder()
                .interaction("u1", "a", null, Float.NaN, 1_000)
                .interaction("u2", "a", null, Float.NaN, 1_001)
                .interaction("u1", "b", null, Float.NaN, 9_000)
                .interaction("u1", "b", null, Float.NaN, 9_001)
                .interaction("u2", "c", null, Float.NaN, 9_001)
                .build();
    }

    @Test
    void a_trend_is_the_last_window_less_the_one_before_and_popularity_decides_between_equals() {
        // The windows of 2 hours before 9001 are (1801, 9001] and (-5399, 1801]: a -2, b +2, c +1. Popularity adds
        // users/(2·3):
        // 2/6, 1/6, 1/6.
        assertThat(scores(train(data(), Map.of()))).containsExactly(-2 + 2 / 6f, 2 + 1 / 6f, 1 + 1 / 6f);
        // In half an hour, a has neither; it stays above an item that falls.
        assertThat(scores(train(data(), Map.of("trend_discovery_frequency", "30 minutes"))))
                .containsExactly(2 / 6f, 2 + 1 / 6f, 1 + 1 / 6f);
    }

    @Test
    void the_default_window_is_two_hours() {
        assertThat(recipe.hyperparameters().defaults().choice("trend_discovery_frequency"))
                .isEqualTo("2 hours");
    }

    @Test
    void a_campaign_counts_events_until_now_and_new_items_too() {
        LiveModel model = train(data(), Map.of("trend_discovery_frequency", "1 hour"));
        LiveModel.Live live = model.open(at(20_000));
        live.event("u3", 2, -1, 19_999);
        live.event("u3", 3, -1, 16_401);
        live.event("u4", 3, -1, 16_400);
        live.event("u4", 3, -1, 20_500);
        live.event("u4", 0, -1, 12_800);

        // (16400, 20000] is the last window, (12800, 16400] the one before; what comes from the future happens now.
        // Item 3 has two
        // of the last and one of the one before; a's event is too old by a second; item 4 is nobody's.
        assertThat(scores(live.answering(5))).containsExactly(2 / 6f, 1 / 6f, 1 + 1 / 6f, 1, Float.NaN);
        assertThat(model.since(Instant.ofEpochSecond(20_000))).isEqualTo(12_801);
    }

    @Test
    void when_nothing_happens_popular_items_are_answered() {
        LiveModel.Live live = train(data(), Map.of()).open(at(1_000_000));
        assertThat(scores(live.answering(4))).containsExactly(2, 1, 1, Float.NaN);
        live.event("u", 1, -1, 100_000);
        assertThat(scores(live.answering(4))).containsExactly(2, 1, 1, Float.NaN);
    }

    @Test
    void an_item_with_fewer_events_than_asked_for_has_no_trend() {
        // b has two events in the windows, c one.
        assertThat(scores(train(data(), Map.of("min_event_count", "2"))))
                .containsExactly(-2 + 2 / 6f, 2 + 1 / 6f, 1 / 6f);
    }

    @Test
    void the_velocity_lets_a_large_rise_win_over_two_events_of_an_item_nobody_knew() {
        Map<String, String> velocity =
                Map.of("trend_score", "velocity", "trend_discovery_frequency", "1 hour", "velocity_smoothing", "5");
        LiveModel.Live live = train(data(), velocity).open(at(1_000_000));
        for (int i = 0; i < 100; i++) {
            live.event("u" + i, 0, -1, 1_000_000 - 36_000L * i / 100); // a: ten an hour for ten hours
        }
        for (int i = 0; i < 30; i++) {
            live.event("v" + i, 1, -1, 1_000_000 - 100 * i); // b: thirty in the last hour
        }
        live.event("w", 2, -1, 1_000_000);
        live.event("x", 2, -1, 1_000_000);

        float[] scores = scores(live.answering(3));
        assertThat(scores[1]).isGreaterThan(scores[2]).isGreaterThan(scores[0]);
        assertThat(scores[2]).isLessThan(1);
    }

    @Test
    void an_answer_is_one_while_events_come_and_no_event_is_lost() {
        LiveModel.Live live = train(data(), Map.of()).open(at(20_000));
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int item = thread;
            writers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 5_000; i++) {
                    live.event("u", item, -1, 20_000 - i % 50);
                    if (i % 100 == 0) {
                        Model view = live.answering(4);
                        assertThat(scores(view)).containsExactly(scores(view));
                    }
                }
            }));
        }
        writers.forEach(CompletableFuture::join);

        assertThat(scores(live.answering(4))).containsExactly(5_000 + 2 / 6f, 5_000 + 1 / 6f, 5_000 + 1 / 6f, 5_000);
    }

    @Test
    void a_file_with_settings_or_counts_that_are_none_is_corrupt() throws IOException {
        assertThatThrownBy(() -> read("every full moon", 1)).isInstanceOf(CorruptArtifactException.class);
        assertThatThrownBy(() -> read("1 hour", -1)).isInstanceOf(CorruptArtifactException.class);
        assertThat(read("1 hour", 7).items()).isEqualTo(1);
    }

    private Model read(String frequency, float users) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ArtifactWriter out = new ArtifactWriter();
        out.text("trend_discovery_frequency", frequency);
        out.text("trend_score", "increase");
        out.text("velocity_smoothing", "3.0");
        out.text("min_event_count", "1");
        out.floats("users", new float[] {users});
        out.floats("scores", new float[] {1});
        out.writeTo(bytes);
        return recipe.read(ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a model"));
    }
}
