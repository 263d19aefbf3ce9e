package dev.personalize.internal.ranking;

import dev.personalize.error.InvalidInputException;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;

/**
 * At most so many items of one category value in an answer. An item of several values counts for each of them, one without any
 * is never held back.
 */
public final class CategoryCap {
    private CategoryCap() {}

    /**
     * A bound.
     *
     * @param most items of one value, at least 1
     * @param categories values of items
     */
    public record Cap(int most, Categories categories) {
        /**
         * Checks the number.
         *
         * @throws InvalidInputException if it is out of range
         */
        public Cap {
            if (most < 1) {
                throw new InvalidInputException("cap of a category is " + most + ": give 1 or more, or no cap");
            }
        }
    }

    /**
     * Takes the best items that all caps allow, from the best down. Caps are hard: when too few candidates fit, the answer is
     * shorter. While no item has more than one value and there is one cap, that happens only if no other choice would give more;
     * with several, a longer choice of worse items can exist, and is not looked for.
     *
     * @param ranked candidates, best first; modified: the items taken come first, in their order; the rest is undefined
     * @param k items wanted
     * @return how many items were taken, at most {@code k}
     */
    public static int take(int[] ranked, int k, List<Cap> caps) {
        List<Int2IntOpenHashMap> taken = new ArrayList<>();
        caps.forEach(cap -> taken.add(new Int2IntOpenHashMap()));
        int size = 0;
        for (int i = 0; i < ranked.length && size < k; i++) {
            if (fits(ranked[i], caps, taken)) {
                count(ranked[i], caps, taken);
                ranked[size++] = ranked[i];
            }
        }
        return size;
    }

    private static boolean fits(int item, List<Cap> caps, List<Int2IntOpenHashMap> taken) {
        for (int c = 0; c < caps.size(); c++) {
            for (int value : caps.get(c).categories().of(item)) {
                if (taken.get(c).get(value) >= caps.get(c).most()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void count(int item, List<Cap> caps, List<Int2IntOpenHashMap> taken) {
        for (int c = 0; c < caps.size(); c++) {
            for (int value : caps.get(c).categories().of(item)) {
                taken.get(c).addTo(value, 1);
            }
        }
    }
}
