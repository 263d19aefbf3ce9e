package dev.personalize.internal.serving;

import dev.personalize.data.AttributeVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.ranking.Categories;
import dev.personalize.schema.Field;
import dev.personalize.schema.FieldType;
import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The categories of the candidates of one request, as codes of that request. For one thread. */
final class ItemCategories implements Categories {
    private final AttributeVersion records;
    private final Candidates candidates;
    private final int[] columns;
    private final Map<String, Integer> codes = new HashMap<>();
    private final Map<Integer, int[]> known = new HashMap<>();

    private ItemCategories(AttributeVersion records, Candidates candidates, int[] columns) {
        this.records = records;
        this.candidates = candidates;
        this.columns = columns;
    }

    /** {@return the values of all categorical columns} */
    static ItemCategories all(AttributeVersion records, Candidates candidates) {
        List<Field> fields = records.schema().fields();
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; column < fields.size(); column++) {
            if (fields.get(column).categorical()) {
                columns.add(column);
            }
        }
        return new ItemCategories(
                records,
                candidates,
                columns.stream().mapToInt(Integer::intValue).toArray());
    }

    /**
     * {@return the values of one column}
     *
     * @throws InvalidInputException if it is no column of strings
     */
    static ItemCategories of(AttributeVersion records, Candidates candidates, String column) {
        Schema schema = records.schema();
        int position = schema.position(column);
        Field field = schema.fields().get(position);
        if (field.type() != FieldType.STRING || field.textual()) {
            throw new InvalidInputException("the most items of a value of " + column
                    + " cannot be given: it is no column of categories; name one that is a string and not textual");
        }
        return new ItemCategories(records, candidates, new int[] {position});
    }

    @Override
    public int[] of(int item) {
        return known.computeIfAbsent(item, this::read);
    }

    private int[] read(int item) {
        int row = records.row(candidates.id(item));
        int[] values = new int[0];
        for (int i = 0; row >= 0 && i < columns.length; i++) {
            if (records.value(columns[i], row) instanceof String text) {
                for (String value : text.split("\\|", -1)) {
                    values = Arrays.copyOf(values, values.length + 1);
                    values[values.length - 1] = codes.computeIfAbsent(columns[i] + " " + value, key -> codes.size());
                }
            }
        }
        return Arrays.stream(values).sorted().distinct().toArray();
    }
}
