package dev.personalize;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The items deleted since the data of a version was read, which its model still knows. Safe for any number of threads. */
final class DeletedItems {
    private final Group group;
    private final Instant from;
    private volatile Known known = new Known(Map.of(), Set.of());

    /** The manifest's map is a new one when something is deleted. */
    private record Known(Map<String, String> all, Set<String> since) {}

    /** @param from a moment before the data was read */
    DeletedItems(Group group, Instant from) {
        this.group = group;
        this.from = from;
    }

    /** {@return their ids; the same set until something is deleted} */
    @SuppressWarnings("ReferenceEquality") // comparing the maps would cost as much as filling the set
    Set<String> ids() {
        Map<String, String> all = group.data().manifest().deletedItems();
        Known last = known;
        if (all == last.all()) {
            return last.since();
        }
        Set<String> since = new HashSet<>();
        all.forEach((itemId, when) -> {
            if (!Instant.parse(when).isBefore(from)) {
                since.add(itemId);
            }
        });
        Set<String> now = since.equals(last.since()) ? last.since() : Set.copyOf(since);
        known = new Known(all, now);
        return now;
    }
}
