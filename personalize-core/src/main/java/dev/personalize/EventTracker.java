package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes events as they happen. When {@link #put} returns, the events are on disk, the next request of their users knows
 * them, and the next training learns from them. Made by {@link DatasetGroup}; safe for any number of threads.
 */
public final class EventTracker {
    private static final int MAX_ID = 256;

    private final GroupData data;
    private final Clock clock;

    EventTracker(GroupData data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    /** As {@link #put(List)}. */
    public void put(Event... events) {
        put(List.of(events));
    }

    /**
     * Stores events, all or none of them.
     *
     * @throws InvalidInputException if an event does not fit the schema of the interactions dataset
     * @throws dev.personalize.error.ResourceNotFoundException if the group has no interactions dataset
     */
    public void put(List<Event> events) {
        Schema schema = data.interactionsSchema();
        List<@Nullable Object[]> rows = new ArrayList<>(events.size());
        for (Event event : events) {
            rows.add(row(event, schema));
        }
        data.put(rows);
    }

    private @Nullable Object[] row(Event event, Schema schema) {
        List<Field> fields = schema.fields();
        @Nullable Object[] row = new Object[fields.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = value(event, fields.get(i));
        }
        return row;
    }

    private @Nullable Object value(Event event, Field field) {
        Object value = switch (field.name()) {
            case "USER_ID" -> id("userId", event.userId());
            case "ITEM_ID" -> id("itemId", event.itemId());
            case "TIMESTAMP" -> (event.sentAt() == null ? clock.instant() : event.sentAt()).getEpochSecond();
            case "EVENT_TYPE" -> event.type();
            case "EVENT_VALUE" -> event.value();
            default -> null;
        };
        if (value == null && !field.nullable()) {
            throw new InvalidInputException("the interactions schema needs a value for " + field.name()
                    + ", and the event of user '" + event.userId() + "' has none: set it, or make the field nullable");
        }
        return value;
    }

    private static String id(String name, String id) {
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new InvalidInputException(name + " must have 1 to " + MAX_ID + " characters, was '" + id + "'");
        }
        return id;
    }
}
