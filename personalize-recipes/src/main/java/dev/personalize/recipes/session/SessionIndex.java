package dev.personalize.recipes.session;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import java.util.Arrays;

/**
 * The sessions of a training, oldest first, and for each item the newest of its sessions. Immutable.
 *
 * <p>The items of a session are the positions {@code offsets[session] … offsets[session+1]-1} of {@code itemsOf}, in their order, without
 * repetition; the sessions of an item, newest first, are the positions {@code begin(item) … end(item)-1} that {@link #session} takes.
 */
final class SessionIndex {
    private static final String OFFSETS = "session_offsets";
    private static final String ITEMS = "session_items";
    private static final String TIMES = "session_times";
    private static final String WEIGHTS = "session_weights";
    private static final String COUNTS = "sessions_of_items";

    private final int[] offsets;
    private final int[] itemsOf;
    /** Seconds since the epoch of the last event of each session. */
    private final long[] times;

    private final float[] weights;
    /** Number of sessions of each item; shape [items]. */
    private final int[] counts;

    private final int[] firstOf;
    private final int[] sessions;

    /**
     * @param items number of items
     * @param perItem newest sessions of an item that are kept for it
     */
    SessionIndex(int items, int[] offsets, int[] itemsOf, long[] times, float[] weights, int perItem) {
        this.offsets = offsets;
        this.itemsOf = itemsOf;
        this.times = times;
        this.weights = weights;
        this.counts = new int[items];
        for (int item : itemsOf) {
            counts[item]++;
        }
        this.firstOf = new int[items + 1];
        for (int item = 0; item < items; item++) {
            firstOf[item + 1] = firstOf[item] + Math.min(perItem, counts[item]);
        }
        this.sessions = new int[firstOf[items]];
        int[] next = firstOf.clone();
        for (int session = times.length - 1; session >= 0; session--) {
            for (int p = offsets[session]; p < offsets[session + 1]; p++) {
                int item = itemsOf[p];
                if (next[item] < firstOf[item + 1]) {
                    sessions[next[item]++] = session;
                }
            }
        }
    }

    /** {@return heap taken for so many events, everything that is made on the way included} */
    static long bytes(long events, long items) {
        return events * (4L * Integer.BYTES + 3L * Long.BYTES + 2L * Float.BYTES) + 3 * items * Integer.BYTES;
    }

    /** {@return number of items} */
    int items() {
        return counts.length;
    }

    /** {@return number of sessions} */
    int size() {
        return times.length;
    }

    /** {@return time of the newest session, {@link Long#MIN_VALUE} if there is none} */
    long newest() {
        return times.length == 0 ? Long.MIN_VALUE : times[times.length - 1];
    }

    int begin(int item) {
        return firstOf[item];
    }

    int end(int item) {
        return firstOf[item + 1];
    }

    int session(int position) {
        return sessions[position];
    }

    /** {@return number of all sessions of an item, those that are not kept for it included} */
    int count(int item) {
        return counts[item];
    }

    int from(int session) {
        return offsets[session];
    }

    int to(int session) {
        return offsets[session + 1];
    }

    /** {@return the items of all sessions; only read} */
    int[] itemsOf() {
        return itemsOf;
    }

    long time(int session) {
        return times[session];
    }

    float weight(int session) {
        return weights[session];
    }

    void write(ArtifactWriter out) {
        out.ints(OFFSETS, offsets).ints(ITEMS, itemsOf).longs(TIMES, times).floats(WEIGHTS, weights);
        out.ints(COUNTS, counts);
    }

    static SessionIndex read(ArtifactReader in, int perItem) {
        int[] offsets = in.ints(OFFSETS);
        int[] itemsOf = in.ints(ITEMS);
        long[] times = in.longs(TIMES);
        float[] weights = in.floats(WEIGHTS);
        int[] counts = in.ints(COUNTS);
        if (offsets.length != times.length + 1
                || weights.length != times.length
                || offsets[0] != 0
                || offsets[times.length] != itemsOf.length) {
            throw corrupt("arrays of " + offsets.length + ", " + times.length + ", " + weights.length + " and "
                    + itemsOf.length + " values that do not fit together");
        }
        for (int session = 0; session < times.length; session++) {
            if (offsets[session] >= offsets[session + 1]
                    || !(weights[session] > 0 && weights[session] <= Float.MAX_VALUE)
                    || (session > 0 && times[session] < times[session - 1])) {
                throw corrupt("an impossible session " + session);
            }
        }
        for (int item : itemsOf) {
            if (item < 0 || item >= counts.length) {
                throw corrupt("item " + item + " among " + counts.length);
            }
        }
        SessionIndex index = new SessionIndex(counts.length, offsets, itemsOf, times, weights, perItem);
        if (!Arrays.equals(index.counts, counts)) {
            throw corrupt("counts of items that are not those of its sessions");
        }
        return index;
    }

    private static CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException("the " + SessionNeighborsRecipe.NAME + " model has " + what
                + ": restore it from a copy, or train the version again");
    }
}
