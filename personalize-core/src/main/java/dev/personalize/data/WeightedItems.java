package dev.personalize.data;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Different items, ascending, and what each counts for: the greatest weight of its events. Immutable; the arrays are handed out
 * without a copy and are only read.
 */
public final class WeightedItems {
    private final int[] items;
    private final float @Nullable [] weights;
    private final int size;

    private WeightedItems(int[] items, float @Nullable [] weights, int size) {
        this.items = items;
        this.weights = weights;
        this.size = size;
    }

    /** What the events of a history weigh. */
    @FunctionalInterface
    public interface Weights {
        /** {@return the weight of event {@code i}, at least 0} */
        float of(int i);
    }

    /**
     * {@return the different items of a history, all of weight 1}
     *
     * @param items item of each event; sorted and kept
     */
    public static WeightedItems distinct(int[] items) {
        Arrays.sort(items);
        int size = 0;
        for (int i = 0; i < items.length; i++) {
            if (i == 0 || items[i] != items[i - 1]) {
                items[size++] = items[i];
            }
        }
        return new WeightedItems(items, null, size);
    }

    /**
     * {@return the different items of a history, without those that only have events of weight 0}
     *
     * @param items item of each event; changed and kept
     */
    public static WeightedItems of(int[] items, Weights weights) {
        // Item and bits of a weight, which are in the order of the weights when they are not negative, in one number to
        // sort.
        long[] events = new long[items.length];
        boolean equal = true;
        for (int i = 0; i < items.length; i++) {
            float weight = weights.of(i) + 0f; // no negative zero, whose bits do not sort
            equal &= weight == 1;
            events[i] = (long) items[i] << Integer.SIZE | Float.floatToIntBits(weight);
        }
        if (equal) {
            return distinct(items);
        }
        Arrays.sort(events);
        float[] greatest = new float[items.length];
        int size = 0;
        for (int i = 0; i < events.length; i++) {
            int item = (int) (events[i] >>> Integer.SIZE);
            float weight = Float.intBitsToFloat((int) events[i]);
            boolean last = i + 1 == events.length || (int) (events[i + 1] >>> Integer.SIZE) != item;
            if (last && weight > 0) {
                items[size] = item;
                greatest[size++] = weight;
            }
        }
        return new WeightedItems(items, greatest, size);
    }

    /** {@return the items that pass, with their weights} */
    public WeightedItems filter(IntPredicate kept) {
        int[] newItems = new int[size];
        float[] newWeights = weights == null ? null : new float[size];
        int newSize = 0;
        for (int i = 0; i < size; i++) {
            if (kept.test(items[i])) {
                newItems[newSize] = items[i];
                if (newWeights != null) {
                    newWeights[newSize] = weight(i);
                }
                newSize++;
            }
        }
        return new WeightedItems(newItems, newWeights, newSize);
    }

    /** {@return number of items} */
    public int size() {
        return size;
    }

    /** {@return the items, ascending; shape [at least size]} */
    public int[] items() {
        return items;
    }

    /** {@return the weight of each item, or null if all are 1; shape [at least size]} */
    public float @Nullable [] weights() {
        return weights;
    }

    /** {@return item {@code i}, 0 … size-1} */
    public int item(int i) {
        return items[i];
    }

    /** {@return what item {@code i} counts for, greater than 0} */
    public float weight(int i) {
        return weights == null ? 1 : weights[i];
    }
}
