package dev.personalize.internal.serving;

import dev.personalize.data.AttributeVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.ranking.Categories;
import dev.personalize.schema.Field;
import dev.personalize.schema.FieldType;
import dev.personalize.schema.Schema;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The categories of the candidates of one request, as numbers. For one thread. */
final class ItemCategories implements Categories {
    private static final int[] NONE = {};

    private final AttributeVersion records;
    private final Candidates candidates;
    private final int[] columns;
    private final Int2ObjectOpenHashMap<int[]> known = new Int2ObjectOpenHashMap<>();

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
        int[] values = known.get(item);
        if (values == null) {
            values = read(item);
            known.put(item, values);
        }
        return values;
    }

    private int[] read(int item) {
        int row = records.row(candidates.id(item));
        int[] values = NONE;
        for (int i = 0; row >= 0 && i < columns.length; i++) {
            int[] more = records.categories(columns[i], row);
            int size = values.length;
            values = Arrays.copyOf(values, size + more.length);
            for (int j = 0; j < more.length; j++) {
                values[size + j] = more[j] * columns.length + i; // numbers of several columns must not meet
            }
        }
        Arrays.sort(values);
        return values;
    }
}
