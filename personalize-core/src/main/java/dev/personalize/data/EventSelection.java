package dev.personalize.data;

import org.jspecify.annotations.Nullable;

/**
 * Which events count, in training and in the history a model is asked with.
 *
 * @param eventType the only type that counts, or null for all
 * @param valueThreshold only events of this value or more count, and none without a value; null for all
 */
public record EventSelection(
        @Nullable String eventType, @Nullable Double valueThreshold) {
    /** Every event counts. */
    public static final EventSelection ALL = new EventSelection(null, null);

    /** {@return whether an event counts} */
    public boolean accepts(@Nullable String type, float value) {
        return (eventType == null || eventType.equals(type)) && (valueThreshold == null || value >= valueThreshold);
    }

    /** {@return the same users, items and metadata with only the events that count} */
    public Snapshot from(Snapshot data) {
        if (equals(ALL)) {
            return data;
        }
        Interactions events = data.interactions();
        return data.withInteractions(events.filter(position -> {
            int type = events.eventType(position);
            return accepts(type < 0 ? null : data.eventTypes().id(type), events.value(position));
        }));
    }

    @Override
    public String toString() {
        if (equals(ALL)) {
            return "all events";
        }
        return "events" + (eventType == null ? "" : " of type '" + eventType + "'")
                + (valueThreshold == null ? "" : " with EVENT_VALUE >= " + valueThreshold);
    }
}
