package dev.personalize.filter;

import dev.personalize.ingest.LiveHistories;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who asks, when, about what, and with which values for the parameters of the filter. Immutable. */
public final class FilterRequest {
    private final Instant now;
    private final @Nullable String userId;
    private final @Nullable String currentItemId;
    private final LiveHistories.History history;
    private final LiveHistories.History actionHistory;
    private final Map<String, String> values;

    private FilterRequest(Builder builder) {
        now = builder.now;
        userId = builder.userId;
        currentItemId = builder.currentItemId;
        history = builder.history;
        actionHistory = builder.actionHistory;
        values = builder.values;
    }

    /**
     * {@return a builder of a request by nobody, who did nothing}
     *
     * @param now the time that WITHIN counts back from
     */
    public static Builder builder(Instant now) {
        return new Builder(now);
    }

    /** {@return the time that WITHIN counts back from} */
    public Instant now() {
        return now;
    }

    /** {@return the current user, or null for none} */
    public @Nullable String userId() {
        return userId;
    }

    /** {@return the item in question, or null for none} */
    public @Nullable String currentItemId() {
        return currentItemId;
    }

    /** {@return the user's interactions, oldest first} */
    public LiveHistories.History history() {
        return history;
    }

    /** {@return the user's action interactions, oldest first, with actions in place of items} */
    public LiveHistories.History actionHistory() {
        return actionHistory;
    }

    /** {@return texts of parameters by name, unmodifiable} */
    public Map<String, String> values() {
        return values;
    }

    /** Builds requests. For one thread. */
    public static final class Builder {
        private final Instant now;
        private @Nullable String userId;
        private @Nullable String currentItemId;
        private LiveHistories.History history = LiveHistories.NOTHING;
        private LiveHistories.History actionHistory = LiveHistories.NOTHING;
        private Map<String, String> values = Map.of();

        private Builder(Instant now) {
            this.now = now;
        }

        /** Sets the current user, whose record IF looks at. Default: none, of whom nothing is known. */
        public Builder userId(@Nullable String id) {
            userId = id;
            return this;
        }

        /** Sets the item in question of a request for related items. Default: none; filters with CurrentItem are refused. */
        public Builder currentItemId(@Nullable String id) {
            currentItemId = id;
            return this;
        }

        /** Sets the user's interactions, oldest first. Default: none. */
        public Builder history(LiveHistories.History interactions) {
            history = interactions;
            return this;
        }

        /** Sets the user's action interactions, oldest first, with actions in place of items. Default: none. */
        public Builder actionHistory(LiveHistories.History actionInteractions) {
            actionHistory = actionInteractions;
            return this;
        }

        /**
         * Sets the parameters.
         *
         * @param texts by name without the dollar; a text holds numbers and texts in quotes, separated by commas:
         *     {@code "comedy","drama"} with its quotes
         */
        public Builder values(Map<String, String> texts) {
            values = Map.copyOf(texts);
            return this;
        }

        /** {@return the request} */
        public FilterRequest build() {
            return new FilterRequest(this);
        }
    }
}
