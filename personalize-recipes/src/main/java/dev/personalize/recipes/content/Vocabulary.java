package dev.personalize.recipes.content;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * The grams that vectors are made of, and what each weighs: those that at least two rows have, of which the {@link #MOST} most frequent
 * ones. A row's weight of a gram is {@code (1 + ln count) · ln((1 + rows) / rows that have it)}, and a row is a vector of length 1.
 * Immutable.
 */
final class Vocabulary {
    static final int MOST = 1 << 16;
    private static final int LEAST_ROWS = 2;
    private static final int ROWS_A_CHUNK = 256;
    private static final String GRAMS = "grams";
    private static final String WEIGHTS = "gram_weights";

    private final int[] grams;
    private final float[] weights;

    /**
     * @param grams ascending; kept
     * @param weights of each; kept
     */
    private Vocabulary(int[] grams, float[] weights) {
        this.grams = grams;
        this.weights = weights;
    }

    /** What has grams, row by row. */
    @FunctionalInterface
    interface Rows {
        /** {@return the grams of a row, ascending, as often as it has them} */
        int[] grams(int row);
    }

    /** {@return the vocabulary of some rows} */
    static Vocabulary of(int rows, Rows texts, Parallel parallel) {
        AtomicIntegerArray rowsOf = new AtomicIntegerArray(TextGrams.BUCKETS);
        parallel.forChunks(rows, ROWS_A_CHUNK, (chunk, from, to) -> {
            for (int row = from; row < to; row++) {
                int before = -1;
                for (int gram : texts.grams(row)) {
                    if (gram != before) {
                        rowsOf.incrementAndGet(gram);
                        before = gram;
                    }
                }
            }
        });
        int least = leastRows(rowsOf);
        int[] grams = IntStream.range(0, TextGrams.BUCKETS)
                .filter(gram -> rowsOf.get(gram) >= least)
                .limit(MOST)
                .toArray();
        float[] weights = new float[grams.length];
        for (int i = 0; i < grams.length; i++) {
            weights[i] = (float) Math.log((1.0 + rows) / rowsOf.get(grams[i]));
        }
        return new Vocabulary(grams, weights);
    }

    /** {@return the least number of rows with which no more than {@link #MOST} grams are kept; one less would be more, unless it is 2} */
    private static int leastRows(AtomicIntegerArray rowsOf) {
        int[] counts = IntStream.range(0, TextGrams.BUCKETS)
                .map(rowsOf::get)
                .filter(count -> count >= LEAST_ROWS)
                .sorted()
                .toArray();
        return counts.length <= MOST ? LEAST_ROWS : counts[counts.length - MOST - 1] + 1;
    }

    /** {@return number of grams} */
    int size() {
        return grams.length;
    }

    /** {@return the vectors of some rows} */
    SparseRows vectors(int rows, Rows texts, Parallel parallel) {
        int[][] columns = new int[rows][];
        float[][] values = new float[rows][];
        parallel.forChunks(rows, ROWS_A_CHUNK, (chunk, from, to) -> {
            for (int row = from; row < to; row++) {
                Row vector = row(texts.grams(row));
                columns[row] = vector.columns();
                values[row] = vector.values();
            }
        });
        return joined(size(), List.of(columns), List.of(values));
    }

    /** {@return the rows one after the other} */
    static SparseRows joined(int size, List<int[]> columns, List<float[]> values) {
        int[] offsets = new int[columns.size() + 1];
        for (int row = 0; row < columns.size(); row++) {
            offsets[row + 1] = Math.addExact(offsets[row], columns.get(row).length);
        }
        int[] columnOf = new int[offsets[columns.size()]];
        float[] valueOf = new float[columnOf.length];
        for (int row = 0; row < columns.size(); row++) {
            System.arraycopy(columns.get(row), 0, columnOf, offsets[row], columns.get(row).length);
            System.arraycopy(values.get(row), 0, valueOf, offsets[row], columns.get(row).length);
        }
        return new SparseRows(size, offsets, columnOf, valueOf);
    }

    /** A vector of length 1, or nothing where no gram is known. */
    // A record of arrays: never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Row(int[] columns, float[] values) {}

    /**
     * {@return the vector of one row}
     *
     * @param row grams, ascending, as often as it has them
     */
    Row row(int[] row) {
        int[] columns = new int[row.length];
        float[] values = new float[row.length];
        int size = 0;
        double squares = 0;
        for (int begin = 0, end; begin < row.length; begin = end) {
            end = begin + 1;
            while (end < row.length && row[end] == row[begin]) {
                end++;
            }
            int column = Arrays.binarySearch(grams, row[begin]);
            if (column >= 0 && weights[column] > 0) {
                columns[size] = column;
                values[size] = (float) ((1 + Math.log(end - begin)) * weights[column]);
                squares += (double) values[size] * values[size];
                size++;
            }
        }
        for (int i = 0; i < size; i++) {
            values[i] = (float) (values[i] / Math.sqrt(squares));
        }
        return new Row(Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
    }

    void write(ArtifactWriter out) {
        out.ints(GRAMS, grams).floats(WEIGHTS, weights);
    }

    static Vocabulary read(ArtifactReader in) {
        int[] grams = in.ints(GRAMS);
        float[] weights = in.floats(WEIGHTS);
        boolean valid = grams.length == weights.length;
        for (int i = 0; valid && i < grams.length; i++) {
            valid = grams[i] > (i == 0 ? -1 : grams[i - 1])
                    && grams[i] < TextGrams.BUCKETS
                    && weights[i] >= 0
                    && weights[i] < Float.POSITIVE_INFINITY;
        }
        if (!valid) {
            throw new CorruptArtifactException("the model has a vocabulary of " + grams.length + " grams and "
                    + weights.length + " weights that is none: restore it from a copy, or train the version again");
        }
        return new Vocabulary(grams, weights);
    }
}
