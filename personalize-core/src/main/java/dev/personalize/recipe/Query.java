package dev.personalize.recipe;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a model is asked: the history of a user as parallel arrays from oldest to newest, what is known of the user, and for related
 * items the item in question. The arrays belong to the query: they are not copied, and a model only reads them.
 *
 * @param items item of each event; shape [events]
 * @param eventTypes position of each event's type in the snapshot's event types, or -1; shape [events]
 * @param timestamps seconds since the epoch of each event; shape [events]
 * @param anchor item in question, or -1 for none
 * @param userAttributes gives the user's metadata, text by name of the field, categories joined with bars; empty if nothing is
 *     known. A model that does not look at metadata does not call it, and nothing is looked up; from any thread
 */
// A record of arrays: queries are never compared, and copying a history on the way to a model would cost as much as
// scoring.
@SuppressWarnings("ArrayRecordComponent")
public record Query(
        int[] items, int[] eventTypes, long[] timestamps, int anchor, Supplier<Map<String, String>> userAttributes) {
    private static final Query EMPTY = new Query(new int[0], new int[0], new long[0], -1);

    /** The question of somebody of whom only a history is known. */
    public Query(int[] items, int[] eventTypes, long[] timestamps, int anchor) {
        this(items, eventTypes, timestamps, anchor, Map::of);
    }

    /** {@return the query of somebody nothing is known about} */
    public static Query empty() {
        return EMPTY;
    }

    /** {@return the query of a user with the events at positions {@code from … to-1}} */
    public static Query ofHistory(Interactions events, int from, int to) {
        return new Query(events.items(from, to), events.eventTypes(from, to), events.timestamps(from, to), -1);
    }

    /** {@return the query of the user with the events at positions {@code from … to-1}, at least one, with the user's metadata} */
    public static Query ofUser(Snapshot data, int from, int to) {
        int user = data.interactions().user(from);
        return ofHistory(data.interactions(), from, to)
                .withUserAttributes(() -> data.userAttributes().texts(user));
    }

    /** {@return the query of a user who had these items, oldest first, without types and times} */
    public static Query ofItems(int... items) {
        int[] eventTypes = new int[items.length];
        java.util.Arrays.fill(eventTypes, -1);
        return new Query(items, eventTypes, new long[items.length], -1);
    }

    /** {@return the same history with an item in question} */
    public Query withAnchor(int item) {
        return new Query(items, eventTypes, timestamps, item, userAttributes);
    }

    /**
     * {@return the same question of somebody with metadata}
     *
     * @param attributes see {@link #userAttributes}
     */
    public Query withUserAttributes(Supplier<Map<String, String>> attributes) {
        return new Query(items, eventTypes, timestamps, anchor, attributes);
    }

    /** {@return whether an item is in the history} */
    public boolean has(int item) {
        for (int had : items) {
            if (had == item) {
                return true;
            }
        }
        return false;
    }

    /** {@return number of events} */
    public int size() {
        return items.length;
    }
}
