package dev.personalize;

import dev.personalize.ingest.LiveHistories;
import dev.personalize.ingest.LiveHistories.History;
import dev.personalize.internal.serving.Asker;
import dev.personalize.internal.serving.ConsumedRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says who asks: what is known of the user, and what the request adds. Immutable. */
final class Askers {
    private final Group group;

    Askers(Group group) {
        this.group = group;
    }

    /** {@return who asks, with all events put before this call} */
    Asker asker(@Nullable String userId, List<Event> ofTheRequest, Map<String, String> context) {
        Instant now = group.engine().clock().instant();
        History history = userId == null
                ? LiveHistories.NOTHING
                : group.data().histories().history(userId);
        if (!ofTheRequest.isEmpty()) {
            history = history.with(
                    history(ofTheRequest, now), group.engine().limits().liveEvents());
        }
        return new Asker(userId, history, context, now);
    }

    private static History history(List<Event> events, Instant now) {
        List<Event> ordered = events.stream()
                .filter(event -> event.itemId().isPresent())
                .sorted(Comparator.comparing(event -> event.sentAt().orElse(now)))
                .toList();
        int size = ordered.size();
        String[] itemIds = new String[size];
        @Nullable String[] types = new String[size];
        float[] values = new float[size];
        long[] timestamps = new long[size];
        for (int i = 0; i < size; i++) {
            Event event = ordered.get(i);
            itemIds[i] = event.itemId().orElseThrow();
            types[i] = event.type();
            values[i] = event.value().orElse(Float.NaN);
            timestamps[i] = event.sentAt().orElse(now).getEpochSecond();
        }
        return new History(itemIds, types, values, timestamps);
    }

    /** {@return the rule for a request of this moment} */
    static ConsumedRule rule(Consumed consumed, Instant now) {
        Duration within = consumed.within();
        long since = within == null ? Long.MIN_VALUE : now.minus(within).getEpochSecond();
        return switch (consumed.mode()) {
            case ALLOW -> ConsumedRule.ALLOW;
            case EXCLUDE -> ConsumedRule.exclude(consumed.eventTypes(), since);
            case ONLY -> ConsumedRule.only(consumed.eventTypes(), since);
        };
    }
}
