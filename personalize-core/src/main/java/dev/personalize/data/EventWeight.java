package dev.personalize.data;

/** What an event counts for, by its type and time. A pure function, asked by several threads at once. */
@FunctionalInterface
public interface EventWeight {
    /** Every event counts for 1. */
    EventWeight ONE = (eventType, timestamp) -> 1;

    /**
     * {@return the weight of an event, finite and at least 0; an event of weight 0 does not count}
     *
     * @param eventType position in {@link Snapshot#eventTypes()}, or -1 for none
     * @param timestamp seconds since the epoch
     */
    float of(int eventType, long timestamp);
}
