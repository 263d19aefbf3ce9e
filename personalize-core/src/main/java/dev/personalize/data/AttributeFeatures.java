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

/**
 * The rows of an attribute table as sparse vectors of numbers, for models that learn from them. Immutable, and the same for the
 * same table.
 *
 * <p>A categorical column has a feature for each of its 1,000 most frequent categories; a numeric one, one for each of at most
 * 8 ranges of about equally many rows; the text and the name of an item, one for each of the 4,096 most frequent words and pairs
 * of neighbouring words that at least two rows have. What a row has of a column is a vector of length 1: all its categories alike,
 * words by how rare they are. A row that has anything has feature 0 as well, a constant. {@code CREATION_TIMESTAMP} says
 * when an item came and not what it is, and other strings are not for training: they are left out, as are columns in which
 * all rows have the same.
 */
public final class AttributeFeatures {
    private static final int MOST_WORDS = 4096;
    private static final int LEAST_ROWS_OF_A_WORD = 2;
    private static final String CREATION_TIMESTAMP = "CREATION_TIMESTAMP";

    private final int size;
    private final int[] offsets;
    private final int[] features;
    private final float[] values;

    /** What the rows have of one column, and how much each value weighs against the others of a row. */
    // A record of arrays: never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Block(int[][] ofRow, double[] weights) {}

    private AttributeFeatures(List<Block> blocks, int rows) {
        this.offsets = new int[rows + 1];
        for (int row = 0; row < rows; row++) {
            int count = 0;
            for (Block block : blocks) {
                count += block.ofRow()[row].length;
            }
            offsets[row + 1] = offsets[row] + count + (count > 0 ? 1 : 0);
        }
        this.features = new int[offsets[rows]];
        this.values = new float[offsets[rows]];
        int first = 1;
        int[] next = Arrays.copyOf(offsets, rows);
        for (int row = 0; row < rows; row++) {
            if (offsets[row] < offsets[row + 1]) {
                values[next[row]++] = 1;
            }
        }
        for (Block block : blocks) {
            for (int row = 0; row < rows; row++) {
                next[row] = add(block, row, first, next[row]);
            }
            first += block.weights().length;
        }
        this.size = first;
    }

    private int add(Block block, int row, int first, int begin) {
        int[] had = block.ofRow()[row];
        double squares = 0;
        for (int value : had) {
            squares += block.weights()[value] * block.weights()[value];
        }
        int position = begin;
        for (int value : had) {
            features[position] = first + value;
            values[position++] = (float) (block.weights()[value] / Math.sqrt(squares));
        }
        return position;
    }

    /**
     * {@return the features of a table}
     *
     * @param rows of the table
     */
    public static AttributeFeatures of(AttributeTable table, int rows) {
        List<Block> blocks = new ArrayList<>();
        for (int column = 0; column < table.fields().size(); column++) {
            Field field = table.fields().get(column);
            if (field.categorical()) {
                addIfTelling(blocks, Values.ofCategories(table, column, rows), table, column, rows);
            } else if (field.textual() || field.itemName()) {
                blocks.add(words(table, column, rows));
            } else if (field.type().isNumeric() && !field.name().equals(CREATION_TIMESTAMP)) {
                addIfTelling(blocks, Values.ofNumbers(table, column, rows), table, column, rows);
            }
        }
        return new AttributeFeatures(blocks, rows);
    }

    private static void addIfTelling(List<Block> blocks, Values values, AttributeTable table, int column, int rows) {
        if (values.size() > 1) {
            int[][] ofRow = new int[rows][];
            for (int row = 0; row < rows; row++) {
                ofRow[row] = values.of(table, column, row).clone();
                Arrays.sort(ofRow[row]);
            }
            double[] weights = new double[values.size()];
            Arrays.fill(weights, 1);
            blocks.add(new Block(ofRow, weights));
        }
    }

    private static Block words(AttributeTable table, int column, int rows) {
        List<Set<String>> wordsOf = new ArrayList<>(rows);
        Map<String, Integer> rowsOf = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            Object text = table.value(column, row);
            Set<String> words = text == null ? Set.of() : words(text.toString());
            wordsOf.add(words);
            words.forEach(word -> rowsOf.merge(word, 1, Integer::sum));
        }
        rowsOf.values().removeIf(count -> count < LEAST_ROWS_OF_A_WORD);
        IdIndex kept =
                Objects.requireNonNull(Values.ofMostFrequent(rowsOf, MOST_WORDS).categories());
        double[] weights = new double[kept.size()];
        Arrays.setAll(weights, word -> Math.log((1.0 + rows) / rowsOf.getOrDefault(kept.id(word), 0)));
        int[][] ofRow = new int[rows][];
        Arrays.setAll(
                ofRow,
                row -> wordsOf.get(row).stream()
                        .mapToInt(kept::find)
                        .filter(word -> word >= 0)
                        .sorted()
                        .toArray());
        return new Block(ofRow, weights);
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

    /** {@return number of features, the constant included} */
    public int size() {
        return size;
    }

    /** {@return number of rows} */
    public int rows() {
        return offsets.length - 1;
    }

    /** {@return position of the first entry of a row} */
    public int begin(int row) {
        return offsets[row];
    }

    /** {@return position after the last entry of a row} */
    public int end(int row) {
        return offsets[row + 1];
    }

    /** {@return the feature of the entry at a position, ascending within a row} */
    public int feature(int position) {
        return features[position];
    }

    /** {@return the number of the entry at a position, greater than 0 and at most 1} */
    public float value(int position) {
        return values[position];
    }
}
