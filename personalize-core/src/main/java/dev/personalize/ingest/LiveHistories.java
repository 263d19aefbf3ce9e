package dev.personalize.ingest;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What every user did, kept in memory so that the next answer can know it: an event is seen by {@link #history} as soon as
 * {@link #add} returns. Safe for any number of threads. About 24 bytes an event, and the ids once each.
 */
public final class LiveHistories {
    /** The history of somebody who did nothing. */
    public static final History NOTHING = new History(new String[0], new String[0], new float[0], new long[0]);

    private final ConcurrentHashMap<String, Events> byUser = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, String> strings = new ConcurrentHashMap<>();

    /**
     * The events of one user from oldest to newest, as parallel arrays; those of one second in the order in which they were
     * added. The arrays belong to the caller.
     *
     * @param itemIds item of each event
     * @param eventTypes type of each event, or null for none
     * @param values event value, NaN for none
     * @param timestamps seconds since the epoch
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record History(String[] itemIds, @Nullable String[] eventTypes, float[] values, long[] timestamps) {}

    /**
     * Adds an event.
     *
     * @param eventType null for none
     * @param value NaN for none
     * @param timestamp seconds since the epoch
     */
    public void add(String userId, String itemId, @Nullable String eventType, float value, long timestamp) {
        String item = shared(itemId);
        String type = eventType == null ? null : shared(eventType);
        byUser.computeIfAbsent(userId, id -> new Events()).add(item, type, value, timestamp);
    }

    /** {@return the events of a user; none for an unknown user} */
    public History history(String userId) {
        Events events = byUser.get(userId);
        return events == null ? NOTHING : events.sorted();
    }

    private String shared(String text) {
        String known = strings.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private static final class Events {
        private static final int INITIAL = 4;

        private String[] itemIds = new String[INITIAL];
        private @Nullable String[] eventTypes = new String[INITIAL];
        private float[] values = new float[INITIAL];
        private long[] timestamps = new long[INITIAL];
        private int size;
        private boolean inOrder = true;

        synchronized void add(String itemId, @Nullable String eventType, float value, long timestamp) {
            if (size == itemIds.length) {
                int capacity = size + (size >> 1);
                itemIds = Arrays.copyOf(itemIds, capacity);
                eventTypes = Arrays.copyOf(eventTypes, capacity);
                values = Arrays.copyOf(values, capacity);
                timestamps = Arrays.copyOf(timestamps, capacity);
            }
            inOrder &= size == 0 || timestamps[size - 1] <= timestamp;
            itemIds[size] = itemId;
            eventTypes[size] = eventType;
            values[size] = value;
            timestamps[size] = timestamp;
            size++;
        }

        synchronized History sorted() {
            if (!inOrder) {
                sort();
            }
            return new History(
                    Arrays.copyOf(itemIds, size),
                    Arrays.copyOf(eventTypes, size),
                    Arrays.copyOf(values, size),
                    Arrays.copyOf(timestamps, size));
        }

        private void sort() {
            int[] order = IntStream.range(0, size).toArray();
            long[] times = timestamps;
            IntArrays.stableSort(order, (a, b) -> Long.compare(times[a], times[b]));
            String[] sortedItems = new String[size];
            @Nullable String[] sortedTypes = new String[size];
            float[] sortedValues = new float[size];
            long[] sortedTimes = new long[size];
            for (int i = 0; i < size; i++) {
                sortedItems[i] = itemIds[order[i]];
                sortedTypes[i] = eventTypes[order[i]];
                sortedValues[i] = values[order[i]];
                sortedTimes[i] = timestamps[order[i]];
            }
            itemIds = sortedItems;
            eventTypes = sortedTypes;
            values = sortedValues;
            timestamps = sortedTimes;
            inOrder = true;
        }
    }
}
