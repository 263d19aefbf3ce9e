package dev.personalize;

import dev.personalize.error.TrainingException;
import dev.personalize.insight.ServiceRules;
import dev.personalize.schema.Schema;
import java.util.List;

/** The service's rule about how different interactions may be from each other. */
final class EventTypeRule {
    /** The service's limit. */
    static final int SERVICE = ServiceRules.EVENT_TYPES;

    private EventTypeRule() {}

    static void check(Schema interactions, int eventTypes, int limit) {
        List<String> columns = ServiceRules.columnsCountedWithTypes(interactions);
        if (columns.size() + eventTypes > limit) {
            throw new TrainingException("the interactions have the optional columns " + columns + " and " + eventTypes
                    + " different event types, together more than " + limit
                    + ": use fewer event types, or raise SolutionConfig.eventTypeLimit");
        }
    }
}
