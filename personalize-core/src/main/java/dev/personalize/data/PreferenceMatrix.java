package dev.personalize.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sparse matrix of preferences: rows × columns in compressed rows, the columns of a row ascending and without repetition.
 * Users × items as it comes from {@link Interactions#preferences()}, items × users after {@link #transpose()}. Immutable.
 *
 * <p>An entry takes 4 bytes, and 4 more for its weight if any entry weighs anything but 1.
 */
public final class PreferenceMatrix {
    private final int columns;
    private final int[] offsets;
    /** May be longer than there are entries: cutting it would need its memory twice. */
    private final int[] columnOf;

    private final float @Nullable [] weights;

    private PreferenceMatrix(int columns, int[] offsets, int[] columnOf, float @Nullable [] weights) {
        this.columns = columns;
        this.offsets = offsets;
        this.columnOf = columnOf;
        this.weights = weights;
    }

    /** {@return the items of each user, an item that several events are about with the greatest of their weights} */
    static PreferenceMatrix of(Interactions events, EventWeight weight) {
        int[] offsets = new int[events.users() + 1];
        int[] columnOf = new int[events.size()];
        float[] weights = null;
        int size = 0;
        for (int user = 0; user < events.users(); user++) {
            int begin = events.begin(user);
            WeightedItems items = weight == EventWeight.ONE
                    ? WeightedItems.distinct(events.items(begin, events.end(user)))
                    : WeightedItems.of(
                            events.items(begin, events.end(user)),
                            i -> weight.of(events.eventType(begin + i), events.timestamp(begin + i)));
            System.arraycopy(items.items(), 0, columnOf, size, items.size());
            if (items.weights() != null && weights == null) {
                weights = new float[events.size()];
                Arrays.fill(weights, 0, size, 1);
            }
            for (int i = 0; i < items.size() && weights != null; i++) {
                weights[size + i] = items.weight(i);
            }
            size += items.size();
            offsets[user + 1] = size;
        }
        return new PreferenceMatrix(events.items(), offsets, columnOf, weights);
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
        return offsets[offsets.length - 1];
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

    /** {@return whether any entry weighs anything but 1} */
    public boolean weighted() {
        return weights != null;
    }

    /** {@return what the entry at a position counts for, greater than 0; 1 unless {@link #weighted}} */
    public float weight(int position) {
        return weights == null ? 1 : weights[position];
    }

    /** {@return number of rows that have an entry in each column; shape [columns]} */
    public int[] rowsOfColumns() {
        int[] rows = new int[columns];
        for (int p = 0; p < size(); p++) {
            rows[columnOf[p]]++;
        }
        return rows;
    }

    /** {@return the same entries, columns × rows} */
    public PreferenceMatrix transpose() {
        int[] newOffsets = new int[columns + 1];
        for (int p = 0; p < size(); p++) {
            newOffsets[columnOf[p] + 1]++;
        }
        for (int column = 0; column < columns; column++) {
            newOffsets[column + 1] += newOffsets[column];
        }
        int[] next = Arrays.copyOf(newOffsets, columns);
        int[] newColumns = new int[size()];
        float[] newWeights = weights == null ? null : new float[size()];
        for (int row = 0; row < rows(); row++) {
            for (int p = offsets[row]; p < offsets[row + 1]; p++) {
                int target = next[columnOf[p]]++;
                newColumns[target] = row;
                if (newWeights != null) {
                    newWeights[target] = weight(p);
                }
            }
        }
        return new PreferenceMatrix(rows(), newOffsets, newColumns, newWeights);
    }
}
