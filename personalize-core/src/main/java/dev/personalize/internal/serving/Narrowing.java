package dev.personalize.internal.serving;

import dev.personalize.math.Bits;
import org.jspecify.annotations.Nullable;

/** Which candidates a request may be answered with, and how many each rule leaves. For one request. */
final class Narrowing {
    private final Candidates candidates;
    private final Ask ask;
    private int present;
    private int consumed;
    private int standing;
    private int filtered;

    Narrowing(Candidates candidates, Ask ask) {
        this.candidates = candidates;
        this.ask = ask;
    }

    /**
     * Begins with what every part of the answer respects: deletions, consumed items, the item in question, the standing filter.
     *
     * @param existing candidates that were not deleted
     * @param allowed overwritten
     */
    void begin(Bits existing, Bits allowed) {
        allowed.become(existing);
        present = existing.cardinality();
        ask.consumed.apply(ask.asker.history(), candidates, allowed);
        int anchor = ask.itemId == null ? -1 : candidates.find(ask.itemId);
        if (anchor >= 0) {
            allowed.clear(anchor);
        }
        consumed = allowed.cardinality();
        apply(ask.standing, allowed);
        standing = ask.standing == null ? consumed : allowed.cardinality();
    }

    /** Goes on with the filter of the request. */
    void filter(Bits allowed) {
        apply(ask.filter, allowed);
        filtered = ask.filter == null ? standing : allowed.cardinality();
    }

    /** Takes out what a filter drops. */
    void apply(@Nullable FilterUse use, Bits allowed) {
        if (use != null) {
            candidates.filter().apply(use.expression(), ask.asker.asking(ask.itemId, use.values()), allowed);
        }
    }

    Answer.Counts counts() {
        return new Answer.Counts(present, consumed, standing, filtered);
    }
}
