package dev.personalize.internal.ranking;

import dev.personalize.error.InvalidInputException;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;

/**
 * At most so many items of one category value in an answer. An item of several values counts for each of them, one without any
 * is never held back.
 */
public final class CategoryCap {
    private CategoryCap() {}

    /**
     * Takes the best items that the cap allows, from the best down. The cap is hard: when too few candidates fit, the answer is
     * shorter. While no item has more than one value, that happens only if no other choice would give more; with several values
     * to an item a longer choice of worse items can exist, and is not looked for.
     *
     * @param ranked candidates, best first; modified: the items taken come first, in their order; the rest is undefined
     * @param k items wanted
     * @param cap most items of one value, at least 1
     * @return how many items were taken, at most {@code k}
     * @throws InvalidInputException if the cap is out of range
     */
    public static int take(int[] ranked, int k, int cap, Categories categories) {
        if (cap < 1) {
            throw new InvalidInputException("cap of a category is " + cap + ": give 1 or more, or no cap");
        }
        Int2IntOpenHashMap taken = new Int2IntOpenHashMap();
        int size = 0;
        for (int i = 0; i < ranked.length && size < k; i++) {
            int[] values = categories.of(ranked[i]);
            if (fits(values, taken, cap)) {
                for (int value : values) {
                    taken.addTo(value, 1);
                }
                ranked[size++] = ranked[i];
            }
        }
        return size;
    }

    private static boolean fits(int[] values, Int2IntOpenHashMap taken, int cap) {
        for (int value : values) {
            if (taken.get(value) >= cap) {
                return false;
            }
        }
        return true;
    }
}
