package dev.personalize.recipes.linear;

import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * The weighted users × items matrix that is learned from, both ways round. Only items with entries have a number here, in the order of
 * their positions in the snapshot. Immutable.
 *
 * <p>An entry is what the user's events with the item count for, times the root of the user's weight, so that plain sums of products are weighted.
 */
final class Histories {
    private final Snapshot data;
    /** Position in the snapshot of each item; shape [items]. */
    private final int[] positions;

    private final int[] userOffsets;
    private final int[] itemOf;
    private final float[] valueOfUser;
    private final int[] itemOffsets;
    private final int[] userOf;
    private final float[] valueOfItem;

    private Histories(Snapshot data, int[] positions, int[] userOffsets, int[] itemOf, float[] valueOfUser) {
        this.data = data;
        this.positions = positions;
        this.userOffsets = userOffsets;
        this.itemOf = itemOf;
        this.valueOfUser = valueOfUser;
        this.itemOffsets = new int[positions.length + 1];
        for (int item : itemOf) {
            itemOffsets[item + 1]++;
        }
        for (int item = 0; item < positions.length; item++) {
            itemOffsets[item + 1] += itemOffsets[item];
        }
        this.userOf = new int[itemOf.length];
        this.valueOfItem = new float[itemOf.length];
        int[] next = Arrays.copyOf(itemOffsets, positions.length);
        for (int user = 0; user + 1 < userOffsets.length; user++) {
            for (int p = userOffsets[user]; p < userOffsets[user + 1]; p++) {
                int target = next[itemOf[p]]++;
                userOf[target] = user;
                valueOfItem[target] = valueOfUser[p];
            }
        }
    }

    static Histories of(Snapshot data, EventWeights weights, TrainingContext context) {
        PreferenceMatrix pairs = weights.preferences(data.interactions());
        RandomGenerator random = context.random("entries of long histories");
        int most = context.hyperparameters().integer(LinearItemRecipe.MAX_HISTORY);
        double exponent = context.hyperparameters().number(LinearItemRecipe.USER_EXPONENT);
        int[] offsets = new int[pairs.rows() + 1];
        for (int user = 0; user < pairs.rows(); user++) {
            offsets[user + 1] = offsets[user] + Math.min(most, pairs.count(user));
        }
        int[] chosen = new int[offsets[pairs.rows()]];
        float[] values = new float[chosen.length];
        for (int user = 0; user < pairs.rows(); user++) {
            context.cancellation().throwIfCancelled();
            float root = (float) Math.pow(pairs.count(user), -exponent / 2);
            int to = offsets[user];
            int left = pairs.count(user);
            for (int p = pairs.begin(user); p < pairs.end(user); p++, left--) {
                // Of those left, each is as likely as the others to be among those still wanted.
                int wanted = offsets[user + 1] - to;
                if (wanted == left || random.nextInt(left) < wanted) {
                    chosen[to] = pairs.column(p);
                    values[to++] = root * pairs.weight(p);
                }
            }
        }
        return numbered(data, offsets, chosen, values);
    }

    /**
     * Numbers the items that are left.
     *
     * @param chosen position in the snapshot of the item of each entry; replaced by its number
     */
    private static Histories numbered(Snapshot data, int[] offsets, int[] chosen, float[] values) {
        BitSet present = new BitSet();
        for (int position : chosen) {
            present.set(position);
        }
        int[] positions = present.stream().toArray();
        int[] numbers = new int[data.items().size()];
        for (int item = 0; item < positions.length; item++) {
            numbers[positions[item]] = item;
        }
        for (int p = 0; p < chosen.length; p++) {
            chosen[p] = numbers[chosen[p]];
        }
        return new Histories(data, positions, offsets, chosen, values);
    }

    /** {@return number of items with entries} */
    int items() {
        return positions.length;
    }

    /** {@return number of items of the snapshot} */
    int allItems() {
        return data.items().size();
    }

    /** {@return number of entries} */
    int size() {
        return itemOf.length;
    }

    /** {@return number of pairs of different entries of a user, of all users together: at most so many products of different items are not 0} */
    long pairs() {
        long pairs = 0;
        for (int user = 0; user + 1 < userOffsets.length; user++) {
            long count = (long) userOffsets[user + 1] - userOffsets[user];
            pairs += count * (count - 1) / 2;
        }
        return pairs;
    }

    /** {@return position in the snapshot of an item} */
    int position(int item) {
        return positions[item];
    }

    /** {@return the id of an item} */
    String id(int item) {
        return data.items().id(positions[item]);
    }

    /** {@return sum of the squares of an item's entries} */
    float squares(int item) {
        float sum = 0;
        for (int p = itemOffsets[item]; p < itemOffsets[item + 1]; p++) {
            sum += valueOfItem[p] * valueOfItem[p];
        }
        return sum;
    }

    /**
     * Adds the products of an item's column with those of the items up to itself.
     *
     * @param sums modified; shape [at least item + 1]
     */
    void addProductsUpTo(int item, float[] sums) {
        for (int p = itemOffsets[item]; p < itemOffsets[item + 1]; p++) {
            float value = valueOfItem[p];
            for (int q = userOffsets[userOf[p]]; itemOf[q] < item; q++) {
                sums[itemOf[q]] += value * valueOfUser[q];
            }
            sums[item] += value * value;
        }
    }

    /**
     * Adds the products of an item's column with those of all items.
     *
     * @param sums zeros on the way in; shape [items]
     * @param met filled with the items whose product is not 0, itself included, in no particular order; shape [items]
     * @return how many those are
     */
    int addProducts(int item, float[] sums, int[] met) {
        int size = 0;
        for (int p = itemOffsets[item]; p < itemOffsets[item + 1]; p++) {
            float value = valueOfItem[p];
            int user = userOf[p];
            for (int q = userOffsets[user]; q < userOffsets[user + 1]; q++) {
                int other = itemOf[q];
                float product = value * valueOfUser[q];
                // Products of very old events may be 0: such an item is not met, nor met again for every user.
                if (product > 0 && sums[other] == 0) {
                    met[size++] = other;
                }
                sums[other] += product;
            }
        }
        return size;
    }
}
