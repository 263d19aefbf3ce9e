package dev.personalize;

import dev.personalize.error.TrainingException;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.util.List;
import java.util.Set;

/** The service's rule about how different interactions may be from each other. */
final class EventTypeRule {
    /** The service's limit. */
    static final int SERVICE = 10;

    private static final Set<String> NOT_COUNTED =
            Set.of("USER_ID", "ITEM_ID", "TIMESTAMP", "IMPRESSION", "RECOMMENDATION_ID", "EVENT_ATTRIBUTION_SOURCE");

    private EventTypeRule() {}

    static void check(Schema interactions, int eventTypes, int limit) {
        List<String> columns = interactions.fields().stream()
                .map(Field::name)
                .filter(name -> !NOT_COUNTED.contains(name))
                .toList();
        if (columns.size() + eventTypes > limit) {
            throw new TrainingException("the interactions have the optional columns " + columns + " and " + eventTypes
                    + " different event types, together more than " + limit
                    + ": use fewer event types, or raise SolutionConfig.eventTypeLimit");
        }
    }
}
