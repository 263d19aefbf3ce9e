package dev.personalize.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.data.WeightedItems;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.TrainingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventWeightsTest {
    private static final long DAY = 86_400;

    /** User u: a clicked on day 0 and bought on day 2, b clicked on day 2, c without type on day 1. */
    private static Snapshot events() {
        return Snapshot.builder()
                .interaction("u", "a", "click", Float.NaN, 0)
                .interaction("u", "c", null, Float.NaN, DAY)
                .interaction("u", "b", "click", Float.NaN, 2 * DAY)
                .interaction("u", "a", "buy", Float.NaN, 2 * DAY)
                .build();
    }

    /** Events weigh 1, 1 (no type), 1 and 5: 8 in all, 2 on average. Item a counts for the purchase, 5/2; b and c for 1/2. */
    @Test
    void types_weigh_what_they_are_given_in_proportion_and_one_on_average() {
        Snapshot data = events();
        EventWeights weights = EventWeights.of(data, Map.of("buy", 5.0, "never seen", 7.0), 0);

        PreferenceMatrix pairs = weights.preferences(data.interactions());

        assertThat(pairs.size()).isEqualTo(3);
        assertThat(pairs.weighted()).isTrue();
        assertThat(pairs.weight(0)).isEqualTo(2.5f);
        assertThat(pairs.weight(1)).isEqualTo(0.5f);
        assertThat(pairs.weight(2)).isEqualTo(0.5f);
        PreferenceMatrix tenfold =
                EventWeights.of(data, Map.of("buy", 50.0, "click", 10.0), 0).preferences(data.interactions());
        assertThat(tenfold.weight(0) / tenfold.weight(1)).isEqualTo(5f);
    }

    /** Half-life 1 day, newest event on day 2: a from day 0 weighs 1/4, c 1/2, b and the later a 1; mean 2.75/4. */
    @Test
    void an_event_loses_half_of_its_weight_in_every_half_life() {
        Snapshot data = events();

        PreferenceMatrix pairs = EventWeights.of(data, Map.of(), 1).preferences(data.interactions());

        assertThat(pairs.weight(0)).isCloseTo(1 / 0.6875f, within(1e-6f));
        assertThat(pairs.weight(1)).isCloseTo(1 / 0.6875f, within(1e-6f));
        assertThat(pairs.weight(2)).isCloseTo(0.5f / 0.6875f, within(1e-6f));
    }

    @Test
    void weights_move_with_their_entries_when_the_matrix_is_transposed() {
        Snapshot data = events();
        PreferenceMatrix items = EventWeights.of(data, Map.of("buy", 5.0), 0)
                .preferences(data.interactions())
                .transpose();

        assertThat(items.rows()).isEqualTo(3);
        assertThat(items.weight(items.begin(0))).isEqualTo(2.5f);
        assertThat(items.weight(items.begin(2))).isEqualTo(0.5f);
    }

    @Test
    void what_weighs_nothing_is_left_out() {
        Snapshot data = events();
        EventWeights weights = EventWeights.of(data, Map.of("click", 0.0), 0);

        assertThat(weights.preferences(data.interactions()).size()).isEqualTo(2);
        assertThat(weights.history(history(0, 0, 2 * DAY)).size()).isEqualTo(1);
        assertThat(weights.history(history(1, 1, 2 * DAY)).size()).isZero();
    }

    private static Query history(int first, int second, long time) {
        int click = 1; // after "buy"
        return new Query(
                new int[] {first, second, 2},
                new int[] {click, click, click == first ? click : -1},
                new long[] {time, time, time},
                -1);
    }

    @Test
    void where_all_events_weigh_the_same_there_are_no_weights() {
        Snapshot data = events();
        Map<String, Double> threeTimesAll = Map.of("buy", 1.0, "click", 1.0);

        assertThat(EventWeights.of(data, Map.of(), 0)).isSameAs(EventWeights.NONE);
        assertThat(EventWeights.of(data, threeTimesAll, 0)).isSameAs(EventWeights.NONE);
        assertThat(EventWeights.NONE.preferences(data.interactions()).weighted())
                .isFalse();
        assertThat(EventWeights.NONE.history(Query.ofItems(2, 0, 2)).weights()).isNull();
    }

    @Test
    void a_training_users_history_weighs_what_it_did_in_training() {
        Snapshot data = events();
        EventWeights weights = EventWeights.of(data, Map.of("buy", 5.0), 3);

        WeightedItems history = weights.history(Query.ofHistory(data.interactions(), 0, 4));

        PreferenceMatrix pairs = weights.preferences(data.interactions());
        for (int i = 0; i < 3; i++) {
            assertThat(history.item(i)).isEqualTo(pairs.column(i));
            assertThat(history.weight(i)).isEqualTo(pairs.weight(i));
        }
    }

    /** Ten days after the training the user's newest event counts like a fresh one of the training, and one a day before half. */
    @Test
    void events_after_the_training_are_compared_with_the_newest_of_them() {
        Snapshot data = events();
        EventWeights weights = EventWeights.of(data, Map.of(), 1);
        Query query = new Query(new int[] {0, 1}, new int[] {-1, -1}, new long[] {11 * DAY, 12 * DAY}, -1);

        WeightedItems history = weights.history(query);

        assertThat(history.weight(1)).isEqualTo(weights.of(-1, 2 * DAY));
        assertThat(history.weight(0)).isEqualTo(weights.of(-1, DAY));
    }

    @Test
    void an_artifact_gives_them_back() throws IOException {
        EventWeights weights = EventWeights.of(events(), Map.of("buy", 5.0), 3);

        EventWeights copy = EventWeights.read(artifact(written(weights)));

        assertThat(copy.of(0, DAY)).isEqualTo(weights.of(0, DAY));
        assertThat(EventWeights.read(artifact(written(EventWeights.NONE)))).isSameAs(EventWeights.NONE);
    }

    private static ArtifactWriter written(EventWeights weights) {
        ArtifactWriter out = new ArtifactWriter();
        weights.write(out);
        return out;
    }

    private static ArtifactReader artifact(ArtifactWriter out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        out.writeTo(bytes);
        return ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a model");
    }

    @Test
    void an_artifact_with_impossible_weights_is_corrupt() {
        for (String[] texts : new String[][] {{"-1", "5"}, {"NaN", "5"}, {"1", "yesterday"}}) {
            ArtifactWriter out = new ArtifactWriter()
                    .floats("event_type_weights", new float[] {1})
                    .text("event_half_life_seconds", texts[0])
                    .text("newest_event", texts[1]);
            assertThatThrownBy(() -> EventWeights.read(artifact(out))).isInstanceOf(CorruptArtifactException.class);
        }
    }

    @Test
    void weights_that_are_none_are_refused() {
        assertThatThrownBy(() -> EventWeights.of(events(), Map.of("buy", -1.0), 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("buy")
                .hasMessageContaining("-1.0");
        Snapshot onlyBuys =
                Snapshot.builder().interaction("u", "a", "buy", Float.NaN, 0).build();
        assertThatThrownBy(() -> EventWeights.of(onlyBuys, Map.of("buy", 0.0), 0))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("[buy]");
    }
}
