package dev.personalize.internal.batch;

import dev.personalize.math.DimMajor;
import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Orders all users by their score for one vector, and tells the best of them. A user is a long, whose upper half orders as the
 * score does and whose lower half is the user's position: each block is scanned and its best ones sorted by itself, on any
 * thread, and a heap of the blocks' heads merges them as they are told. 8 bytes a user, kept for the next vector; for one
 * thread at a time.
 */
final class SegmentOrder {
    private final SegmentUsers users;
    private final Parallel parallel;
    private final long[] keys;
    private final int[] begins;
    /** How many keys of each block count; shape [blocks]. */
    private final int[] sizes;

    SegmentOrder(SegmentUsers users, Parallel parallel) {
        this.users = users;
        this.parallel = parallel;
        this.keys = new long[users.count()];
        this.begins = new int[users.blocks().size()];
        this.sizes = new int[begins.length];
        for (int block = 1; block < begins.length; block++) {
            begins[block] = begins[block - 1] + users.blocks().get(block - 1).users().length;
        }
    }

    /**
     * Tells the best users, best first; of equal scores the lower position is the better one.
     *
     * @param vector of an item; shape [d]
     * @param mask bits of the users that count, or null for all
     * @param most how many are told at most
     * @param told takes the position of each
     */
    void best(float[] vector, long @Nullable [] mask, int most, IntConsumer told) {
        parallel.forChunks(begins.length, 1, (block, from, to) -> sizes[block] = sort(block, vector, mask, most));
        merge(most, told);
    }

    private int sort(int number, float[] vector, long @Nullable [] mask, int most) {
        SegmentUsers.Block block = users.blocks().get(number);
        int n = block.users().length;
        float[] scores = new float[n];
        DimMajor.scan(block.vectors(), vector, scores);
        int begin = begins[number];
        int end = begin;
        for (int i = 0; i < n; i++) {
            int user = block.users()[i];
            if (isSet(mask, user) && !Float.isNaN(scores[i])) {
                keys[end++] = key(scores[i], user);
            }
        }
        if (end - begin > most) {
            selectLeast(keys, begin, end, most);
            end = begin + most;
        }
        Arrays.sort(keys, begin, end);
        return end - begin;
    }

    private static boolean isSet(long @Nullable [] mask, int user) {
        return mask == null || (user >> 6 < mask.length && (mask[user >> 6] & (1L << user)) != 0);
    }

    /** {@return a number that is less when the score is greater, or, of equal scores, when the position is less} */
    static long key(float score, int user) {
        int bits = Float.floatToIntBits(score + 0.0f); // one zero, not two
        int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return ((long) ~ascending << 32) | user;
    }

    /** Brings the {@code count} least to the front, in no order: Hoare's FIND, with the median of three. */
    static void selectLeast(long[] keys, int from, int to, int count) {
        int low = from;
        int high = to - 1;
        int wanted = from + count - 1;
        while (low < high) {
            long pivot = median(keys[low], keys[(low + high) >>> 1], keys[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (keys[i] < pivot) {
                    i++;
                }
                while (keys[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swapped = keys[i];
                    keys[i++] = keys[j];
                    keys[j--] = swapped;
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private void merge(int most, IntConsumer told) {
        int[] next = begins.clone();
        int[] heap = new int[begins.length];
        int size = 0;
        for (int block = 0; block < begins.length; block++) {
            if (sizes[block] > 0) {
                heap[size++] = block;
            }
        }
        for (int hole = size / 2 - 1; hole >= 0; hole--) {
            siftDown(heap, size, hole, next);
        }
        for (int i = 0; i < most && size > 0; i++) {
            int block = heap[0];
            told.accept((int) keys[next[block]++]);
            if (next[block] == begins[block] + sizes[block]) {
                heap[0] = heap[--size];
            }
            siftDown(heap, size, 0, next);
        }
    }

    private void siftDown(int[] heap, int size, int from, int[] next) {
        int hole = from;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && keys[next[heap[child + 1]]] < keys[next[heap[child]]]) {
                child++;
            }
            if (keys[next[heap[hole]]] <= keys[next[heap[child]]]) {
                return;
            }
            int swapped = heap[hole];
            heap[hole] = heap[child];
            heap[child] = swapped;
            hole = child;
        }
    }
}
