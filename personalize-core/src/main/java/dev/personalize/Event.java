package dev.personalize;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something a user did with an item. Immutable. */
public final class Event {
    private final String userId;
    private final String itemId;
    private final @Nullable String type;
    private final @Nullable Float value;
    private final @Nullable Instant sentAt;

    private Event(Builder builder) {
        userId = Objects.requireNonNull(builder.userId, "userId");
        itemId = Objects.requireNonNull(builder.itemId, "itemId");
        type = builder.type;
        value = builder.value;
        sentAt = builder.sentAt;
    }

    /** {@return an event that happens when it is put} */
    public static Event of(String userId, String itemId, String type) {
        return builder().userId(userId).itemId(itemId).type(type).build();
    }

    /** {@return a builder without values} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the user} */
    public String userId() {
        return userId;
    }

    /** {@return the item} */
    public String itemId() {
        return itemId;
    }

    /** {@return what was done, or null if nobody says} */
    public @Nullable String type() {
        return type;
    }

    /** {@return the event's value, or null for none} */
    public @Nullable Float value() {
        return value;
    }

    /** {@return when it was done, or null for the moment it is put} */
    public @Nullable Instant sentAt() {
        return sentAt;
    }

    /** Builds an event. For one thread. */
    public static final class Builder {
        private @Nullable String userId;
        private @Nullable String itemId;
        private @Nullable String type;
        private @Nullable Float value;
        private @Nullable Instant sentAt;

        private Builder() {}

        /** Sets the user; required. */
        public Builder userId(String userId) {
            this.userId = userId;
            return this;
        }

        /** Sets the item; required. */
        public Builder itemId(String itemId) {
            this.itemId = itemId;
            return this;
        }

        /** Sets what was done, the schema's {@code EVENT_TYPE}. */
        public Builder type(String type) {
            this.type = type;
            return this;
        }

        /** Sets the schema's {@code EVENT_VALUE}. */
        public Builder value(float value) {
            this.value = value;
            return this;
        }

        /** Sets when it was done; kept in whole seconds. Default: the moment it is put. */
        public Builder sentAt(Instant sentAt) {
            this.sentAt = sentAt;
            return this;
        }

        /** {@return the event} */
        public Event build() {
            return new Event(this);
        }
    }
}
