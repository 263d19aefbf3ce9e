package dev.personalize.internal.serving;

import dev.personalize.recipe.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The events of a query by name, shared by the explanations of one answer, which so outlive the deployment that made them.
 * Immutable.
 */
final class PastEvents {
    private final String[] itemIds;
    private final @Nullable String[] eventTypes;
    private final long[] timestamps;

    /**
     * @param itemId id of an item
     * @param eventType name of an event type, asked for positions from 0
     */
    PastEvents(Query query, IntFunction<String> itemId, IntFunction<String> eventType) {
        int events = query.items().length;
        itemIds = new String[events];
        eventTypes = new @Nullable String[events];
        for (int position = 0; position < events; position++) {
            int type = query.eventTypes()[position];
            itemIds[position] = itemId.apply(query.items()[position]);
            eventTypes[position] = type < 0 ? null : eventType.apply(type);
        }
        timestamps = query.timestamps();
    }

    /**
     * {@return one cause for each item of the history that has a part: somebody who had it ten times wants to read it once}
     *
     * @param contributions part of each event; shape [events], or [0] if no event has a part
     */
    List<Cause> causes(double[] contributions) {
        Map<String, Cause> byItem = new LinkedHashMap<>();
        for (int position = 0; position < contributions.length; position++) {
            if (contributions[position] != 0) {
                byItem.merge(itemIds[position], event(position, contributions[position]), Cause::joined);
            }
        }
        return new ArrayList<>(byItem.values());
    }

    private Cause event(int position, double contribution) {
        return new Cause(
                Cause.Kind.HISTORY, itemIds[position], eventTypes[position], timestamps[position], 1, contribution, 0);
    }
}
