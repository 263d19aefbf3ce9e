package dev.personalize.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** When items came into being. Interactions are looked through at the first question. Safe for any number of threads. */
final class ItemAges {
    private static final long NEVER = Long.MAX_VALUE;

    private final Interactions events;
    private final AttributeTable attributes;
    private final int column;
    private volatile long @Nullable [] oldest;

    ItemAges(Interactions events, AttributeTable attributes) {
        this.events = events;
        this.attributes = attributes;
        this.column = attributes.column("CREATION_TIMESTAMP");
    }

    long creationTimestamp(int item) {
        if (column >= 0 && attributes.value(column, item) instanceof Long created) {
            return created;
        }
        long[] known = oldest;
        if (known == null) {
            known = oldestInteractions(); // two threads may do this at once; they find the same
            oldest = known;
        }
        return known[item];
    }

    /** {@return the oldest interaction of each item, or the newest of all for an item without; shape [items]} */
    private long[] oldestInteractions() {
        long[] times = new long[events.items()];
        Arrays.fill(times, NEVER);
        long newest = events.size() == 0 ? 0 : Long.MIN_VALUE;
        for (int p = 0; p < events.size(); p++) {
            long time = events.timestamp(p);
            times[events.item(p)] = Math.min(times[events.item(p)], time);
            newest = Math.max(newest, time);
        }
        for (int item = 0; item < times.length; item++) {
            if (times[item] == NEVER) {
                times[item] = newest;
            }
        }
        return times;
    }
}
