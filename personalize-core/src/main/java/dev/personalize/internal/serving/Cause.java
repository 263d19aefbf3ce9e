package dev.personalize.internal.serving;

import org.jspecify.annotations.Nullable;

/**
 * One thing that raised or lowered an item.
 *
 * @param kind what sort of thing, which says what the next three mean
 * @param subject the item of the history or in question, the name of the promotion, the metadata column; null for other kinds
 * @param detail type of the newest event with the item, if it has one; the column's value; null for other kinds
 * @param timestamp seconds since the epoch of the newest event with the item; 0 for other kinds
 * @param events number of events with the item; 0 for other kinds
 * @param value part of the raw score; 0 for a cause that moves an item whatever its score
 * @param share absolute value, divided by the sum of those of all causes; 0 … 1
 */
public record Cause(
        Kind kind,
        @Nullable String subject,
        @Nullable String detail,
        long timestamp,
        int events,
        double value,
        double share) {

    /** Sorts of causes; of equally large ones, the sort named first comes first. */
    public enum Kind {
        /** The item was placed by a promotion. */
        PROMOTION,
        /** The item was placed to learn about it. */
        EXPLORATION,
        /** An item of the user's history. */
        HISTORY,
        /** The item in question. */
        ANCHOR,
        /** How many had the item. */
        POPULARITY,
        /** A value of a metadata column, or of the context of the request. */
        ATTRIBUTE,
        /** Events that speak against items like it. */
        NEGATIVE,
        /** What the model does not take apart. */
        REMAINDER
    }

    static Cause of(Kind kind, double value) {
        return new Cause(kind, null, null, 0, 0, value, 0);
    }

    static Cause of(Kind kind, @Nullable String subject, @Nullable String detail, double value) {
        return new Cause(kind, subject, detail, 0, 0, value, 0);
    }

    Cause withShare(double newShare) {
        return new Cause(kind, subject, detail, timestamp, events, value, newShare);
    }

    /** {@return both as one, which happened when the newer one did} */
    Cause joined(Cause newer) {
        return new Cause(kind, subject, newer.detail, newer.timestamp, events + newer.events, value + newer.value, 0);
    }
}
