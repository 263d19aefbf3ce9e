package dev.personalize.data;

import java.util.Arrays;

/**
 * A sparse matrix of counts: rows × columns in compressed rows, the columns of a row ascending and without repetition.
 * Users × items as it comes from {@link Interactions#preferences()}, items × users after {@link #transpose()}. Immutable.
 */
public final class PreferenceMatrix {
    private final int columns;
    private final int[] offsets;
    private final int[] columnOf;
    private final float[] counts;

    private PreferenceMatrix(int columns, int[] offsets, int[] columnOf, float[] counts) {
        this.columns = columns;
        this.offsets = offsets;
        this.columnOf = columnOf;
        this.counts = counts;
    }

    static PreferenceMatrix of(Interactions events) {
        int[] offsets = new int[events.users() + 1];
        int[] columnOf = new int[events.size()];
        float[] counts = new float[events.size()];
        int size = 0;
        for (int user = 0; user < events.users(); user++) {
            int[] items = events.items(events.begin(user), events.end(user));
            Arrays.sort(items);
            for (int i = 0; i < items.length; i++) {
                if (i == 0 || items[i] != items[i - 1]) {
                    columnOf[size++] = items[i];
                }
                counts[size - 1]++;
            }
            offsets[user + 1] = size;
        }
        return new PreferenceMatrix(
                events.items(), offsets, Arrays.copyOf(columnOf, size), Arrays.copyOf(counts, size));
    }

    /** {@return number of rows} */
    public int rows() {
        return offsets.length - 1;
    }

    /** {@return number of columns} */
    public int columns() {
        return columns;
    }

    /** {@return number of entries} */
    public int size() {
        return columnOf.length;
    }

    /** {@return position of the first entry of a row} */
    public int begin(int row) {
        return offsets[row];
    }

    /** {@return position after the last entry of a row} */
    public int end(int row) {
        return offsets[row + 1];
    }

    /** {@return number of entries of a row} */
    public int count(int row) {
        return offsets[row + 1] - offsets[row];
    }

    /** {@return column of the entry at a position} */
    public int column(int position) {
        return columnOf[position];
    }

    /** {@return number of events behind the entry at a position, at least 1} */
    public float events(int position) {
        return counts[position];
    }

    /** {@return number of rows that have an entry in each column; shape [columns]} */
    public int[] rowsOfColumns() {
        int[] rows = new int[columns];
        for (int column : columnOf) {
            rows[column]++;
        }
        return rows;
    }

    /** {@return the same entries, columns × rows} */
    public PreferenceMatrix transpose() {
        int[] newOffsets = new int[columns + 1];
        for (int column : columnOf) {
            newOffsets[column + 1]++;
        }
        for (int column = 0; column < columns; column++) {
            newOffsets[column + 1] += newOffsets[column];
        }
        int[] next = Arrays.copyOf(newOffsets, columns);
        int[] newColumns = new int[columnOf.length];
        float[] newCounts = new float[columnOf.length];
        for (int row = 0; row < rows(); row++) {
            for (int p = offsets[row]; p < offsets[row + 1]; p++) {
                int target = next[columnOf[p]]++;
                newColumns[target] = row;
                newCounts[target] = counts[p];
            }
        }
        return new PreferenceMatrix(rows(), newOffsets, newColumns, newCounts);
    }
}
