package dev.personalize.internal.ranking;

import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Bits;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The items young enough to be explored, each with a bonus that falls as people see and use it. Prepared once for many requests:
 * 16 bytes for each young item, and a bit for every item. Immutable.
 */
public final class ExplorationPool {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int TRIES = 32;

    private final int[] items;
    private final float[] bonuses;
    /** Sum of the bonuses up to and including each young item; shape [young items]. */
    private final double[] sums;

    private final Bits young;

    private ExplorationPool(int[] items, float[] bonuses, double[] sums, Bits young) {
        this.items = items;
        this.bonuses = bonuses;
        this.sums = sums;
        this.young = young;
    }

    /**
     * Prepares a pool. The bonus of an item is {@code 1 / (1 + interactions + impressions)}: an impression that led to nothing
     * lowers it as much as an interaction does, and one that was taken counts beside the interaction it led to.
     *
     * @param items number of items
     * @param created seconds since the epoch at which an item came into being
     * @param reference seconds since the epoch from which ages are counted back
     * @param cutOffDays greatest age of an item that is explored, at least 0; items of exactly this age are, and so are those of
     *     the future
     * @param interactions of an item, at least 0
     * @param impressions times an item was shown, taken or ignored, at least 0
     * @throws InvalidInputException if the cut-off is negative
     */
    public static ExplorationPool of(
            int items,
            IntToLongFunction created,
            long reference,
            double cutOffDays,
            IntUnaryOperator interactions,
            IntUnaryOperator impressions) {
        if (!(cutOffDays >= 0)) {
            throw new InvalidInputException("explorationItemAgeCutOff is " + cutOffDays + " days: give 0 or more");
        }
        long oldest = reference - Math.round(cutOffDays * SECONDS_PER_DAY);
        Bits young = new Bits(items);
        int size = 0;
        for (int item = 0; item < items; item++) {
            if (created.applyAsLong(item) >= oldest) {
                young.set(item);
                size++;
            }
        }
        int[] eligible = new int[size];
        float[] bonuses = new float[size];
        double[] sums = new double[size];
        double sum = 0;
        int at = 0;
        for (int item = 0; item < items; item++) {
            if (young.get(item)) {
                eligible[at] = item;
                bonuses[at] = (float) (1 / (1.0 + interactions.applyAsInt(item) + impressions.applyAsInt(item)));
                sum += bonuses[at];
                sums[at++] = sum;
            }
        }
        return new ExplorationPool(eligible, bonuses, sums, young);
    }

    /** {@return number of young items} */
    public int size() {
        return items.length;
    }

    /** {@return the item's bonus, 0 if it is not young} */
    double bonus(int item) {
        return young.get(item) ? bonuses[Arrays.binarySearch(items, item)] : 0;
    }

    /** {@return sum of the bonuses of all young items} */
    double total() {
        return items.length == 0 ? 0 : sums[items.length - 1];
    }

    /** {@return number of young items that are allowed} */
    int count(Bits allowed) {
        int count = 0;
        for (int word = 0; word < young.words().length; word++) {
            count += Long.bitCount(young.words()[word] & allowed.words()[word]);
        }
        return count;
    }

    /** {@return sum of the bonuses of young items that are allowed; looks at the items on the smaller side only} */
    double mass(Bits allowed) {
        boolean subtract = 2 * (long) count(allowed) >= items.length;
        double sum = 0;
        int before = 0;
        for (int word = 0; word < young.words().length; word++) {
            long all = young.words()[word];
            long picked = all & (subtract ? ~allowed.words()[word] : allowed.words()[word]);
            for (; picked != 0; picked &= picked - 1) {
                long lower = Long.lowestOneBit(picked) - 1;
                sum += bonuses[before + Long.bitCount(all & lower)];
            }
            before += Long.bitCount(all);
        }
        return subtract ? total() - sum : sum;
    }

    /** {@return sum of the bonuses of the young items that pass, one by one} */
    double massOf(IntPredicate drawable) {
        double sum = 0;
        for (int i = 0; i < items.length; i++) {
            sum += drawable.test(items[i]) ? bonuses[i] : 0;
        }
        return sum;
    }

    /**
     * Draws a young item in proportion to its bonus. Items are drawn from all and thrown back until one may be drawn; after some
     * tries in vain from those that may be drawn, which looks at all young items. Both give the same distribution.
     *
     * @param drawable at least one young item passes
     * @param mass sum of the bonuses of the young items that pass
     */
    int draw(IntPredicate drawable, double mass, RandomGenerator random) {
        for (int i = 0; i < TRIES; i++) {
            int at = Arrays.binarySearch(sums, random.nextDouble() * total());
            int item = items[Math.min(at >= 0 ? at + 1 : -at - 1, items.length - 1)];
            if (drawable.test(item)) {
                return item;
            }
        }
        double left = random.nextDouble() * mass;
        int last = -1;
        for (int i = 0; i < items.length && left >= 0; i++) {
            if (drawable.test(items[i])) {
                left -= bonuses[i];
                last = items[i];
            }
        }
        return last;
    }
}
