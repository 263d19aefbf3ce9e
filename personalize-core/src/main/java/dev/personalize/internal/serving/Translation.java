package dev.personalize.internal.serving;

import dev.personalize.data.IdIndex;
import dev.personalize.ingest.LiveHistories.Places;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From positions in the snapshot that histories begin with to positions the model knows. The tables are made when a history of a new
 * snapshot first comes, and kept until one of yet another does: 4 bytes for each of its items. Safe for any number of threads.
 */
final class Translation {
    private static final int[] NONE = {};
    private static final Events UNKNOWN = new Events(NONE, NONE, NONE, NONE);

    private final IdIndex items;
    private final IdIndex eventTypes;
    private volatile @Nullable Tables newest;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Tables(IdIndex itemIndex, int[] items, IdIndex typeIndex, int[] types) {}

    /**
     * The events of one history.
     *
     * @param items position of each in the snapshot, -1 for those that must be looked up; empty when all must
     * @param types as the items
     * @param itemOf position the model knows, or -1, by that in the snapshot
     * @param typeOf as for the items
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Events(int[] items, int[] types, int[] itemOf, int[] typeOf) {
        /** {@return whether an event need not be looked up} */
        boolean has(int event) {
            return event < items.length && items[event] >= 0;
        }

        /** {@return the item of an event that need not be looked up, as the model knows it; -1 if it does not} */
        int item(int event) {
            return itemOf[items[event]];
        }

        /** {@return as {@link #item}, for the type; -1 also for none} */
        int type(int event) {
            return types[event] < 0 ? -1 : typeOf[types[event]];
        }
    }

    Translation(IdIndex items, IdIndex eventTypes) {
        this.items = items;
        this.eventTypes = eventTypes;
    }

    Events of(@Nullable Places places) {
        if (places == null) {
            return UNKNOWN;
        }
        Tables tables = newest;
        if (tables == null || tables.itemIndex() != places.itemIndex() || tables.typeIndex() != places.typeIndex()) {
            tables = new Tables(
                    places.itemIndex(),
                    table(places.itemIndex(), items),
                    places.typeIndex(),
                    table(places.typeIndex(), eventTypes));
            newest = tables;
        }
        return new Events(places.items(), places.types(), tables.items(), tables.types());
    }

    private static int[] table(IdIndex from, IdIndex to) {
        int[] table = new int[from.size()];
        Arrays.setAll(table, position -> to.find(from.id(position)));
        return table;
    }
}
