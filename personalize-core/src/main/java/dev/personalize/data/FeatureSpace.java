package dev.personalize.data;

import dev.personalize.schema.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How metadata becomes sparse vectors of numbers, for models that learn from them: which values of which columns are features. Made
 * from one table, it does the same to rows that come later, and to values it does not know, nothing. Immutable.
 *
 * <p>A categorical column has a feature for each of its 1,000 most frequent categories; a numeric one, one for each of at most
 * 8 ranges of about equally many rows; the text and the name of an item, one for each of the 4,096 most frequent words and pairs
 * of neighbouring words that at least two rows have. What a row has of a column is a vector of length 1: all its categories alike,
 * words by how rare they are. A row that has anything has feature 0 as well, a constant. {@code CREATION_TIMESTAMP} says
 * when an item came and not what it is, and other strings are not for training: they are left out, as are columns in which
 * all rows have the same.
 */
public final class FeatureSpace {
    private static final int MOST_WORDS = 4096;
    private static final int LEAST_ROWS_OF_A_WORD = 2;
    private static final String CREATION_TIMESTAMP = "CREATION_TIMESTAMP";
    private static final Row NOTHING = new Row(new int[0], new float[0]);

    private final List<Column> columns;
    /** The first feature of each column, and the number of all features at the end; shape [columns + 1] */
    private final int[] firsts;

    /** What the features of a column stand for. */
    public enum Kind {
        /** Categories, which a text joins with bars. */
        CATEGORIES,
        /** Ranges of a number. */
        NUMBERS,
        /** Words of a text, and pairs of them. */
        WORDS
    }

    /**
     * A column with features.
     *
     * @param name of the field
     * @param values what is a feature, in order of features
     * @param weights how much each value weighs against the others of a row, greater than 0; shape [values]
     */
    // A record of an array: columns are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Column(String name, Kind kind, Values values, double[] weights) {
        /** {@return the values a text has, ascending} */
        private int[] in(String text) {
            int[] found = kind == Kind.WORDS
                    ? words(text).stream()
                            .mapToInt(this::find)
                            .filter(word -> word >= 0)
                            .toArray()
                    : values.in(text).clone();
            Arrays.sort(found);
            return found;
        }

        private int find(String word) {
            return Objects.requireNonNull(values.categories()).find(word);
        }
    }

    /**
     * The features of a row.
     *
     * @param features ascending; shape [entries]
     * @param values greater than 0 and at most 1; shape [entries]
     */
    // A record of arrays: rows are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Row(int[] features, float[] values) {
        /** {@return number of features it has, the constant included} */
        public int size() {
            return features.length;
        }
    }

    private FeatureSpace(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.firsts = new int[columns.size() + 1];
        firsts[0] = 1;
        for (int column = 0; column < columns.size(); column++) {
            firsts[column + 1] = firsts[column] + columns.get(column).values().size();
        }
    }

    /** {@return the features these columns have after the constant} */
    public static FeatureSpace of(List<Column> columns) {
        return new FeatureSpace(columns);
    }

    /**
     * {@return the features of a table}
     *
     * @param rows of the table
     */
    public static FeatureSpace of(AttributeTable table, int rows) {
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < table.fields().size(); column++) {
            Field field = table.fields().get(column);
            if (field.categorical()) {
                addIfTelling(columns, field, Kind.CATEGORIES, Values.ofCategories(table, column, rows));
            } else if (field.textual() || field.itemName()) {
                columns.add(words(table, column, rows));
            } else if (field.type().isNumeric() && !field.name().equals(CREATION_TIMESTAMP)) {
                addIfTelling(columns, field, Kind.NUMBERS, Values.ofNumbers(table, column, rows));
            }
        }
        return of(columns);
    }

    private static void addIfTelling(List<Column> columns, Field field, Kind kind, Values values) {
        if (values.size() > 1) {
            double[] weights = new double[values.size()];
            Arrays.fill(weights, 1);
            columns.add(new Column(field.name(), kind, values, weights));
        }
    }

    private static Column words(AttributeTable table, int column, int rows) {
        Map<String, Integer> rowsOf = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            Object text = table.value(column, row);
            if (text != null) {
                words(text.toString()).forEach(word -> rowsOf.merge(word, 1, Integer::sum));
            }
        }
        rowsOf.values().removeIf(count -> count < LEAST_ROWS_OF_A_WORD);
        Values kept = Values.ofMostFrequent(rowsOf, MOST_WORDS);
        IdIndex words = Objects.requireNonNull(kept.categories());
        double[] weights = new double[words.size()];
        Arrays.setAll(weights, word -> Math.log((1.0 + rows) / rowsOf.getOrDefault(words.id(word), 0)));
        return new Column(table.fields().get(column).name(), Kind.WORDS, kept, weights);
    }

    /** {@return the words of a text in small letters, and every two that follow each other} */
    private static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        String before = "";
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
                if (!before.isEmpty()) {
                    words.add(before + " " + word);
                }
                before = word;
            }
        }
        return words;
    }

    /** {@return the columns that have features, in the order of the features, unmodifiable} */
    public List<Column> columns() {
        return columns;
    }

    /** {@return number of features, the constant included} */
    public int size() {
        return firsts[columns.size()];
    }

    /**
     * {@return the features of a row; none if no column knows anything of it}
     *
     * @param texts gives the text of the field of a name, or null for none; categories are joined with bars, numbers as text
     */
    public Row row(Function<String, @Nullable String> texts) {
        int[][] found = new int[columns.size()][];
        int size = 0;
        for (int column = 0; column < found.length; column++) {
            String text = texts.apply(columns.get(column).name());
            found[column] =
                    text == null ? NOTHING.features() : columns.get(column).in(text);
            size += found[column].length;
        }
        return size == 0 ? NOTHING : row(found, size);
    }

    private Row row(int[][] found, int size) {
        Row row = new Row(new int[size + 1], new float[size + 1]);
        row.values()[0] = 1;
        int position = 1;
        for (int column = 0; column < found.length; column++) {
            double[] weights = columns.get(column).weights();
            double squares = 0;
            for (int value : found[column]) {
                squares += weights[value] * weights[value];
            }
            for (int value : found[column]) {
                row.features()[position] = firsts[column] + value;
                row.values()[position++] = (float) (weights[value] / Math.sqrt(squares));
            }
        }
        return row;
    }

    /**
     * {@return the position in {@link #columns()} of the column a feature is of}
     *
     * @param feature 1 … {@code size()-1}: the constant is of none
     */
    public int column(int feature) {
        int column = 0;
        while (feature >= firsts[column + 1]) {
            column++;
        }
        return column;
    }

    /** {@return what a feature stands for, in the words of a row that has it: the one category, or all of the text} */
    public String text(int feature, String ofRow) {
        Column column = columns.get(column(feature));
        return column.kind() == Kind.CATEGORIES
                ? Objects.requireNonNull(column.values().categories()).id(feature - firsts[column(feature)])
                : ofRow;
    }
}
