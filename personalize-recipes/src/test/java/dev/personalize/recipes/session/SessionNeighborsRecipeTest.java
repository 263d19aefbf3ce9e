package dev.personalize.recipes.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.EventWeight;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SessionNeighborsRecipeTest {
    private static final float NAN = Float.NaN;
    private static final Offset<Float> CLOSE = within(1e-6f);
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final double E1 = Math.exp(-1);
    private static final double E2 = Math.exp(-2);
    /** Every step counts 1/e of the one before, in queries and in neighbours, and rarity nothing. */
    private static final Map<String, String> PLAIN =
            Map.of("step_decay", "1", "item_decay", "1", "rarity_weight", "0", "earlier_weight", "1");

    private final SessionNeighborsRecipe recipe = new SessionNeighborsRecipe();

    /** Sessions a b c and a b. */
    private static Snapshot abcAndAb() {
        Snapshot.Builder builder = Snapshot.builder();
        builder.interaction("u", "a", null, NAN, 0).interaction("u", "b", null, NAN, 1);
        builder.interaction("u", "c", null, NAN, 2).interaction("v", "a", null, NAN, 0);
        return builder.interaction("v", "b", null, NAN, 1).build();
    }

    @Test
    void one_item_by_hand() {
        // Similarities 1/√3 and 1/√2; b stands one step from a in both, c two steps in the first; a does not speak for
        // itself.
        assertThat(score(train(abcAndAb()), Query.ofItems(A)))
                .containsExactly(
                        new float[] {
                            NAN, (float) (E1 * (1 / Math.sqrt(3) + 1 / Math.sqrt(2))), (float) (E2 / Math.sqrt(3))
                        },
                        CLOSE);
    }

    @Test
    void two_items_by_hand_and_what_each_contributes() {
        Query query = Query.ofItems(A, B);
        double length = Math.sqrt(1 + E2) * Math.sqrt(3);

        // b counts 1 and a 1/e; the newest shared item is b, one step from c.
        assertThat(score(train(abcAndAb()), query)[C]).isEqualTo((float) ((1 + E1) / length * E1), CLOSE);
        assertThat(Objects.requireNonNull(((ExplainingModel) train(abcAndAb()))
                                .explain(query)
                                .of(C))
                        .events())
                .containsExactly(new double[] {E1 / length * E1, 1 / length * E1}, within(1e-9));
    }

    @Test
    void half_an_hour_without_event_ends_a_session() {
        Snapshot.Builder builder = Snapshot.builder();
        builder.interaction("u", "a", null, NAN, 0).interaction("u", "b", null, NAN, 1_800);
        builder.interaction("u", "c", null, NAN, 3_601).interaction("u", "d", null, NAN, 3_602);

        float[] scores = score(train(builder.build()), Query.ofItems(A));

        assertThat(scores[B]).isPositive();
        assertThat(scores[C]).isNaN();
    }

    @Test
    void where_times_leave_events_alone_a_history_is_a_session() {
        Snapshot.Builder builder = Snapshot.builder();
        builder.interaction("u", "a", null, NAN, 0).interaction("u", "b", null, NAN, 86_400);

        assertThat(score(train(builder.build()), Query.ofItems(A))[B]).isPositive();
    }

    @Test
    void earlier_sessions_of_the_query_count_less() {
        Model model = recipe.train(abcAndAb(), context(Map.of("earlier_weight", "0", "rarity_weight", "0")));
        int[] types = {-1, -1};

        float[] scores = score(model, new Query(new int[] {C, A}, types, new long[] {0, 86_400}, -1));

        assertThat(scores).containsExactly(score(model, Query.ofItems(A)), CLOSE);
    }

    @Test
    void events_of_the_stream_are_in_the_next_answer_and_items_of_the_stream_too() {
        LiveModel model = (LiveModel) train(abcAndAb());
        LiveModel.Live live = model.open(Clock.systemUTC());
        int unknown = 3;
        live.event("w", C, -1, 100);
        live.event("w", unknown, -1, 101);

        // c shares a b c with a and b, and c d with d, which stands one step from it.
        float[] scores = score(live.answering(4), Query.ofItems(C));
        assertThat(scores[unknown]).isEqualTo((float) (E1 / Math.sqrt(2)), CLOSE);
        assertThat(scores[B]).isEqualTo((float) (E1 / Math.sqrt(3)), CLOSE);
        assertThat(score(live.answering(3), Query.ofItems(C))).hasSize(3);
        assertThat(score(model, Query.ofItems(C))[B]).isEqualTo(scores[B]);
    }

    @Test
    void a_pause_of_the_stream_begins_a_session() {
        LiveModel.Live live = ((LiveModel) train(abcAndAb())).open(Clock.systemUTC());
        live.event("w", C, -1, 100);
        live.event("w", 3, -1, 100 + 1_801);

        assertThat(score(live.answering(4), Query.ofItems(C))[3]).isNaN();
    }

    @Test
    void a_live_model_that_was_told_everything_answers_as_one_trained_on_it() {
        Snapshot data = abcAndAb();
        LiveModel.Live live =
                ((LiveModel) recipe.train(data, context(Map.of("rarity_weight", "0")))).open(Clock.systemUTC());
        live.event("w", B, -1, 10);
        live.event("w", C, -1, 11);
        Snapshot.Builder builder = Snapshot.builder();
        builder.interaction("u", "a", null, NAN, 0).interaction("u", "b", null, NAN, 1);
        builder.interaction("u", "c", null, NAN, 2).interaction("v", "a", null, NAN, 0);
        builder.interaction("v", "b", null, NAN, 1).interaction("w", "b", null, NAN, 10);
        Model trained = recipe.train(
                builder.interaction("w", "c", null, NAN, 11).build(), context(Map.of("rarity_weight", "0")));

        for (Query query : new Query[] {Query.ofItems(A), Query.ofItems(A, C), Query.ofItems(C, B)}) {
            assertThat(score(live.answering(3), query)).containsExactly(score(trained, query), CLOSE);
        }
    }

    @Test
    void the_oldest_sessions_of_the_stream_are_forgotten() {
        AppendedSessions sessions =
                new AppendedSessions(Settings.of(context(PLAIN).hyperparameters(), 1_800), EventWeight.ONE, 10, 2);
        for (int user = 0; user < 3; user++) {
            sessions.append("u" + user, A, -1, user);
        }

        assertThat(sessions.session(0)).isNull();
        assertThat(Objects.requireNonNull(sessions.session(2)).items).containsExactly(A);
    }

    @Test
    void artifacts_that_are_none_are_refused() {
        String good = "500 200 20 2.0 4.0 0.0 0.2";
        assertCorrupt(good, new int[] {0, 2}, new int[] {0, 5}, new long[] {1}, new int[] {1, 1});
        assertCorrupt(good, new int[] {0, 3}, new int[] {0, 1}, new long[] {1}, new int[] {1, 1});
        assertCorrupt(good, new int[] {0, 2, 2}, new int[] {0, 1}, new long[] {1, 2}, new int[] {1, 1});
        assertCorrupt(good, new int[] {0, 1, 2}, new int[] {0, 1}, new long[] {2, 1}, new int[] {1, 1});
        assertCorrupt(good, new int[] {0, 2}, new int[] {0, 1}, new long[] {1}, new int[] {1, 2});
        assertCorrupt(
                "500 200 65 2.0 4.0 0.0 0.2", new int[] {0, 2}, new int[] {0, 1}, new long[] {1}, new int[] {1, 1});
        assertCorrupt("500", new int[] {0, 2}, new int[] {0, 1}, new long[] {1}, new int[] {1, 1});
    }

    private void assertCorrupt(String settings, int[] offsets, int[] items, long[] times, int[] counts) {
        assertThatThrownBy(() -> recipe.read(artifact(settings, offsets, items, times, counts)))
                .isInstanceOf(CorruptArtifactException.class);
    }

    private static ArtifactReader artifact(String settings, int[] offsets, int[] items, long[] times, int[] counts)
            throws IOException {
        float[] weights = new float[times.length];
        Arrays.fill(weights, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ArtifactWriter()
                .text("gap", "1800")
                .text("settings", settings)
                .text("rarity_weight", "0.5")
                .text("longest_session", "100")
                .ints("session_offsets", offsets)
                .ints("session_items", items)
                .longs("session_times", times)
                .floats("session_weights", weights)
                .ints("sessions_of_items", counts)
                .writeTo(bytes);
        return ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a model");
    }

    private TrainingContext context(Map<String, String> settings) {
        return TrainingContext.of(recipe.hyperparameters().values(settings));
    }

    private Model train(Snapshot data) {
        return recipe.train(data, context(PLAIN));
    }

    private static float[] score(Model model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }
}
