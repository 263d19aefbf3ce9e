package dev.personalize.internal.ranking;

import dev.personalize.error.InvalidInputException;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Mixes promoted items into an answer. Immutable.
 *
 * <ul>
 *   <li>A share in percent of the answer becomes a number of items by rounding to the nearest, half up, but at least one; when
 *       all shares together have more than the answer has room for after the fixed slots, the last ones get less.
 *   <li>A promotion takes the best items of its own list. An item of two lists belongs to the promotion that was declared first,
 *       and an item taken by a promotion is not in the rest.
 *   <li>Items of a share lie at random places, every arrangement being equally likely; those of fixed slots in their slots, the
 *       best in the first. Promoted items of one promotion keep their order, and so do the others.
 *   <li>What a promotion has too few items for goes to the rest. Promoted items never take more than their share: if the main
 *       list has as many items as the answer has places, the answer is full, and if it has fewer, the answer may end early; a
 *       fixed slot after its end moves up to it.
 * </ul>
 */
public final class PromotionPlan {
    /** In place of the number of a promotion: an item of the main list. */
    public static final int NOT_PROMOTED = -1;

    private static final int OPEN = -2;

    private final int numResults;
    private final List<Share> shares;
    private final int[] wanted;

    /**
     * @param numResults places of the answer, at least 1
     * @param shares of the promotions; at most 100 % in total, and no slot twice
     * @throws InvalidInputException if a slot is beyond the answer, is taken twice, or the percentages add up to more than 100
     */
    public PromotionPlan(int numResults, List<Share> shares) {
        if (numResults < 1) {
            throw new InvalidInputException("numResults is " + numResults + ": give 1 or more");
        }
        this.numResults = numResults;
        this.shares = List.copyOf(shares);
        this.wanted = wanted();
    }

    /** What a promotion gets of the answer: a percentage, or slots. Immutable. */
    public static final class Share {
        private final int percent;
        private final int[] slots;

        private Share(int percent, int[] slots) {
            this.percent = percent;
            this.slots = slots;
        }

        /**
         * {@return a share of the places, somewhere in the answer}
         *
         * @param percent 1 … 100
         * @throws InvalidInputException if it is out of range
         */
        public static Share ofPercent(int percent) {
            if (percent < 1 || percent > 100) {
                throw new InvalidInputException("percentPromotedItems is " + percent + ": give 1 … 100");
            }
            return new Share(percent, new int[0]);
        }

        /**
         * {@return these places of the answer}
         *
         * @param slots from 0 for the first place, at least one
         * @throws InvalidInputException if there is none, or one is negative
         */
        public static Share ofSlots(int... slots) {
            if (slots.length == 0) {
                throw new InvalidInputException("a promotion has no slots: give at least one, or a percentage");
            }
            int[] ascending = slots.clone();
            Arrays.sort(ascending);
            if (ascending[0] < 0) {
                throw new InvalidInputException("slot " + ascending[0] + " of a promotion: the first place is slot 0");
            }
            return new Share(0, ascending);
        }
    }

    /**
     * An answer.
     *
     * @param items the item at each place, best first, different from one another; shape [places], at most numResults
     * @param promotions number of the promotion the item comes from, or {@link #NOT_PROMOTED}; shape [places]
     */
    // A record of arrays: the result of one request, never compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Placement(int[] items, int[] promotions) {}

    private int[] wanted() {
        int[] counts = new int[shares.size()];
        int percent = 0;
        BitSet fixed = new BitSet();
        for (int p = 0; p < counts.length; p++) {
            percent += shares.get(p).percent;
            for (int slot : shares.get(p).slots) {
                if (slot >= numResults || fixed.get(slot)) {
                    throw new InvalidInputException("slot " + slot + " of promotion " + (p + 1)
                            + (slot >= numResults ? " is beyond the last, " + (numResults - 1) : " is taken already")
                            + ": give each slot to one promotion, 0 … " + (numResults - 1));
                }
                fixed.set(slot);
            }
            counts[p] = shares.get(p).slots.length;
        }
        if (percent > 100) {
            throw new InvalidInputException(
                    "the promotions ask for " + percent + " % of the answer together: at most 100 % can be promoted");
        }
        int left = numResults - fixed.cardinality();
        for (int p = 0; p < counts.length; p++) {
            if (shares.get(p).percent > 0) {
                long nearest = (shares.get(p).percent * (long) numResults + 50) / 100;
                counts[p] = (int) Math.min(left, Math.max(1, nearest));
                left -= counts[p];
            }
        }
        return counts;
    }

    /**
     * Puts an answer together.
     *
     * @param main items of the main list, best first
     * @param promoted items of each promotion's own list, best first, as many lists as shares
     * @param random places the items of shares
     */
    public Placement place(int[] main, List<int[]> promoted, RandomGenerator random) {
        IntOpenHashSet taken = new IntOpenHashSet(numResults);
        int[][] parts = new int[shares.size()][];
        int open = numResults;
        for (int p = 0; p < parts.length; p++) {
            parts[p] = best(promoted.get(p), wanted[p], taken);
            open -= parts[p].length;
        }
        int[] rest = best(main, open, taken);
        int[] plan = new int[numResults];
        Arrays.fill(plan, OPEN);
        for (int p = 0; p < parts.length; p++) {
            for (int i = 0; i < parts[p].length && shares.get(p).percent == 0; i++) {
                plan[shares.get(p).slots[i]] = p;
            }
        }
        return filled(plan, shuffled(parts, rest.length, random), parts, rest);
    }

    private static int[] best(int[] list, int count, IntOpenHashSet taken) {
        int[] best = new int[Math.min(count, list.length)];
        int size = 0;
        for (int i = 0; i < list.length && size < best.length; i++) {
            if (taken.add(list[i])) {
                best[size++] = list[i];
            }
        }
        return Arrays.copyOf(best, size);
    }

    /** {@return for each place without a fixed item, in turn, whose item comes there} */
    private int[] shuffled(int[][] parts, int rest, RandomGenerator random) {
        int size = rest;
        for (int p = 0; p < parts.length; p++) {
            size += shares.get(p).percent > 0 ? parts[p].length : 0;
        }
        int[] owners = new int[size];
        Arrays.fill(owners, NOT_PROMOTED);
        int from = 0;
        for (int p = 0; p < parts.length; p++) {
            if (shares.get(p).percent > 0) {
                Arrays.fill(owners, from, from + parts[p].length, p);
                from += parts[p].length;
            }
        }
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = owners[i];
            owners[i] = owners[j];
            owners[j] = swapped;
        }
        return owners;
    }

    private static Placement filled(int[] plan, int[] owners, int[][] parts, int[] rest) {
        int[] items = new int[plan.length];
        int[] promotions = new int[plan.length];
        int[] used = new int[parts.length];
        int restUsed = 0;
        int next = 0;
        int size = 0;
        for (int fixed : plan) {
            if (fixed == OPEN && next == owners.length) {
                continue; // nothing left for the open places: those after them move up
            }
            int owner = fixed == OPEN ? owners[next++] : fixed;
            items[size] = owner == NOT_PROMOTED ? rest[restUsed++] : parts[owner][used[owner]++];
            promotions[size++] = owner;
        }
        return new Placement(Arrays.copyOf(items, size), Arrays.copyOf(promotions, size));
    }
}
