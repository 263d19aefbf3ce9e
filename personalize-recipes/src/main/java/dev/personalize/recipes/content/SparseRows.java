package dev.personalize.recipes.content;

import dev.personalize.data.PreferenceMatrix;
import dev.personalize.math.Parallel;
import dev.personalize.math.Vectors;
import java.util.Arrays;

/**
 * A sparse matrix in compressed rows. Immutable.
 *
 * <p>The entries of a row are the positions {@code offsets[row] … offsets[row+1]-1} of the other two arrays.
 */
final class SparseRows {
    private static final int ROWS_A_CHUNK = 256;

    private final int columns;
    private final int[] offsets;
    private final int[] columnOf;
    private final float[] values;

    /**
     * @param offsets where each row begins, and the total at the end; kept; shape [rows + 1]
     * @param columnOf column of each entry; kept; shape [at least total]
     * @param values value of each entry; kept; shape [at least total]
     */
    SparseRows(int columns, int[] offsets, int[] columnOf, float[] values) {
        this.columns = columns;
        this.offsets = offsets;
        this.columnOf = columnOf;
        this.values = values;
    }

    /** {@return users × items, each column divided by its length, so that the products of columns are cosines} */
    static SparseRows cosines(PreferenceMatrix pairs, float[] lengths) {
        int[] offsets = new int[pairs.rows() + 1];
        int[] columnOf = new int[pairs.size()];
        float[] values = new float[pairs.size()];
        for (int row = 0; row < pairs.rows(); row++) {
            offsets[row + 1] = pairs.end(row);
            for (int p = pairs.begin(row); p < pairs.end(row); p++) {
                columnOf[p] = pairs.column(p);
                values[p] = pairs.weight(p) / lengths[columnOf[p]];
            }
        }
        return new SparseRows(pairs.columns(), offsets, columnOf, values);
    }

    int rows() {
        return offsets.length - 1;
    }

    int columns() {
        return columns;
    }

    int size() {
        return offsets[offsets.length - 1];
    }

    int begin(int row) {
        return offsets[row];
    }

    int end(int row) {
        return offsets[row + 1];
    }

    int column(int position) {
        return columnOf[position];
    }

    float value(int position) {
        return values[position];
    }

    boolean isEmpty(int row) {
        return offsets[row] == offsets[row + 1];
    }

    /** {@return columns × rows} */
    SparseRows transpose() {
        int[] begins = new int[columns + 1];
        for (int p = 0; p < size(); p++) {
            begins[columnOf[p] + 1]++;
        }
        for (int column = 0; column < columns; column++) {
            begins[column + 1] += begins[column];
        }
        int[] next = Arrays.copyOf(begins, columns);
        int[] rowOf = new int[size()];
        float[] valueOf = new float[size()];
        for (int row = 0; row < rows(); row++) {
            for (int p = offsets[row]; p < offsets[row + 1]; p++) {
                int target = next[columnOf[p]]++;
                rowOf[target] = row;
                valueOf[target] = values[p];
            }
        }
        return new SparseRows(rows(), begins, rowOf, valueOf);
    }

    /**
     * {@return the product with a dense matrix, the same bits for any number of threads; shape [rows][d]}
     *
     * @param dense not modified; shape [columns][d]
     */
    float[][] times(float[][] dense, int d, Parallel parallel) {
        float[][] product = new float[rows()][d];
        parallel.forChunks(rows(), ROWS_A_CHUNK, (chunk, from, to) -> {
            for (int row = from; row < to; row++) {
                times(row, dense, product[row]);
            }
        });
        return product;
    }

    /**
     * Adds the product of a row with a dense matrix.
     *
     * @param target modified; shape [d]
     */
    void times(int row, float[][] dense, float[] target) {
        for (int p = offsets[row]; p < offsets[row + 1]; p++) {
            Vectors.addScaled(target, dense[columnOf[p]], values[p]);
        }
    }
}
