package dev.personalize.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureSpaceTest {
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "HOBBIES", "type": ["null", "string"], "categorical": true},
                        {"name": "AGE", "type": ["null", "int"]},
                        {"name": "WEIGHT", "type": ["null", "double"]},
                        {"name": "ABOUT", "type": ["null", "string"], "textual": true}]}""");

    private static AttributeTable table(List<@Nullable Object[]> rows) {
        AttributeTable.Builder builder = new AttributeTable.Builder(ITEMS, "ITEM_ID");
        rows.forEach(builder::add);
        return builder.build(
                IdIndex.of(rows.stream().map(row -> (String) row[0]).toList()));
    }

    private static @Nullable String words(SplittableRandom random, String separator) {
        int size = random.nextInt(4);
        String words = random.ints(size, 0, 6).mapToObj(word -> "w" + word).collect(Collectors.joining(separator));
        return words.isEmpty() ? null : words;
    }

    private static AttributeTable random(SplittableRandom random, int rows) {
        List<@Nullable Object[]> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            all.add(new Object[] {
                String.format("i%03d", row),
                words(random, "|"),
                random.nextBoolean() ? null : (Object) random.nextInt(12),
                random.nextBoolean() ? null : (Object) (random.nextInt(50) / 7.0),
                words(random, " ")
            });
        }
        return table(all);
    }

    /** A request gives metadata as texts by name; a training has it in a table. */
    @Property(tries = 200, seed = "11")
    void features_of_texts_are_those_of_the_row_they_come_from(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int rows) {
        AttributeTable table = random(new SplittableRandom(seed), rows);

        AttributeFeatures features = AttributeFeatures.of(table, rows);

        for (int row = 0; row < rows; row++) {
            Map<String, String> texts = table.texts(row);
            FeatureSpace.Row had = features.space().row(texts::get);
            assertThat(had.size()).isEqualTo(features.end(row) - features.begin(row));
            for (int i = 0; i < had.size(); i++) {
                assertThat(had.features()[i]).isEqualTo(features.feature(features.begin(row) + i));
                assertThat(had.values()[i]).isEqualTo(features.value(features.begin(row) + i));
            }
        }
    }

    /** What a model file keeps of it is enough. */
    @Property(tries = 50, seed = "12")
    void the_same_columns_give_the_same_features(@ForAll long seed) {
        AttributeTable table = random(new SplittableRandom(seed), 20);
        FeatureSpace space = FeatureSpace.of(table, 20);

        FeatureSpace copy = FeatureSpace.of(space.columns());

        assertThat(copy.size()).isEqualTo(space.size());
        for (int row = 0; row < 20; row++) {
            Map<String, String> texts = table.texts(row);
            assertThat(Arrays.toString(copy.row(texts::get).features()))
                    .isEqualTo(Arrays.toString(space.row(texts::get).features()));
        }
    }

    private static FeatureSpace twoRows() {
        return FeatureSpace.of(
                table(List.of(
                        new Object[] {"a", "chess|opera", 20, null, "likes tea"},
                        new Object[] {"b", "chess", 40, null, "Likes tea!"})),
                2);
    }

    @Test
    void what_is_not_known_is_passed_over() {
        FeatureSpace space = twoRows();

        assertThat(space.row(name -> null).size()).isZero();
        assertThat(space.row(Map.of("SHOES", "44")::get).size()).isZero();
        assertThat(space.row(Map.of("HOBBIES", "golf", "AGE", "old")::get).size())
                .isZero();
        assertThat(space.row(Map.of("HOBBIES", "golf|opera", "AGE", "old")::get).features())
                .containsExactly(0, 2);
    }

    /** Constant 0; chess 1, opera 2; two ranges of ages 3 and 4; likes 5, "likes tea" 6, tea 7. */
    @Test
    void a_feature_is_named_by_its_category_or_by_all_of_the_text() {
        FeatureSpace space = twoRows();

        assertThat(space.size()).isEqualTo(8);
        assertThat(space.text(2, "golf|opera")).isEqualTo("opera");
        assertThat(space.text(4, "41")).isEqualTo("41");
        assertThat(space.text(6, "likes tea")).isEqualTo("likes tea");
        assertThat(space.columns().get(space.column(4)).name()).isEqualTo("AGE");
        assertThat(space.columns().get(space.column(7)).name()).isEqualTo("ABOUT");
    }
}
