package dev.personalize.internal.dataset;

import dev.personalize.ingest.LiveHistories;
import dev.personalize.ingest.OtherColumns;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the parts of an event stand in a streamed row. */
final class EventColumns {
    final int user;
    final int item;
    final int timestamp;
    final int session;
    final int eventId;
    private final int type;
    private final int value;
    private final int[] contexts;
    private final OtherColumns others;

    /** @param schema of the dataset */
    EventColumns(Schema schema) {
        this(schema, List.of());
    }

    /**
     * @param schema of the dataset
     * @param contexts names of the fields that are wanted as context
     */
    EventColumns(Schema schema, List<String> contexts) {
        Schema streamed = schema.streamed();
        user = streamed.position("USER_ID");
        item = streamed.position(streamed.type() == DatasetType.INTERACTIONS ? "ITEM_ID" : "ACTION_ID");
        timestamp = streamed.position("TIMESTAMP");
        session = streamed.position(Schema.SESSION_ID);
        eventId = streamed.position(Schema.EVENT_ID);
        type = streamed.position("EVENT_TYPE");
        others = new OtherColumns(schema);
        this.contexts = contexts.stream().mapToInt(streamed::position).toArray();
        value = streamed.has("EVENT_VALUE") ? streamed.position("EVENT_VALUE") : -1;
    }

    @Nullable String text(@Nullable Object[] row, int column) {
        return (String) row[column];
    }

    @Nullable String type(@Nullable Object[] row) {
        return (String) row[type];
    }

    float value(@Nullable Object[] row) {
        return value >= 0 && row[value] instanceof Number number ? number.floatValue() : Float.NaN;
    }

    /** {@return a row's value of each context, null for none} */
    @Nullable String[] context(@Nullable Object[] row) {
        @Nullable String[] values = new String[contexts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = text(row, contexts[i]);
        }
        return values;
    }

    /** Adds an event to its user's history, or its session's; one without item changes only who is behind the session. */
    void addTo(LiveHistories live, @Nullable Object[] row) {
        String userId = text(row, user);
        String sessionId = text(row, session);
        if (userId != null && sessionId != null) {
            live.identify(sessionId, userId);
        }
        String itemId = text(row, item);
        if (itemId == null) {
            return;
        }
        long id = row[eventId] instanceof String given ? EventIds.hash(given) : 0;
        if (userId != null) {
            live.add(userId, itemId, type(row), value(row), timestamp(row), id);
        } else if (sessionId != null) {
            live.addAnonymous(sessionId, itemId, type(row), value(row), timestamp(row), id);
        }
    }

    /** {@return a hash of what a row of the dataset has besides, the same for a streamed row and an imported one} */
    long otherColumns(@Nullable Object[] row) {
        return others.hash(row);
    }

    long timestamp(@Nullable Object[] row) {
        return (Long) Objects.requireNonNull(row[timestamp]);
    }
}
