package dev.personalize.recipes.content;

import dev.personalize.data.AttributeFeatures;
import dev.personalize.data.AttributeTable;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.schema.Field;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of items as sparse rows: the features of {@link AttributeFeatures} (categories, ranges of numbers, words), and beside
 * them the grams of names and texts, which relate spellings that words tell apart.
 */
final class ItemMetadata {
    private ItemMetadata() {}

    /** {@return a row for each item, or null if no item has any metadata} */
    static @Nullable SparseRows of(Snapshot data, Parallel parallel) {
        int items = data.items().size();
        AttributeFeatures features = AttributeFeatures.of(data.itemAttributes(), items);
        SparseRows grams = grams(data.itemAttributes(), items, parallel);
        int[] offsets = new int[items + 1];
        for (int item = 0; item < items; item++) {
            // Feature 0, the constant, is left to the regression.
            int some = Math.max(0, features.end(item) - features.begin(item) - 1);
            offsets[item + 1] = Math.addExact(offsets[item], some + grams.end(item) - grams.begin(item));
        }
        int[] columnOf = new int[offsets[items]];
        float[] values = new float[offsets[items]];
        for (int item = 0; item < items; item++) {
            int next = offsets[item];
            for (int p = features.begin(item) + 1; p < features.end(item); p++) {
                columnOf[next] = features.feature(p) - 1;
                values[next++] = features.value(p);
            }
            for (int p = grams.begin(item); p < grams.end(item); p++) {
                columnOf[next] = features.size() - 1 + grams.column(p);
                values[next++] = grams.value(p);
            }
        }
        return offsets[items] == 0
                ? null
                : new SparseRows(features.size() - 1 + grams.columns(), offsets, columnOf, values);
    }

    private static SparseRows grams(AttributeTable table, int items, Parallel parallel) {
        int[] columns = IntStream.range(0, table.fields().size())
                .filter(column -> isText(table.fields().get(column)))
                .toArray();
        Vocabulary.Rows texts = item -> TextGrams.of(text(table, columns, item));
        return Vocabulary.of(items, texts, parallel).vectors(items, texts, parallel);
    }

    private static boolean isText(Field field) {
        return field.textual() || field.itemName();
    }

    private static String text(AttributeTable table, int[] columns, int item) {
        StringBuilder text = new StringBuilder();
        for (int column : columns) {
            Object value = table.value(column, item);
            if (value != null) {
                text.append(value).append('\n');
            }
        }
        return text.toString();
    }
}
