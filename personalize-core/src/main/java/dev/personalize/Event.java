package dev.personalize;

import dev.personalize.error.InvalidInputException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something somebody did, mostly with an item. Immutable.
 *
 * <p>Every event has a session. One without user is anonymous: it counts for whoever asks with the session's id as user id, and
 * belongs to a user as soon as an event of the same session names one.
 */
public final class Event {
    private final @Nullable String userId;
    private final String sessionId;
    private final String type;
    private final @Nullable String itemId;
    private final @Nullable Float value;
    private final @Nullable Instant sentAt;
    private final @Nullable String eventId;
    private final @Nullable String recommendationId;
    private final List<String> impression;
    private final @Nullable String attributionSource;
    private final Map<String, Object> properties;

    private Event(Builder builder) {
        userId = builder.userId;
        sessionId = required("sessionId", builder.sessionId);
        type = required("type", builder.type);
        itemId = builder.itemId;
        value = builder.value;
        sentAt = builder.sentAt;
        eventId = builder.eventId;
        recommendationId = builder.recommendationId;
        impression = List.copyOf(builder.impression);
        attributionSource = builder.attributionSource;
        properties = Map.copyOf(builder.properties);
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new InvalidInputException("an event needs a " + name + ": set it in the builder");
        }
        return value;
    }

    /** {@return an event that happens when it is put, in a session named as its user} */
    public static Event of(String userId, String itemId, String type) {
        return builder()
                .userId(userId)
                .sessionId(Objects.requireNonNull(userId, "userId"))
                .itemId(Objects.requireNonNull(itemId, "itemId"))
                .type(type)
                .build();
    }

    /** {@return a builder without values} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the user; empty while nobody knows who it is} */
    public Optional<String> userId() {
        return Optional.ofNullable(userId);
    }

    /** {@return the session} */
    public String sessionId() {
        return sessionId;
    }

    /** {@return what was done} */
    public String type() {
        return type;
    }

    /** {@return the item, if there is one} */
    public Optional<String> itemId() {
        return Optional.ofNullable(itemId);
    }

    /** {@return the value, if there is one} */
    public Optional<Float> value() {
        return Optional.ofNullable(value);
    }

    /** {@return when it was done; empty for when it is put} */
    public Optional<Instant> sentAt() {
        return Optional.ofNullable(sentAt);
    }

    /** {@return what tells it from all others; empty if it cannot come again} */
    public Optional<String> eventId() {
        return Optional.ofNullable(eventId);
    }

    /** {@return the answer it was a reaction to} */
    public Optional<String> recommendationId() {
        return Optional.ofNullable(recommendationId);
    }

    /** {@return the items that were shown; empty for those of the recommendation, if they are still known} */
    public List<String> impression() {
        return impression;
    }

    /** {@return what the event is due to} */
    public Optional<String> attributionSource() {
        return Optional.ofNullable(attributionSource);
    }

    /** {@return values of further columns, unmodifiable} */
    public Map<String, Object> properties() {
        return properties;
    }

    /** Builds an event. For one thread. */
    public static final class Builder {
        private @Nullable String userId;
        private @Nullable String sessionId;
        private @Nullable String type;
        private @Nullable String itemId;
        private @Nullable Float value;
        private @Nullable Instant sentAt;
        private @Nullable String eventId;
        private @Nullable String recommendationId;
        private List<String> impression = List.of();
        private @Nullable String attributionSource;
        private final Map<String, Object> properties = new LinkedHashMap<>();

        private Builder() {}

        /** Sets the user, 1 to 256 characters. Default: none, an anonymous event. */
        public Builder userId(@Nullable String userId) {
            this.userId = userId;
            return this;
        }

        /** Sets the session, 1 to 256 characters; required. */
        public Builder sessionId(String sessionId) {
            this.sessionId = sessionId;
            return this;
        }

        /** Sets what was done; required, any word if the schema has no {@code EVENT_TYPE}. */
        public Builder type(String type) {
            this.type = type;
            return this;
        }

        /** Sets the item, 1 to 256 characters. Default: none; such an event is kept, but trains nothing. */
        public Builder itemId(@Nullable String itemId) {
            this.itemId = itemId;
            return this;
        }

        /** Sets the schema's {@code EVENT_VALUE}. Default: none. */
        public Builder value(float value) {
            this.value = value;
            return this;
        }

        /** Sets when it was done; kept in whole seconds. Default: the moment it is put. */
        public Builder sentAt(@Nullable Instant sentAt) {
            this.sentAt = sentAt;
            return this;
        }

        /**
         * Sets what tells it from all others, 1 to 256 characters: an event sent twice with the same id counts once. Default: none,
         * every put is another event.
         */
        public Builder eventId(@Nullable String eventId) {
            this.eventId = eventId;
            return this;
        }

        /** Sets the {@link Recommendations#recommendationId} it was a reaction to, at most 40 characters. Default: none. */
        public Builder recommendationId(@Nullable String recommendationId) {
            this.recommendationId = recommendationId;
            return this;
        }

        /** Sets the items that were shown, 1 to 25. Default: those of the recommendation, if it names one. */
        public Builder impression(List<String> itemIds) {
            this.impression = itemIds;
            return this;
        }

        /** Sets what the event is due to, at most 1024 characters of printable ASCII. Default: none. */
        public Builder attributionSource(@Nullable String source) {
            this.attributionSource = source;
            return this;
        }

        /** Sets a further column, by its name in camelCase: {@code numRatings} for {@code NUM_RATINGS}. */
        public Builder property(String name, Object value) {
            properties.put(name, value);
            return this;
        }

        /** Sets several further columns. */
        public Builder properties(Map<String, ?> values) {
            properties.putAll(values);
            return this;
        }

        /**
         * {@return the event}
         *
         * @throws InvalidInputException if session or type is missing
         */
        public Event build() {
            return new Event(this);
        }
    }
}
