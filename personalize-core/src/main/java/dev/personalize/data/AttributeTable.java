package dev.personalize.data;

import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of items or users, one row for each position of an {@link IdIndex}, one column for each schema field but
 * the id. An id without metadata has a row of nulls. Immutable.
 */
public final class AttributeTable {
    private final List<Field> fields;
    private final Map<String, Integer> columnOf;
    private final @Nullable Object[][] columns;

    private AttributeTable(List<Field> fields, @Nullable Object[][] columns) {
        this.fields = List.copyOf(fields);
        this.columns = columns;
        this.columnOf = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            columnOf.put(fields.get(i).name(), i);
        }
    }

    /** {@return a table without columns} */
    public static AttributeTable empty() {
        return new AttributeTable(List.of(), new Object[0][]);
    }

    /** {@return the fields, in schema order} */
    public List<Field> fields() {
        return fields;
    }

    /** {@return the column of a field, or -1 when there is none of that name} */
    public int column(String fieldName) {
        return columnOf.getOrDefault(fieldName, -1);
    }

    /**
     * {@return the value of a cell: a String, Integer, Long, Float, Double or Boolean as the field's type says, or null}
     *
     * @param column 0 … {@code fields().size()-1}
     * @param row position in the id index
     */
    public @Nullable Object value(int column, int row) {
        return columns[column][row];
    }

    /** {@return the value of a cell as text, or null} */
    public @Nullable String text(int column, int row) {
        Object value = columns[column][row];
        return value == null ? null : value.toString();
    }

    /** {@return the text of each column that has a value in a row, by name of the field, unmodifiable} */
    public Map<String, String> texts(int row) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int column = 0; column < columns.length; column++) {
            String text = text(column, row);
            if (text != null) {
                texts.put(fields.get(column).name(), text);
            }
        }
        return Collections.unmodifiableMap(texts);
    }

    /**
     * {@return the categories of a cell: a text's parts between its bars, {@code A|B} being A and B; none for null}
     *
     * @param column of a string field, 0 … {@code fields().size()-1}
     * @param row position in the id index
     */
    public List<String> categories(int column, int row) {
        Object value = columns[column][row];
        return value == null
                ? List.of()
                : Arrays.stream(((String) value).split("\\|", -1))
                        .filter(category -> !category.isEmpty())
                        .toList();
    }

    /** {@return the same rows with the columns whose name passes; shares them} */
    AttributeTable withColumns(Predicate<String> kept) {
        int[] of = IntStream.range(0, fields.size())
                .filter(column -> kept.test(fields.get(column).name()))
                .toArray();
        return new AttributeTable(
                IntStream.of(of).mapToObj(fields::get).toList(),
                IntStream.of(of).mapToObj(column -> columns[column]).toArray(Object[][]::new));
    }

    /** Collects rows in any order; a later row of an id replaces an earlier one. For one thread. */
    public static final class Builder {
        private final int idColumn;
        private final List<Field> fields = new ArrayList<>();
        private final Map<String, @Nullable Object[]> rows = new LinkedHashMap<>();

        /**
         * @param schema an Items or Users schema
         * @param idField name of its id field
         */
        public Builder(Schema schema, String idField) {
            this.idColumn = schema.position(idField);
            for (Field field : schema.fields()) {
                if (!field.name().equals(idField)) {
                    fields.add(field);
                }
            }
        }

        /** Adds a row, values in the order of the schema's fields, the id among them. */
        public Builder add(@Nullable Object[] row) {
            rows.put((String) row[idColumn], row);
            return this;
        }

        /** {@return the ids added so far} */
        public Iterable<String> ids() {
            return rows.keySet();
        }

        /** {@return the table with one row for each position of {@code index}} */
        public AttributeTable build(IdIndex index) {
            @Nullable Object[][] columns = new Object[fields.size()][index.size()];
            rows.forEach((id, row) -> {
                int position = index.find(id);
                if (position >= 0) {
                    int column = 0;
                    for (int i = 0; i < row.length; i++) {
                        if (i != idColumn) {
                            columns[column++][position] = row[i];
                        }
                    }
                }
            });
            return new AttributeTable(fields, columns);
        }
    }
}
