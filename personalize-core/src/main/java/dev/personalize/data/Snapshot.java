package dev.personalize.data;

import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.schema.DatasetType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All the data of a dataset group at one moment, as recipes see it. Immutable. */
public final class Snapshot {
    private static final String EVENT_VALUE = "EVENT_VALUE";

    private final IdIndex users;
    private final IdIndex items;
    private final IdIndex eventTypes;
    private final List<Context> contexts;
    private final Interactions interactions;
    private final AttributeTable itemAttributes;
    private final AttributeTable userAttributes;
    private final ItemAges ages;

    private Snapshot(
            IdIndex users,
            IdIndex items,
            IdIndex eventTypes,
            List<Context> contexts,
            Interactions interactions,
            AttributeTable itemAttributes,
            AttributeTable userAttributes) {
        this.users = users;
        this.items = items;
        this.eventTypes = eventTypes;
        this.contexts = contexts;
        this.interactions = interactions;
        this.itemAttributes = itemAttributes;
        this.userAttributes = userAttributes;
        this.ages = new ItemAges(interactions, itemAttributes);
    }

    /** {@return a builder without rows} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return ids of all users, of the interactions and of the users dataset} */
    public IdIndex users() {
        return users;
    }

    /** {@return ids of all items, of the interactions and of the items dataset} */
    public IdIndex items() {
        return items;
    }

    /** {@return names of the event types} */
    public IdIndex eventTypes() {
        return eventTypes;
    }

    /** {@return the columns of contextual metadata the events have, unmodifiable} */
    public List<Context> contexts() {
        return contexts;
    }

    /** {@return the events} */
    public Interactions interactions() {
        return interactions;
    }

    /** {@return metadata of items, a row for each position of {@link #items()}} */
    public AttributeTable itemAttributes() {
        return itemAttributes;
    }

    /** {@return metadata of users, a row for each position of {@link #users()}} */
    public AttributeTable userAttributes() {
        return userAttributes;
    }

    /**
     * {@return when an item came into being, in seconds since the epoch: its CREATION_TIMESTAMP, or without one its oldest
     * interaction, or without one the newest interaction of all, as if it were new; 0 when there are no interactions at all}
     *
     * @param item position in {@link #items()}
     */
    public long creationTimestamp(int item) {
        return ages.creationTimestamp(item);
    }

    /** {@return the same indexes and metadata with other events of the same users and items} */
    public Snapshot withInteractions(Interactions other) {
        if (other.users() != users.size() || other.items() != items.size()) {
            throw new IllegalArgumentException("interactions of " + other.users() + " users and " + other.items()
                    + " items do not fit a snapshot of " + users.size() + " and " + items.size());
        }
        return new Snapshot(users, items, eventTypes, contexts, other, itemAttributes, userAttributes);
    }

    /**
     * {@return the same users, items and events with other metadata of items}
     *
     * @param rows rows of other items are left out
     */
    public Snapshot withItemAttributes(AttributeTable.Builder rows) {
        return new Snapshot(users, items, eventTypes, contexts, interactions, rows.build(items), userAttributes);
    }

    /** {@return the same users, items and events without the columns that are not used} */
    Snapshot withColumns(ColumnSelection columns) {
        int[] kept = IntStream.range(0, contexts.size())
                .filter(column -> columns.uses(
                        DatasetType.INTERACTIONS, contexts.get(column).name()))
                .toArray();
        return new Snapshot(
                users,
                items,
                eventTypes,
                IntStream.of(kept).mapToObj(contexts::get).toList(),
                interactions.withColumns(columns.uses(DatasetType.INTERACTIONS, EVENT_VALUE), kept),
                itemAttributes.withColumns(column -> columns.uses(DatasetType.ITEMS, column)),
                userAttributes.withColumns(column -> columns.uses(DatasetType.USERS, column)));
    }

    /** {@return SHA-256 of the content, in hex: equal for equal data, however it was imported} */
    public String fingerprint() {
        return Fingerprint.of(this);
    }

    /**
     * Collects rows with string ids. For one thread, but for the blocks, which any thread may fill.
     *
     * <p>Events of one user and second with equal item, type, value and other columns are one event; a missing value equals a
     * missing value.
     */
    public static final class Builder {
        private final EventColumns events = new EventColumns();
        private AttributeTable.@Nullable Builder itemRows;
        private AttributeTable.@Nullable Builder userRows;
        private List<String> contexts = List.of();
        private boolean begun;

        private Builder() {}

        /**
         * Names the columns of contextual metadata that events have; without a call there are none.
         *
         * @throws IllegalStateException after the first event or block
         */
        public Builder contexts(List<String> names) {
            if (begun) {
                throw new IllegalStateException("events were added already: name their contexts before");
            }
            contexts = List.copyOf(names);
            events.useContexts(contexts.size());
            return this;
        }

        /** {@return the names of the columns of contextual metadata, unmodifiable} */
        public List<String> contexts() {
            return contexts;
        }

        /**
         * Adds an event that has no other columns; events of one user and second keep the order in which they are added.
         *
         * @param eventType null for none
         * @param value NaN for none
         * @param timestamp seconds since the epoch
         */
        public Builder interaction(
                String userId, String itemId, @Nullable String eventType, float value, long timestamp) {
            return interaction(userId, itemId, eventType, value, timestamp, 0);
        }

        /**
         * Adds an event; events of one user and second keep the order in which they are added.
         *
         * @param eventType null for none
         * @param value NaN for none
         * @param timestamp seconds since the epoch
         * @param otherColumns hash of everything else the event has, its context included, 32 bits of which are kept; 0 for
         *     nothing else
         * @param context value of each of {@link #contexts()}, null for none; or nothing at all
         */
        public Builder interaction(
                String userId,
                String itemId,
                @Nullable String eventType,
                float value,
                long timestamp,
                long otherColumns,
                @Nullable String... context) {
            begun = true;
            events.add(userId, itemId, eventType, value, timestamp, otherColumns, context);
            return this;
        }

        /**
         * {@return a block for events, which {@link #append} takes back; the ids set in it join the indexes even if it does not}
         *
         * @param capacity most rows it may have
         * @param text where its ids and types stand in UTF-8; must not change before {@link EventBlock#end}
         */
        public EventBlock block(int capacity, byte[] text) {
            begun = true;
            return new EventBlock(events, capacity, text);
        }

        /**
         * Adds the events of an ended block that this builder made, after all events added before. The block is the builder's then.
         */
        public Builder append(EventBlock block) {
            events.add(block);
            return this;
        }

        /** Sets the items' metadata; their ids join the index even without an event. */
        public Builder items(AttributeTable.Builder rows) {
            itemRows = Objects.requireNonNull(rows);
            return this;
        }

        /** Sets the users' metadata; their ids join the index even without an event. */
        public Builder users(AttributeTable.Builder rows) {
            userRows = Objects.requireNonNull(rows);
            return this;
        }

        /** {@return the snapshot, built by the calling thread alone; the builder may not be used afterwards} */
        public Snapshot build() {
            return build(new Parallel(Runnable::run, 1, new Cancellation()));
        }

        /**
         * {@return the snapshot, the same for any number of threads; the builder may not be used afterwards}
         *
         * @param parallel helps with sorting
         */
        public Snapshot build(Parallel parallel) {
            IdIndex users = index(events.users(), userRows);
            IdIndex items = index(events.items(), itemRows);
            IdIndex eventTypes = index(events.types(), null);
            List<IdIndex> values = events.contextIndexes();
            return new Snapshot(
                    users,
                    items,
                    eventTypes,
                    IntStream.range(0, values.size())
                            .mapToObj(column -> new Context(contexts.get(column), values.get(column)))
                            .toList(),
                    events.build(users, items, eventTypes, values, parallel),
                    itemRows == null ? AttributeTable.empty() : itemRows.build(items),
                    userRows == null ? AttributeTable.empty() : userRows.build(users));
        }

        private static IdIndex index(IdNumbers fromEvents, AttributeTable.@Nullable Builder rows) {
            List<String> all = new ArrayList<>(List.of(fromEvents.ids()));
            if (rows != null) {
                rows.ids().forEach(all::add);
            }
            return IdIndex.of(all);
        }
    }
}
