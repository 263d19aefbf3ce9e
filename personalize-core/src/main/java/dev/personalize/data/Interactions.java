package dev.personalize.data;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Events by user, each user's from oldest to newest; events of one second keep the order in which they were stored (bulk
 * imports before streamed events, a file's rows from top to bottom). Immutable; no array is copied on the way in, and none
 * is handed out.
 *
 * <p>Compressed rows: the events of {@code user} are the positions {@code begin(user) … end(user)-1}, and every accessor
 * takes such a position. 20 bytes an event.
 */
public final class Interactions {
    private final int itemCount;
    private final int[] offsets;
    private final int[] items;
    private final int[] eventTypes;
    private final float[] values;
    private final long[] timestamps;

    /**
     * @param itemCount number of items of the snapshot
     * @param offsets where each user's events begin, and the total at the end; shape [users + 1]
     * @param items item of each event; shape [events]
     * @param eventTypes position in the snapshot's event types, or -1 for none; shape [events]
     * @param values event value, NaN for none; shape [events]
     * @param timestamps seconds since the epoch, not falling inside a user; shape [events]
     */
    Interactions(int itemCount, int[] offsets, int[] items, int[] eventTypes, float[] values, long[] timestamps) {
        this.itemCount = itemCount;
        this.offsets = offsets;
        this.items = items;
        this.eventTypes = eventTypes;
        this.values = values;
        this.timestamps = timestamps;
    }

    /** {@return number of users, those without events included} */
    public int users() {
        return offsets.length - 1;
    }

    /** {@return number of items, those without events included} */
    public int items() {
        return itemCount;
    }

    /** {@return number of events} */
    public int size() {
        return items.length;
    }

    /** {@return position of the user's oldest event} */
    public int begin(int user) {
        return offsets[user];
    }

    /** {@return position after the user's newest event} */
    public int end(int user) {
        return offsets[user + 1];
    }

    /** {@return item of the event at a position} */
    public int item(int position) {
        return items[position];
    }

    /** {@return event type at a position, as a position in {@link Snapshot#eventTypes()}, or -1 for none} */
    public int eventType(int position) {
        return eventTypes[position];
    }

    /** {@return event value at a position, or NaN for none} */
    public float value(int position) {
        return values[position];
    }

    /** {@return seconds since the epoch of the event at a position} */
    public long timestamp(int position) {
        return timestamps[position];
    }

    /** {@return items of the events {@code from … to-1}, oldest first, a copy} */
    public int[] items(int from, int to) {
        return Arrays.copyOfRange(items, from, to);
    }

    /** {@return event types of the events {@code from … to-1}, a copy} */
    public int[] eventTypes(int from, int to) {
        return Arrays.copyOfRange(eventTypes, from, to);
    }

    /** {@return timestamps of the events {@code from … to-1}, a copy} */
    public long[] timestamps(int from, int to) {
        return Arrays.copyOfRange(timestamps, from, to);
    }

    /** {@return the events whose position passes, of the same users and items} */
    public Interactions filter(IntPredicate kept) {
        int[] newOffsets = new int[offsets.length];
        int[] positions = new int[items.length];
        int size = 0;
        for (int user = 0; user < users(); user++) {
            for (int p = begin(user); p < end(user); p++) {
                if (kept.test(p)) {
                    positions[size++] = p;
                }
            }
            newOffsets[user + 1] = size;
        }
        int[] newItems = new int[size];
        int[] newTypes = new int[size];
        float[] newValues = new float[size];
        long[] newTimestamps = new long[size];
        for (int i = 0; i < size; i++) {
            int p = positions[i];
            newItems[i] = items[p];
            newTypes[i] = eventTypes[p];
            newValues[i] = values[p];
            newTimestamps[i] = timestamps[p];
        }
        return new Interactions(itemCount, newOffsets, newItems, newTypes, newValues, newTimestamps);
    }

    /** {@return users × distinct items, each with its number of events} */
    public PreferenceMatrix preferences() {
        return PreferenceMatrix.of(this);
    }
}
