package dev.personalize.internal.serving;

import dev.personalize.filter.FilterRequest;
import dev.personalize.ingest.LiveHistories.History;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and under which circumstances.
 *
 * @param userId the user, or null for somebody without a name
 * @param history what the user did, oldest first; empty for somebody unknown
 * @param attributes gives the user's metadata by column, as text; asked only by models that look at it, and about somebody without a history
 * @param context circumstances of the request by column of the interactions
 * @param now the moment of the request
 */
public record Asker(
        @Nullable String userId,
        History history,
        Supplier<Map<String, String>> attributes,
        Map<String, String> context,
        Instant now) {

    /** Asks for the attributes once, so that the score of an item and its explanation speak of the same ones. */
    public Asker {
        attributes = new Once(attributes);
    }

    private static final class Once implements Supplier<Map<String, String>> {
        private final Supplier<Map<String, String>> source;
        private @Nullable Map<String, String> known;

        Once(Supplier<Map<String, String>> source) {
            this.source = source;
        }

        @Override
        public synchronized Map<String, String> get() {
            if (known == null) {
                known = source.get();
            }
            return known;
        }
    }

    /**
     * {@return what a filter is told}
     *
     * @param itemId the item in question, or null for none
     */
    FilterRequest asking(@Nullable String itemId, Map<String, String> values) {
        return FilterRequest.builder(now)
                .userId(userId)
                .currentItemId(itemId)
                .history(history)
                .values(values)
                .build();
    }
}
