package dev.personalize.internal.ranking;

import java.util.Arrays;

/**
 * Sets of items as bits: item {@code i} is bit {@code i % 64} of word {@code i / 64}, as in {@link java.util.BitSet}. The rules
 * read a set bit as "left out". Bits beyond the last item may be set; nobody looks at them.
 */
public final class ItemMask {
    private ItemMask() {}

    /** {@return a mask with no bit set, for items {@code 0 … items-1}} */
    public static long[] none(int items) {
        return new long[(items + 63) >>> 6];
    }

    /** {@return whether the item's bit is set} */
    public static boolean contains(long[] mask, int item) {
        return (mask[item >>> 6] >>> item & 1) != 0;
    }

    /** Sets the item's bit. */
    public static void add(long[] mask, int item) {
        mask[item >>> 6] |= 1L << item;
    }

    /** Clears the item's bit. */
    public static void remove(long[] mask, int item) {
        mask[item >>> 6] &= ~(1L << item);
    }

    /** Sets all bits. */
    public static void addAll(long[] mask) {
        Arrays.fill(mask, -1L);
    }
}
