package dev.personalize.recipes.content;

import dev.personalize.data.AttributeTable;
import dev.personalize.error.TrainingException;
import dev.personalize.schema.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What items say of themselves: name and text joined by a line break, and categories.
 *
 * @param text empty for an item without
 * @param categories of each categorical column that the item has a value for
 */
record ItemTexts(String text, SortedMap<String, List<String>> categories) {
    static final ItemTexts NOTHING = new ItemTexts("", new TreeMap<>());

    /**
     * Refuses items that have no name or no text.
     *
     * @throws TrainingException if the schema lacks a field
     */
    static void check(List<Field> fields) {
        boolean named = fields.stream().anyMatch(Field::itemName);
        boolean textual = fields.stream().anyMatch(Field::textual);
        if (!named || !textual) {
            String lacking = named ? "\"textual\": true" : textual ? "\"itemName\": true" : "either attribute";
            throw new TrainingException(
                    SemanticSimilarityRecipe.NAME
                            + " needs a string field with \"itemName\": true and one with \"textual\": true in the Items dataset, whose"
                            + " fields " + fields.stream().map(Field::name).toList() + " lack " + lacking
                            + ": give it to the column with the names, or the one with the descriptions, in the schema of a new dataset");
        }
    }

    /** {@return what an item of a snapshot says} */
    static ItemTexts of(AttributeTable table, int item) {
        return of(table.fields(), column -> table.value(column, item));
    }

    /**
     * {@return what a row says}
     *
     * @param values of the fields, by their places
     */
    static ItemTexts of(List<Field> fields, IntFunction<@Nullable Object> values) {
        StringBuilder text = new StringBuilder();
        SortedMap<String, List<String>> categories = new TreeMap<>();
        for (boolean name : new boolean[] {true, false}) {
            for (int column = 0; column < fields.size(); column++) {
                Field field = fields.get(column);
                Object value = values.apply(column);
                if (value != null && (name ? field.itemName() : field.textual() && !field.itemName())) {
                    text.append(text.isEmpty() ? "" : "\n").append(value);
                } else if (value != null && name && field.categorical()) {
                    categories.put(field.name(), List.of(value.toString().split("\\|", -1)));
                }
            }
        }
        return new ItemTexts(text.toString(), categories);
    }

    /** {@return a hash by which a text that changed is known} */
    int fingerprint() {
        return 31 * text.hashCode() + categories.hashCode();
    }

    /** {@return all grams, ascending, as often as there are} */
    int[] grams() {
        Collection<int[]> parts = new ArrayList<>();
        parts.add(TextGrams.of(text));
        categories.forEach((column, values) -> parts.add(TextGrams.ofCategories(column, values)));
        return parts.stream().flatMapToInt(Arrays::stream).sorted().toArray();
    }
}
