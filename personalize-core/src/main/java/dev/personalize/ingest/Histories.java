package dev.personalize.ingest;

import dev.personalize.ingest.LiveHistories.History;
import dev.personalize.ingest.LiveHistories.Places;
import org.jspecify.annotations.Nullable;

/** Two histories made one. */
final class Histories {
    private Histories() {}

    /** {@return the newest {@code most} events of both, oldest first; of one second, those of {@code first} first} */
    static History merge(History first, History second, int most) {
        int a = first.itemIds().length;
        int b = second.itemIds().length;
        if (b == 0) {
            return first;
        }
        if (a == 0) {
            return second;
        }
        int size = Math.min(most, a + b);
        String[] itemIds = new String[size];
        @Nullable String[] eventTypes = new String[size];
        float[] values = new float[size];
        long[] timestamps = new long[size];
        Places places = first.places(); // what is added to the events of a snapshot has none
        int[] items = new int[places == null ? 0 : size];
        int[] types = new int[items.length];
        for (int to = size - 1; to >= 0; to--) {
            boolean fromSecond = b > 0 && (a == 0 || second.timestamps()[b - 1] >= first.timestamps()[a - 1]);
            History source = fromSecond ? second : first;
            int from = fromSecond ? --b : --a;
            itemIds[to] = source.itemIds()[from];
            eventTypes[to] = source.eventTypes()[from];
            values[to] = source.values()[from];
            timestamps[to] = source.timestamps()[from];
            if (places != null) {
                items[to] = fromSecond ? -1 : places.items()[from];
                types[to] = fromSecond ? -1 : places.types()[from];
            }
        }
        return new History(itemIds, eventTypes, values, timestamps, places == null ? null : places.with(items, types));
    }
}
