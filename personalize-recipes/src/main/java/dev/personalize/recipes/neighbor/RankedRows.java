package dev.personalize.recipes.neighbor;

import dev.personalize.data.PreferenceMatrix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The users × items matrix both ways round, the items numbered from the one with the most users on. So the items of a user that are more
 * popular than a given one are the first of the row, and close together in an array of sums. Immutable.
 *
 * <p>An entry takes 12 bytes, and 4 more for its value unless all entries of a user have the same.
 */
final class RankedRows {
    /** Position in the snapshot of each number; shape [items]. */
    private final int[] positions;

    private final int[] userOffsets;
    /** Number of the item of each entry, ascending within a user. */
    private final int[] itemOf;
    /** Value of each entry, or null if that is in the weights of users alone. */
    private final float @Nullable [] valueOf;
    /** What products of two entries of a user are multiplied with; shape [users]. */
    private final float[] userWeights;

    private final int[] itemOffsets;
    /** User of each entry, ascending within an item. */
    private final int[] userOf;
    /** Where the entry stands in its user's row; shape as {@code userOf}. */
    private final int[] placeOf;

    private final double meanLength;
    /** Sum of the weights of each item; shape [items], by position. */
    private final double[] itemLengths;

    RankedRows(PreferenceMatrix pairs, EntryValue value) {
        int users = pairs.rows();
        int items = pairs.columns();
        int[] usersOfItem = pairs.rowsOfColumns();
        this.positions = mostPopularFirst(usersOfItem);
        this.itemOffsets = new int[items + 1];
        for (int number = 0; number < items; number++) {
            itemOffsets[number + 1] = itemOffsets[number] + usersOfItem[positions[number]];
        }
        double[] lengths = lengths(pairs);
        this.meanLength = mean(lengths);
        this.itemLengths = new double[items];
        this.userOf = new int[pairs.size()];
        this.userWeights = new float[users];
        float[] values = pairs.weighted() || value.looksAtRarity() ? new float[pairs.size()] : null;
        fillColumns(pairs, value, lengths, usersOfItem, values);
        this.userOffsets = new int[users + 1];
        for (int user = 0; user < users; user++) {
            userOffsets[user + 1] = pairs.end(user);
        }
        this.itemOf = new int[userOf.length];
        this.placeOf = new int[userOf.length];
        this.valueOf = values == null ? null : new float[values.length];
        fillRows(values);
    }

    /** User by user, so that columns come out in the order of users. */
    private void fillColumns(
            PreferenceMatrix pairs, EntryValue value, double[] lengths, int[] usersOfItem, float @Nullable [] values) {
        int[] next = nextOfPositions();
        int known = known(lengths);
        for (int user = 0; user < lengths.length; user++) {
            double length = lengths[user] / meanLength;
            double ofAll = values == null && length > 0 ? value.of(1, length, 0) : 1;
            userWeights[user] = (float) (ofAll * ofAll);
            for (int p = pairs.begin(user); p < pairs.end(user); p++) {
                int position = pairs.column(p);
                int at = next[position]++;
                userOf[at] = user;
                itemLengths[position] += pairs.weight(p);
                if (values != null) {
                    double rarity = Math.log1p((double) known / usersOfItem[position]);
                    values[at] = (float) value.of(pairs.weight(p), length, rarity);
                }
            }
        }
    }

    /** Item by item, so that rows come out in the order of numbers. */
    private void fillRows(float @Nullable [] values) {
        int[] next = Arrays.copyOf(userOffsets, userOffsets.length - 1);
        for (int number = 0; number < positions.length; number++) {
            for (int p = itemOffsets[number]; p < itemOffsets[number + 1]; p++) {
                int at = next[userOf[p]]++;
                itemOf[at] = number;
                placeOf[p] = at;
                if (valueOf != null && values != null) {
                    valueOf[at] = values[p];
                }
            }
        }
    }

    private static int[] mostPopularFirst(int[] usersOfItem) {
        long[] keys = new long[usersOfItem.length];
        for (int position = 0; position < keys.length; position++) {
            keys[position] = (long) (Integer.MAX_VALUE - usersOfItem[position]) << Integer.SIZE | position;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /** {@return where the users of each item begin; shape [items], by position} */
    private int[] nextOfPositions() {
        int[] next = new int[positions.length];
        for (int number = 0; number < positions.length; number++) {
            next[positions[number]] = itemOffsets[number];
        }
        return next;
    }

    private static double[] lengths(PreferenceMatrix pairs) {
        double[] lengths = new double[pairs.rows()];
        for (int user = 0; user < lengths.length; user++) {
            for (int p = pairs.begin(user); p < pairs.end(user); p++) {
                lengths[user] += pairs.weight(p);
            }
        }
        return lengths;
    }

    private static int known(double[] lengths) {
        return (int) Arrays.stream(lengths).filter(length -> length > 0).count();
    }

    private static double mean(double[] lengths) {
        return known(lengths) == 0 ? 1 : Arrays.stream(lengths).sum() / known(lengths);
    }

    /** {@return heap that takes, and the making of it, without the matrix it is made from} */
    static long bytes(long pairs, boolean weighted, long users, long items) {
        return pairs * (weighted ? 20 : 12) + users * 24 + items * 40;
    }

    /** {@return number of items} */
    int items() {
        return positions.length;
    }

    /** {@return position in the snapshot of an item} */
    int position(int number) {
        return positions[number];
    }

    /** {@return mean sum of the weights of a user, over those with events} */
    double meanLength() {
        return meanLength;
    }

    /** {@return sum of the weights of each item; not to be modified; shape [items], by position} */
    double[] lengths() {
        return itemLengths;
    }

    /** {@return sum of the squares of the entries of each item; shape [items], by position} */
    double[] squares() {
        double[] squares = new double[positions.length];
        for (int number = 0; number < positions.length; number++) {
            double sum = 0;
            for (int p = itemOffsets[number]; p < itemOffsets[number + 1]; p++) {
                double value = valueOf == null ? 1 : valueOf[placeOf[p]];
                sum += userWeights[userOf[p]] * value * value;
            }
            squares[positions[number]] = sum;
        }
        return squares;
    }

    /** {@return number of pairs of an item's entries with further ones of the same users: at least as many as it has neighbours} */
    long pairs(int number) {
        long pairs = 0;
        for (int p = itemOffsets[number]; p < itemOffsets[number + 1]; p++) {
            pairs += userOffsets[userOf[p] + 1] - userOffsets[userOf[p]] - 1;
        }
        return pairs;
    }

    /** {@return number of additions that {@link #addProducts} makes} */
    long additions(int number) {
        long additions = 0;
        for (int p = itemOffsets[number]; p < itemOffsets[number + 1]; p++) {
            additions += placeOf[p] - userOffsets[userOf[p]];
        }
        return additions;
    }

    /**
     * Adds the products of an item's column with those of more popular items.
     *
     * @param sums by number; modified; shape [at least number]
     */
    void addProducts(int number, float[] sums) {
        for (int p = itemOffsets[number]; p < itemOffsets[number + 1]; p++) {
            int user = userOf[p];
            if (valueOf == null) {
                add(userOffsets[user], placeOf[p], userWeights[user], sums);
            } else {
                addValues(userOffsets[user], placeOf[p], userWeights[user] * valueOf[placeOf[p]], valueOf, sums);
            }
        }
    }

    private void add(int from, int to, float weight, float[] sums) {
        for (int q = from; q < to; q++) {
            sums[itemOf[q]] += weight;
        }
    }

    private void addValues(int from, int to, float factor, float[] values, float[] sums) {
        for (int q = from; q < to; q++) {
            sums[itemOf[q]] += factor * values[q];
        }
    }

    /**
     * Lists the more popular items that share a user with an item, once for each such user.
     *
     * @param met filled with numbers; shape [at least additions]
     * @return how many
     */
    int list(int number, int[] met) {
        int size = 0;
        for (int p = itemOffsets[number]; p < itemOffsets[number + 1]; p++) {
            int from = userOffsets[userOf[p]];
            System.arraycopy(itemOf, from, met, size, placeOf[p] - from);
            size += placeOf[p] - from;
        }
        return size;
    }
}
