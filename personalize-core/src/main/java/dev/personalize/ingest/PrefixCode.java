package dev.personalize.ingest;

import java.util.Arrays;

/**
 * A Huffman code of RFC 1951: how often each symbol occurs becomes how many bits it takes. Symbols that occur as often are told
 * apart by their number, so the same counts give the same code. For one thread.
 */
final class PrefixCode {
    private static final int SYMBOL_BITS = 16;
    private static final int LENGTH_BITS = 4;

    private final int longest;
    private final int[] counts;
    private final int[] lengths;
    private final int[] words;
    private final long[] byCount;
    private final long[] weights;
    private final int[] parents;

    /** @param longest the most bits a symbol may take, at most 15 */
    PrefixCode(int symbols, int longest) {
        this.longest = longest;
        counts = new int[symbols];
        lengths = new int[symbols];
        words = new int[symbols];
        byCount = new long[symbols];
        weights = new long[2 * symbols];
        parents = new int[2 * symbols];
    }

    /** {@return how often each symbol occurs, for the caller to count in} */
    int[] counts() {
        return counts;
    }

    /** {@return bits of each symbol, 0 for one that does not occur} */
    int[] lengths() {
        return lengths;
    }

    /** {@return the bits of each symbol in the order in which they are written from the lowest up and their number; {@link #bits} and {@link #length} take
     * them apart} */
    int[] words() {
        return words;
    }

    /** {@return the bits themselves of an element of {@link #words}} */
    static int bits(int word) {
        return word >>> LENGTH_BITS;
    }

    /** {@return how many bits an element of {@link #words} has} */
    static int length(int word) {
        return word & ((1 << LENGTH_BITS) - 1);
    }

    /** {@return how many symbols there are up to the last that occurs} */
    int used() {
        int used = lengths.length;
        while (used > 0 && lengths[used - 1] == 0) {
            used--;
        }
        return used;
    }

    /** {@return bits of everything counted} */
    long size() {
        long size = 0;
        for (int i = 0; i < counts.length; i++) {
            size += (long) counts[i] * lengths[i];
        }
        return size;
    }

    /** Begins to count anew. */
    void clear() {
        Arrays.fill(counts, 0);
    }

    /** Makes the code of what was counted. A reader wants two symbols at least, so one or two unused ones get a bit if need be. */
    void build() {
        int used = sortByCount();
        for (int symbol = 0; used < 2; symbol++) {
            if (counts[symbol] == 0) {
                byCount[used++] = symbol;
            }
        }
        int[] ofLength = limited(depths(used));
        Arrays.fill(lengths, 0);
        int next = used;
        for (int length = 1; length <= longest; length++) {
            for (int i = 0; i < ofLength[length]; i++) {
                lengths[(int) byCount[--next] & ((1 << SYMBOL_BITS) - 1)] = length;
            }
        }
        assignWords(ofLength);
    }

    private int sortByCount() {
        int used = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] > 0) {
                byCount[used++] = (long) counts[symbol] << SYMBOL_BITS | symbol;
            }
        }
        Arrays.sort(byCount, 0, used);
        return used;
    }

    /** {@return how many symbols lie at each depth of Huffman's tree over the symbols in {@code byCount}} */
    private int[] depths(int used) {
        int leaf = 0;
        int inner = used;
        int root = 2 * used - 2;
        for (int i = 0; i < used; i++) {
            weights[i] = byCount[i] >>> SYMBOL_BITS;
        }
        for (int made = used; made <= root; made++) {
            weights[made] = 0;
            for (int child = 0; child < 2; child++) {
                boolean takeLeaf = leaf < used && (inner == made || weights[leaf] <= weights[inner]);
                int lightest = takeLeaf ? leaf++ : inner++;
                weights[made] += weights[lightest];
                parents[lightest] = made;
            }
        }
        int[] ofDepth = new int[used];
        int[] depth = parents; // a parent is overwritten by its depth before its children ask for it
        depth[root] = 0;
        for (int node = root - 1; node >= 0; node--) {
            depth[node] = depth[parents[node]] + 1;
            if (node < used) {
                ofDepth[depth[node]]++;
            }
        }
        return ofDepth;
    }

    /** {@return how many symbols get each length, none more than the longest; hardly worse than the best such code} */
    private int[] limited(int[] ofDepth) {
        int[] ofLength = new int[longest + 1];
        int room = 1 << longest;
        for (int depth = 1; depth < ofDepth.length; depth++) {
            int length = Math.min(depth, longest);
            ofLength[length] += ofDepth[depth];
            room -= ofDepth[depth] << (longest - length);
        }
        for (; room < 0; room++) {
            int length = longest - 1;
            while (ofLength[length] == 0) {
                length--;
            }
            ofLength[length]--; // its symbol moves one down, and takes one of the longest beside it
            ofLength[length + 1] += 2;
            ofLength[longest]--;
        }
        return ofLength;
    }

    private void assignWords(int[] ofLength) {
        int[] next = new int[longest + 1];
        for (int length = 2; length <= longest; length++) {
            next[length] = (next[length - 1] + ofLength[length - 1]) << 1;
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                int bits = Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
                words[symbol] = bits << LENGTH_BITS | length;
            }
        }
    }
}
