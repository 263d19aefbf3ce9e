package dev.personalize.data;

import dev.personalize.schema.Field;
import dev.personalize.schema.FieldType;
import dev.personalize.schema.Schema;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The records of items, users or actions at one moment, one row each, one column for each field of the schema. A row keeps its
 * number in all versions of a {@link LiveAttributes}. Immutable.
 */
public final class AttributeVersion {
    /** Rows that are compared as one by {@link #sameCells}. */
    public static final int CHUNK = Cells.ROWS;

    private static final int[] NONE = {};

    private final LiveAttributes table;
    private final int rows;
    private final String[] ids;
    private final Cells[][] chunks;
    private final TextDictionary.@Nullable View[] texts;

    AttributeVersion(
            LiveAttributes table, int rows, String[] ids, Cells[][] chunks, TextDictionary.@Nullable View[] texts) {
        this.table = table;
        this.rows = rows;
        this.ids = ids;
        this.chunks = chunks;
        this.texts = texts;
    }

    /** {@return the same rows, without values in the columns whose name passes} */
    AttributeVersion hiding(Predicate<String> hidden) {
        int[] columns = IntStream.range(0, schema().fields().size())
                .filter(column -> column != table.idColumn()
                        && hidden.test(schema().fields().get(column).name()))
                .toArray();
        Cells[][] fewer = new Cells[chunks.length][];
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            fewer[chunk] = chunks[chunk].clone();
            for (int column : columns) {
                fewer[chunk][column] = fewer[chunk][column].absent();
            }
        }
        return new AttributeVersion(table, rows, ids, fewer, texts);
    }

    /** {@return what the columns are} */
    public Schema schema() {
        return table.schema();
    }

    /** {@return number of rows} */
    public int rows() {
        return rows;
    }

    /** {@return the id of a row, 0 … rows-1} */
    public String id(int row) {
        return ids[row];
    }

    /** {@return the row of an id, or -1 when there is none} */
    public int row(String id) {
        int row = table.row(id);
        return row < rows ? row : -1;
    }

    /** {@return whether both are versions of one table, so that a row number means the same in both} */
    public boolean sameTable(AttributeVersion other) {
        return table == other.table;
    }

    /**
     * {@return whether no cell of a column differs from the earlier version in the rows {@code chunk * CHUNK} up to the next chunk;
     * a row the earlier one lacks counts as null there}
     *
     * @param earlier another version of the same table
     */
    public boolean sameCells(AttributeVersion earlier, int column, int chunk) {
        return chunk < earlier.chunks.length && chunks[chunk][column] == earlier.chunks[chunk][column];
    }

    /**
     * {@return the value of a cell: a String, Integer, Long, Float, Double or Boolean as the field's type says, or null}
     *
     * @param column position in the schema
     * @param row 0 … rows-1
     */
    public @Nullable Object value(int column, int row) {
        Field field = schema().fields().get(column);
        if (column == table.idColumn()) {
            return ids[row];
        }
        Cells cells = cells(column, row);
        int at = row % CHUNK;
        if (cells instanceof Cells.Longs longs) {
            return longs.has(at) ? boxed(field.type(), longs.get(at)) : null;
        }
        if (cells instanceof Cells.Doubles doubles) {
            double value = doubles.get(at);
            Object boxed = field.type() == FieldType.FLOAT ? (Object) (float) value : (Object) value;
            return doubles.has(at) ? boxed : null;
        }
        if (cells instanceof Cells.Codes codes) {
            return codes.get(at) == 0 ? null : view(column).text(codes.get(at));
        }
        return ((Cells.Texts) cells).get(at);
    }

    private static Object boxed(FieldType type, long value) {
        return switch (type) {
            case INT -> (int) value;
            case BOOLEAN -> value != 0;
            default -> value;
        };
    }

    /** {@return the rows whose int or long in a column passes a test; null never does} */
    public IntPredicate whereLong(int column, LongPredicate test) {
        return row -> {
            Cells.Longs cells = (Cells.Longs) cells(column, row);
            int at = row % CHUNK;
            return cells.has(at) && test.test(cells.get(at));
        };
    }

    /** {@return the rows whose float or double in a column passes a test; null never does} */
    public IntPredicate whereDouble(int column, DoublePredicate test) {
        return row -> {
            Cells.Doubles cells = (Cells.Doubles) cells(column, row);
            int at = row % CHUNK;
            return cells.has(at) && test.test(cells.get(at));
        };
    }

    /**
     * {@return the rows whose text in a column is one of these; of a categorical column also those with a category that is: both
     * {@code A} and {@code B} are in {@code A|B}. Null never is}
     *
     * @param column of a string field that is not textual and not the id
     */
    public IntPredicate whereText(int column, Collection<String> wanted) {
        TextDictionary.View view = view(column);
        int[] codes =
                sorted(wanted.stream().mapToInt(view.dictionary()::findText).toArray());
        int[] categories =
                sorted(wanted.stream().mapToInt(view.dictionary()::findCategory).toArray());
        return row -> {
            int code = ((Cells.Codes) cells(column, row)).get(row % CHUNK);
            return code != 0 && (isIn(codes, code) || isAnyIn(categories, view, code));
        };
    }

    /**
     * {@return a number for each category in a cell, ascending; equal categories of a column have equal numbers, unless one of them
     * stands beside another for the first time just now. Of a column that is not categorical, a number for the text. Empty for null}
     *
     * @param column of a string field that is not textual and not the id
     * @param row 0 … rows-1
     */
    public int[] categories(int column, int row) {
        TextDictionary.View view = view(column);
        int code = ((Cells.Codes) cells(column, row)).get(row % CHUNK);
        if (code == 0) {
            return NONE;
        }
        int[] several = view.categories()[code];
        if (several.length > 0) {
            return several.clone();
        }
        int beside = view.dictionary().findCategory(view.text(code));
        return new int[] {beside > 0 ? beside : -code};
    }

    private static int[] sorted(int[] codes) {
        return Arrays.stream(codes).filter(code -> code != 0).sorted().toArray();
    }

    private static boolean isAnyIn(int[] wanted, TextDictionary.View view, int code) {
        if (wanted.length == 0) {
            return false;
        }
        for (int category : view.categories()[code]) {
            if (isIn(wanted, category)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIn(int[] sorted, int code) {
        return sorted.length == 1 ? sorted[0] == code : Arrays.binarySearch(sorted, code) >= 0;
    }

    private Cells cells(int column, int row) {
        return chunks[row / CHUNK][column];
    }

    private TextDictionary.View view(int column) {
        TextDictionary.View view = texts[column];
        if (view == null) {
            throw new IllegalArgumentException(schema().fields().get(column) + " has no texts to look for");
        }
        return view;
    }
}
