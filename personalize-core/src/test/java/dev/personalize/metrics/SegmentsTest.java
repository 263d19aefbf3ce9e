package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import dev.personalize.recipe.RecipeType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmentsTest {
    /**
     * Users u1 … u6 with 1, 1, 2, 2, 3 and 3 events given: hit (3 users), hit and one of the other two, in turn h, m, t; then all are
     * asked for "hit" and the new item. Everybody gets hit, then mid.
     */
    private static Measurement shop() {
        Snapshot data = Snapshot.builder()
                .interaction("u1", "hit", null, Float.NaN, 1)
                .interaction("u1", "mid", null, Float.NaN, 9)
                .interaction("u2", "hit", null, Float.NaN, 1)
                .interaction("u2", "new", null, Float.NaN, 9)
                .interaction("u3", "hit", null, Float.NaN, 1)
                .interaction("u3", "mid", null, Float.NaN, 2)
                .interaction("u3", "tail", null, Float.NaN, 9)
                .interaction("u4", "hit", null, Float.NaN, 1)
                .interaction("u4", "mid", null, Float.NaN, 2)
                .interaction("u4", "hit", null, Float.NaN, 9)
                .interaction("u5", "hit", null, Float.NaN, 1)
                .interaction("u5", "mid", null, Float.NaN, 2)
                .interaction("u5", "tail", null, Float.NaN, 3)
                .interaction("u5", "mid", null, Float.NaN, 9)
                .build();
        Holdout holdout = Split.of((user, item, time) -> time == 9).of(data);
        return new Measuring(
                        holdout,
                        RecipeType.USER_PERSONALIZATION,
                        List.of(Metrics.recall(2)),
                        true,
                        Parallel.ofProcessors())
                .of(new ScriptedModel(holdout.train(), Map.of("hit", List.of("hit", "mid"))));
    }

    /** Given 1 1 2 2 3: thirds end at 1, 2 and 3. Few: mid found, new not. Some: tail not, hit found. Many: mid found. */
    @Test
    void users_by_activity_by_hand() {
        List<Segments.Users> users = Segments.of(shop(), 2).users();

        assertThat(users)
                .containsExactly(
                        new Segments.Users("few events", 1, 1, 2, Map.of("recall_at_2", 0.5)),
                        new Segments.Users("some events", 2, 2, 2, Map.of("recall_at_2", 0.5)),
                        new Segments.Users("many events", 3, 3, 1, Map.of("recall_at_2", 1.0)));
    }

    /**
     * Pairs: hit 5, mid 3, tail 1, together 9. Before hit there are 0 of 9, before mid 5 (second third), before tail 8 (last third);
     * new has none. To be found: hit once and found, mid twice and found, tail and new once and not. Ten places: five each for
     * hit and mid.
     */
    @Test
    void items_by_popularity_by_hand() {
        List<Segments.Items> items = Segments.of(shop(), 2).items();

        assertThat(items)
                .containsExactly(
                        new Segments.Items("head", 5, 5, 1, 1, 1, 0.5),
                        new Segments.Items("middle", 3, 3, 1, 2, 1, 0.5),
                        new Segments.Items("tail", 1, 1, 1, 1, 0, 0),
                        new Segments.Items("cold", 0, 0, 1, 1, 0, 0));
    }

    @Test
    void places_that_were_not_measured_are_refused() {
        assertThatThrownBy(() -> Segments.of(shop(), 3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("[1, 2]");
    }
}
