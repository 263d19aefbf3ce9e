package dev.personalize.math;

import java.util.Arrays;

/**
 * A set of positions {@code 0 … size-1}, one bit each. Changed by one thread at a time; read by any number while nobody changes it.
 */
public final class Bits {
    private final int size;
    private final long[] words;

    /** An empty set of positions below {@code size}. */
    public Bits(int size) {
        this(size, new long[(size + Long.SIZE - 1) / Long.SIZE]);
    }

    private Bits(int size, long[] words) {
        this.size = size;
        this.words = words;
    }

    /** {@return the set of all positions below {@code size}} */
    public static Bits all(int size) {
        Bits bits = new Bits(size);
        bits.flip();
        return bits;
    }

    /** {@return a set of its own with the same positions} */
    public Bits copy() {
        return new Bits(size, words.clone());
    }

    /** {@return number of positions that can be in the set} */
    public int size() {
        return size;
    }

    /** {@return whether a position, 0 … size-1, is in the set} */
    public boolean get(int position) {
        return (words[position >> 6] & (1L << position)) != 0;
    }

    /** Adds a position, 0 … size-1. */
    public void set(int position) {
        words[position >> 6] |= 1L << position;
    }

    /** Removes a position, 0 … size-1. */
    public void clear(int position) {
        words[position >> 6] &= ~(1L << position);
    }

    /** Adds a position or removes it. */
    public void set(int position, boolean member) {
        if (member) {
            set(position);
        } else {
            clear(position);
        }
    }

    /** Makes it empty. */
    public void clear() {
        Arrays.fill(words, 0);
    }

    /** Makes it the set of the positions of the other one. */
    public void become(Bits other) {
        requireSameSize(other);
        System.arraycopy(other.words, 0, words, 0, words.length);
    }

    /** Keeps what is in the other set too. */
    public void and(Bits other) {
        requireSameSize(other);
        for (int i = 0; i < words.length; i++) {
            words[i] &= other.words[i];
        }
    }

    /** Adds what is in the other set. */
    public void or(Bits other) {
        requireSameSize(other);
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
    }

    /** Removes what is in the other set. */
    public void andNot(Bits other) {
        requireSameSize(other);
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~other.words[i];
        }
    }

    /** Makes it the set of the positions that were not in it. */
    public void flip() {
        for (int i = 0; i < words.length; i++) {
            words[i] = ~words[i];
        }
        if ((size & 63) != 0) {
            words[words.length - 1] &= (1L << size) - 1;
        }
    }

    /** {@return number of positions in the set} */
    public int cardinality() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** {@return the first position in the set that is {@code from} or higher, or -1 when there is none} */
    public int next(int from) {
        int at = from >> 6;
        if (from >= size) {
            return -1;
        }
        long word = words[at] & (-1L << from);
        while (word == 0) {
            if (++at == words.length) {
                return -1;
            }
            word = words[at];
        }
        return (at << 6) + Long.numberOfTrailingZeros(word);
    }

    /**
     * {@return the set itself, for loops that look at 64 positions at a time: position {@code i} is bit {@code i % 64} of word
     * {@code i / 64}; not to be changed}
     */
    public long[] words() {
        return words;
    }

    private void requireSameSize(Bits other) {
        if (other.size != size) {
            throw new IllegalArgumentException("sets of " + size + " and " + other.size + " positions");
        }
    }
}
