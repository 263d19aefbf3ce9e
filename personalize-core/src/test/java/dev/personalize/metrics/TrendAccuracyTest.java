package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrendingModel;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendAccuracyTest {
    /** Shows some items, and says nothing of the others. */
    private record Shown(Snapshot data, List<String> list, long windowSeconds) implements TrendingModel {
        @Override
        public int items() {
            return data.items().size();
        }

        @Override
        public void score(Query query, float[] scores) {
            Arrays.fill(scores, Float.NaN);
            list.forEach(id -> scores[data.items().position(id)] = 1);
        }

        @Override
        public void write(ArtifactWriter out) {
            throw new UnsupportedOperationException("never written");
        }
    }

    private static Evaluation measured(Snapshot.Builder events, String... shown) {
        Holdout split = Split.byTime(Instant.ofEpochSecond(100)).of(events.build());
        return Evaluation.NONE.withTrend(new Shown(split.train(), List.of(shown), 50), split, 100);
    }

    private static void add(Snapshot.Builder data, String item, int events, long from) {
        for (int i = 0; i < events; i++) {
            data.interaction("u" + i, item, null, Float.NaN, from + i);
        }
    }

    /**
     * Windows are of 50 s, the instant is second 100. a: 1 event at 60, 5 from 100 on, +4. b: 3 from 60, 4 from 110, +1. c: 6 from 70, 1 at 120, −5; its
     * events at 10 are in neither. d: none before, 5 from 145, all within 50 s, +5. So 10 is possible; a, b, c and d come to 5, a and b to 5, c alone to
     * less than nothing.
     */
    private static Snapshot.Builder rising() {
        Snapshot.Builder data = Snapshot.builder();
        add(data, "a", 1, 60);
        add(data, "a", 5, 100);
        add(data, "b", 3, 60);
        add(data, "b", 4, 110);
        add(data, "c", 4, 10);
        add(data, "c", 6, 70);
        add(data, "c", 1, 120);
        add(data, "d", 5, 145);
        add(data, "d", 3, 150);
        return data;
    }

    @Test
    void is_the_growth_of_what_is_shown_by_the_greatest_there_was() {
        assertThat(measured(rising(), "a", "d").metrics()).containsExactly(entry("trend_prediction_accuracy", 0.9));
        assertThat(measured(rising(), "a", "b").metrics()).containsExactly(entry("trend_prediction_accuracy", 0.5));
        assertThat(measured(rising(), "c").metrics()).containsExactly(entry("trend_prediction_accuracy", 0.0));
        assertThat(measured(rising(), "c").popularity())
                .as("all four are among the 25 most popular")
                .containsExactly(entry("trend_prediction_accuracy", 0.5));
    }

    @Test
    void is_nothing_where_nothing_rose() {
        Snapshot.Builder data = Snapshot.builder();
        add(data, "a", 3, 60);
        add(data, "a", 2, 100);

        assertThat(measured(data, "a").metrics()).containsExactly(entry("trend_prediction_accuracy", 0.0));
    }

    /** Thirty items, of which i1 … i30 rise by 1 … 30; the best 25, i6 … i30, by 450. */
    private static Snapshot.Builder thirty() {
        Snapshot.Builder data = Snapshot.builder();
        add(data, "old", 1, 0);
        for (int i = 1; i <= 30; i++) {
            add(data, "i" + i, i, 100);
        }
        return data;
    }

    @Test
    void the_greatest_there_was_is_of_twenty_five_items() {
        String[] best = IntStream.rangeClosed(6, 30).mapToObj(i -> "i" + i).toArray(String[]::new);

        assertThat(measured(thirty(), best).metrics()).containsExactly(entry("trend_prediction_accuracy", 1.0));
        assertThat(measured(thirty(), "i30", "i15").metrics()).containsExactly(entry("trend_prediction_accuracy", 0.1));
    }
}
