package dev.personalize.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Events by user, each user's from oldest to newest; events of one second keep the order in which they were stored (bulk
 * imports before streamed events, a file's rows from top to bottom). Immutable; no array is copied on the way in, and none
 * is handed out.
 *
 * <p>Compressed rows: the events of {@code user} are the positions {@code begin(user) … end(user)-1}, and every accessor
 * takes such a position. An event takes 4 bytes for its item, 4 for its time (8 when the times of all events lie more than 136
 * years apart), 1 for its type (none when no event has one; 2 with more than 128 types, 4 with more than 32,768), and 4 for its
 * value (none when no event has one): 9 bytes for events with types and without values. A column of the context takes 1 (2 with
 * more than 128 values; none when no event has one). A user takes 4 more.
 */
public final class Interactions {
    private final int itemCount;
    private final int[] offsets;
    private final int[] items;
    private final TypeColumn eventTypes;
    private final float @Nullable [] values;
    private final TimeColumn timestamps;
    private final TypeColumn[] contexts;

    /**
     * @param itemCount number of items of the snapshot
     * @param offsets where each user's events begin, and the total at the end; shape [users + 1]
     * @param items item of each event; shape [events]
     * @param eventTypes position in the snapshot's event types, or -1 for none; shape [events]
     * @param values event value, NaN for none, or null when no event has one; shape [events]
     * @param timestamps seconds since the epoch, not falling inside a user; shape [events]
     * @param contexts value of each event in each column of the context; shape [columns, events]
     */
    Interactions(
            int itemCount,
            int[] offsets,
            int[] items,
            TypeColumn eventTypes,
            float @Nullable [] values,
            TimeColumn timestamps,
            TypeColumn[] contexts) {
        this.itemCount = itemCount;
        this.offsets = offsets;
        this.items = items;
        this.eventTypes = eventTypes;
        this.values = values;
        this.timestamps = timestamps;
        this.contexts = contexts;
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

    /** {@return the user whose event is at a position} */
    public int user(int position) {
        int user = Arrays.binarySearch(offsets, position);
        if (user < 0) {
            return -user - 2;
        }
        while (offsets[user + 1] == position) {
            user++; // users without events begin there too
        }
        return user;
    }

    /** {@return item of the event at a position} */
    public int item(int position) {
        return items[position];
    }

    /** {@return event type at a position, as a position in {@link Snapshot#eventTypes()}, or -1 for none} */
    public int eventType(int position) {
        return eventTypes.get(position);
    }

    /** {@return event value at a position, or NaN for none} */
    public float value(int position) {
        return values == null ? Float.NaN : values[position];
    }

    /** {@return seconds since the epoch of the event at a position} */
    public long timestamp(int position) {
        return timestamps.get(position);
    }

    /**
     * {@return what an event had in a column of the context, as a position in its {@link Context#values()}, or -1 for none}
     *
     * @param column position in {@link Snapshot#contexts()}
     */
    public int context(int column, int position) {
        return contexts[column].get(position);
    }

    /** {@return items of the events {@code from … to-1}, oldest first, a copy} */
    public int[] items(int from, int to) {
        return Arrays.copyOfRange(items, from, to);
    }

    /** {@return event types of the events {@code from … to-1}, a copy} */
    public int[] eventTypes(int from, int to) {
        return eventTypes.range(from, to);
    }

    /** {@return timestamps of the events {@code from … to-1}, a copy} */
    public long[] timestamps(int from, int to) {
        return timestamps.range(from, to);
    }

    /** {@return the events whose position passes, of the same users and items} */
    public Interactions filter(IntPredicate kept) {
        int[] newOffsets = new int[offsets.length];
        BitSet passed = new BitSet(items.length); // 1/32 of a list of positions
        int size = 0;
        for (int user = 0; user < users(); user++) {
            for (int p = begin(user); p < end(user); p++) {
                if (kept.test(p)) {
                    passed.set(p);
                    size++;
                }
            }
            newOffsets[user + 1] = size;
        }
        HistoryColumns columns = new HistoryColumns(
                size,
                eventTypes.types(),
                values != null,
                timestamps.empty(size),
                false,
                Arrays.stream(contexts).mapToInt(TypeColumn::types).toArray());
        int to = 0;
        for (int p = passed.nextSetBit(0); p >= 0; p = passed.nextSetBit(p + 1)) {
            for (int column = 0; column < contexts.length; column++) {
                columns.setContext(column, to, context(column, p));
            }
            columns.set(to++, items[p], eventTypes.get(p), value(p), timestamps.get(p));
        }
        return columns.interactions(itemCount, newOffsets);
    }

    /**
     * {@return the same events with fewer columns; shares the others}
     *
     * @param withValues whether they keep their values
     * @param keptContexts columns of the context they keep
     */
    Interactions withColumns(boolean withValues, int[] keptContexts) {
        return new Interactions(
                itemCount,
                offsets,
                items,
                eventTypes,
                withValues ? values : null,
                timestamps,
                Arrays.stream(keptContexts).mapToObj(column -> contexts[column]).toArray(TypeColumn[]::new));
    }

    /** {@return users × distinct items, all of weight 1} */
    public PreferenceMatrix preferences() {
        return PreferenceMatrix.of(this, EventWeight.ONE);
    }

    /** {@return users × distinct items, each with the greatest weight of its events; what weighs 0 is left out} */
    public PreferenceMatrix preferences(EventWeight weight) {
        return PreferenceMatrix.of(this, weight);
    }
}
