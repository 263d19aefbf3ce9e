package dev.personalize.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of one user or session, from oldest to newest; those of one second in the order in which they were added.
 * 28 bytes an event (two references, a value, a time, a hash), and up to half as much again of room to grow. Safe for any number
 * of threads, which wait for each other no longer than it takes to copy the events.
 */
final class RecentEvents {
    private static final int FIRST_ROOM = 2;

    private final int most;
    private String[] itemIds = new String[FIRST_ROOM];
    private @Nullable String[] eventTypes = new String[FIRST_ROOM];
    private float[] values = new float[FIRST_ROOM];
    private long[] timestamps = new long[FIRST_ROOM];
    private long[] hashes = new long[FIRST_ROOM];
    private int size;

    /** @param most number of events kept; when there are more, the oldest goes */
    RecentEvents(int most) {
        this.most = most;
    }

    /**
     * One event.
     *
     * @param hash of the id by which it is known a second time, or 0 for none
     */
    record Event(String itemId, @Nullable String eventType, float value, long timestamp, long hash) {}

    /** Adds an event unless it is known already; {@return whether it was not} */
    synchronized boolean add(Event event) {
        if (event.hash != 0 && knows(event.hash)) {
            return false;
        }
        int place = size;
        while (place > 0 && timestamps[place - 1] > event.timestamp) {
            place--;
        }
        if (size < most) {
            makeRoom();
            move(place, place + 1, size - place);
            size++;
            set(place, event);
        } else if (place > 0) {
            move(1, 0, place - 1);
            set(place - 1, event);
        }
        return true;
    }

    private boolean knows(long hash) {
        for (int i = 0; i < size; i++) {
            if (hashes[i] == hash) {
                return true;
            }
        }
        return false;
    }

    private void makeRoom() {
        if (size == itemIds.length) {
            int room = Math.min(most, size + (size >> 1) + 1);
            itemIds = Arrays.copyOf(itemIds, room);
            eventTypes = Arrays.copyOf(eventTypes, room);
            values = Arrays.copyOf(values, room);
            timestamps = Arrays.copyOf(timestamps, room);
            hashes = Arrays.copyOf(hashes, room);
        }
    }

    private void move(int from, int to, int count) {
        System.arraycopy(itemIds, from, itemIds, to, count);
        System.arraycopy(eventTypes, from, eventTypes, to, count);
        System.arraycopy(values, from, values, to, count);
        System.arraycopy(timestamps, from, timestamps, to, count);
        System.arraycopy(hashes, from, hashes, to, count);
    }

    private void set(int place, Event event) {
        itemIds[place] = event.itemId;
        eventTypes[place] = event.eventType;
        values[place] = event.value;
        timestamps[place] = event.timestamp;
        hashes[place] = event.hash;
    }

    synchronized List<Event> events() {
        List<Event> events = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            events.add(new Event(itemIds[i], eventTypes[i], values[i], timestamps[i], hashes[i]));
        }
        return events;
    }

    synchronized LiveHistories.History history() {
        return new LiveHistories.History(
                Arrays.copyOf(itemIds, size),
                Arrays.copyOf(eventTypes, size),
                Arrays.copyOf(values, size),
                Arrays.copyOf(timestamps, size));
    }
}
