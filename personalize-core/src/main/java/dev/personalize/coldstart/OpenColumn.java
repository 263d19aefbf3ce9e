package dev.personalize.coldstart;

import dev.personalize.data.Popularity;
import dev.personalize.math.Parallel;
import java.util.Arrays;

/**
 * A column of context with the counts it was made of, so that what a single user did can be taken out again.
 *
 * @param counts of users of each value and item
 * @param column the shifts they give, at weight 1
 * @param popularity of the items
 * @param pairs number of pairs of a user and an item
 */
record OpenColumn(Counts counts, Column column, Popularity popularity, int pairs) {
    private static final int MOST_ENTRIES = 1 << 22;

    static OpenColumn of(Counts counts, Popularity popularity, int pairs, Parallel parallel) {
        return new OpenColumn(
                counts, Columns.of(counts, 1, popularity, pairs, MOST_ENTRIES, parallel), popularity, pairs);
    }

    /**
     * Fills an array with what some values say of each item, as if a user had not had the items he had.
     *
     * @param values numbers of the values
     * @param had pairs of a value and an item of the user, ascending
     * @param items of the user, without repetition
     * @param shifts overwritten; shape [items]
     */
    void fill(int[] values, long[] had, int[] items, float[] shifts) {
        Arrays.fill(shifts, 0);
        for (int value : values) {
            for (int p = column.offsets()[value]; p < column.offsets()[value + 1]; p++) {
                shifts[column.items()[p]] += column.shifts()[p] / values.length;
            }
        }
        for (int item : items) {
            double shift = 0;
            for (int value : values) {
                int own = Arrays.binarySearch(had, (long) value << Integer.SIZE | item) >= 0 ? 1 : 0;
                double expected = (popularity.users(item) - 1) * Lift.share(counts.pairs(value), pairs);
                shift += Lift.log(counts.users(value, item) - own, expected);
            }
            shifts[item] = (float) (shift / values.length);
        }
    }
}
