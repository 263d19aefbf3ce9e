package dev.personalize.recipe;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The items of a query's history, for models to which an item counts once however many events it has: its contribution to a
 * score is divided equally between them. Immutable.
 */
public final class DistinctItems {
    private final int[] items;
    /** Where the item of each event stands first. */
    private final int[] first;
    /** Number of events of the item of each event. */
    private final int[] count;

    /** @param query its array of items is kept */
    public DistinctItems(Query query) {
        items = query.items();
        first = new int[items.length];
        count = new int[items.length];
        int[] byItem = positionsByItem();
        for (int begin = 0, end; begin < byItem.length; begin = end) {
            end = begin + 1;
            while (end < byItem.length && items[byItem[end]] == items[byItem[begin]]) {
                end++;
            }
            for (int i = begin; i < end; i++) {
                first[byItem[i]] = byItem[begin];
                count[byItem[i]] = end - begin;
            }
        }
    }

    /** {@return the events by item, those of an item from the first on} */
    private int[] positionsByItem() {
        long[] keys = new long[items.length];
        for (int position = 0; position < keys.length; position++) {
            keys[position] = (long) items[position] << Integer.SIZE | position;
        }
        Arrays.sort(keys);
        int[] positions = new int[keys.length];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (int) keys[i];
        }
        return positions;
    }

    /**
     * {@return a score made of the items}
     *
     * @param contribution of an item; asked once for each different one
     */
    public Contributions contributions(IntToDoubleFunction contribution) {
        double[] events = new double[items.length];
        for (int position = 0; position < events.length; position++) {
            events[position] = first[position] == position
                    ? contribution.applyAsDouble(items[position]) / count[position]
                    : events[first[position]];
        }
        return Contributions.ofEvents(events);
    }
}
