package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import dev.personalize.recipe.RecipeType;
import dev.personalize.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExposureTest {
    private static final Parallel PARALLEL = Parallel.ofProcessors();
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "GENRE", "type": ["null", "string"], "categorical": true}]}""");

    /**
     * Trained on: a by u1 … u4, b by u1 and u2, c by u3, d and e by nobody, e new. Asked about: u1 and u3, who get a, d and c, b.
     */
    private static Measurement shop() {
        AttributeTable.Builder items = new AttributeTable.Builder(ITEMS, "ITEM_ID");
        items.add(new Object[] {"a", "x"});
        items.add(new Object[] {"b", "y"});
        items.add(new Object[] {"c", "y|z"});
        items.add(new Object[] {"d", "x"});
        Snapshot data = Snapshot.builder()
                .items(items)
                .interaction("u1", "b", null, Float.NaN, 1)
                .interaction("u1", "a", null, Float.NaN, 2)
                .interaction("u1", "e", null, Float.NaN, 9)
                .interaction("u2", "a", null, Float.NaN, 1)
                .interaction("u2", "b", null, Float.NaN, 2)
                .interaction("u3", "c", null, Float.NaN, 1)
                .interaction("u3", "a", null, Float.NaN, 2)
                .interaction("u3", "b", null, Float.NaN, 9)
                .interaction("u4", "a", null, Float.NaN, 1)
                .build();
        Holdout holdout = Split.of((user, item, time) -> time == 9).of(data);
        return new Measuring(holdout, RecipeType.USER_PERSONALIZATION, List.of(Metrics.recall(2)), true, PARALLEL)
                .of(new ScriptedModel(holdout.train(), Map.of("b", List.of("a", "d"), "c", List.of("c", "b"))));
    }

    /**
     * Places: a, b, c and d one each, e none. Coverage 4/5. Gini: sorted 0 1 1 1 1, weights −4 −2 0 2 4, sum 4, / (5 · 4) = 0.2.
     * Novelty: four users; a log2(4/4) = 0, b 1, c 2, d as if one user 2: mean 5/4. Popularity (4 + 2 + 1 + 0) / 4. Cold: d, 1/4.
     * Metadata: a and d are alike, diversity 0; c has y and z with 1/√2 each, b y: 1 − 1/√2; mean 0.14645. Co-occurrence: a with
     * d has no users to compare; c and b share none: 1.
     */
    @Test
    void by_hand() {
        Exposure exposure = Exposure.of(shop(), 2, PARALLEL);

        assertThat(exposure.coverage()).isEqualTo(0.8);
        assertThat(exposure.gini()).isCloseTo(0.2, within(1e-12));
        assertThat(exposure.novelty()).isCloseTo(1.25, within(1e-12));
        assertThat(exposure.popularity()).isEqualTo(1.75);
        assertThat(exposure.coldShare()).isEqualTo(0.25);
        assertThat(exposure.metadataDiversity()).isCloseTo((1 - 1 / Math.sqrt(2)) / 2, within(1e-6));
        assertThat(exposure.cooccurrenceDiversity()).isEqualTo(1);
    }

    /** In the first place: a and c. */
    @Test
    void only_the_first_places_count() {
        Exposure exposure = Exposure.of(shop(), 1, PARALLEL);

        assertThat(exposure.coverage()).isEqualTo(0.4);
        assertThat(exposure.popularity()).isEqualTo(2.5);
        assertThat(exposure.metadataDiversity()).as("no pairs").isNaN();
        assertThatThrownBy(() -> Exposure.of(shop(), 3, PARALLEL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("[1, 2]");
    }

    @Test
    void gini_of_one_for_all_and_of_all_alike() {
        assertThat(Exposure.gini(new int[] {0, 0, 0, 9})).isEqualTo(0.75);
        assertThat(Exposure.gini(new int[] {3, 3, 3})).isZero();
        assertThat(Exposure.gini(new int[2])).isNaN();
    }

    @Provide
    Arbitrary<int[]> counts() {
        return Arbitraries.integers()
                .between(0, 50)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    /** Half the mean absolute difference between two items, divided by the mean. */
    @Property(seed = "42")
    void gini_is_what_it_was_defined_as(@ForAll("counts") int[] counts) {
        double mean = Arrays.stream(counts).average().orElseThrow();
        double differences = 0;
        for (int one : counts) {
            for (int other : counts) {
                differences += Math.abs(one - other);
            }
        }
        double expected = differences / counts.length / counts.length / mean / 2;

        if (mean > 0) {
            assertThat(Exposure.gini(counts)).isCloseTo(expected, within(1e-12));
        }
    }
}
