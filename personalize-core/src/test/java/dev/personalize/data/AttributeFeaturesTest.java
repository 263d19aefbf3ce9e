package dev.personalize.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AttributeFeaturesTest {
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "GENRES", "type": ["null", "string"], "categorical": true},
                        {"name": "YEAR", "type": ["null", "int"]},
                        {"name": "TITLE", "type": ["null", "string"], "textual": true},
                        {"name": "NOTE", "type": ["null", "string"]},
                        {"name": "CREATION_TIMESTAMP", "type": "long"}]}""");

    private static AttributeFeatures features(Object[]... rows) {
        AttributeTable.Builder builder = new AttributeTable.Builder(ITEMS, "ITEM_ID");
        for (Object[] row : rows) {
            builder.add(row);
        }
        return AttributeFeatures.of(builder.build(IdIndex.of(List.of("a", "b", "c"))), 3);
    }

    private static Map<Integer, Float> row(AttributeFeatures features, int row) {
        Map<Integer, Float> entries = new TreeMap<>();
        for (int p = features.begin(row); p < features.end(row); p++) {
            entries.put(features.feature(p), features.value(p));
        }
        return entries;
    }

    /** Constant 0; genres by name: Comedy 1, Drama 2; two genres are each 1/√2 of a vector of length 1. */
    @Test
    void categories_of_a_row_share_a_vector_of_length_1() {
        AttributeFeatures features = features(
                new Object[] {"a", "Drama|Comedy", null, null, null, 1L},
                new Object[] {"b", "Drama", null, null, null, 2L});

        assertThat(features.size()).isEqualTo(3);
        assertThat(row(features, 0)).containsOnlyKeys(0, 1, 2);
        assertThat(row(features, 0).get(1)).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
        assertThat(row(features, 0).get(2)).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
        assertThat(row(features, 1)).containsOnlyKeys(0, 2).containsEntry(2, 1f);
    }

    @Test
    void numbers_fall_into_ranges_of_equally_many() {
        AttributeFeatures features = features(
                new Object[] {"a", null, 1950, null, null, 1L},
                new Object[] {"b", null, 1990, null, null, 1L},
                new Object[] {"c", null, 1990, null, null, 1L});

        assertThat(features.size()).isEqualTo(3);
        assertThat(row(features, 0)).isNotEqualTo(row(features, 1));
        assertThat(row(features, 1)).isEqualTo(row(features, 2));
    }

    /** Of the words only those of two rows stay, in any case: star (3 of 3 rows), trek and "star trek" (2 of 3), the rarer heavier. */
    @Test
    void words_of_two_rows_and_more_count_by_how_rare_they_are() {
        AttributeFeatures features = features(
                new Object[] {"a", null, null, "Star Trek", null, 1L},
                new Object[] {"b", null, null, "STAR TREK: Generations", null, 1L},
                new Object[] {"c", null, null, "A star", null, 1L});

        assertThat(features.size()).isEqualTo(4);
        double star = Math.log(4 / 3.0);
        double trek = Math.log(4 / 2.0);
        double length = Math.sqrt(star * star + 2 * trek * trek);
        assertThat(row(features, 1)).isEqualTo(row(features, 0)).hasSize(4);
        assertThat(row(features, 0).get(1)).isCloseTo((float) (star / length), within(1e-6f));
        assertThat(row(features, 0).get(2)).isCloseTo((float) (trek / length), within(1e-6f));
        assertThat(row(features, 2)).containsOnlyKeys(0, 1).containsEntry(1, 1f);
    }

    @Test
    void other_strings_creation_times_and_what_all_have_say_nothing() {
        AttributeFeatures features = features(
                new Object[] {"a", "Drama", null, null, "x", 1L},
                new Object[] {"b", "Drama", null, null, "y", 99L},
                new Object[] {"c", null, null, null, "x", 5L});

        assertThat(features.size()).isEqualTo(1);
        assertThat(row(features, 0)).isEmpty();
    }
}
