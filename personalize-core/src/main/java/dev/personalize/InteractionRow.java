package dev.personalize;

import dev.personalize.data.Snapshot;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.schema.Schema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the fields of an event stand in a row of the interactions dataset. */
final class InteractionRow {
    private final int user;
    private final int item;
    private final int timestamp;
    private final int type;
    private final int value;

    InteractionRow(Schema schema) {
        user = schema.position("USER_ID");
        item = schema.position("ITEM_ID");
        timestamp = schema.position("TIMESTAMP");
        type = schema.has("EVENT_TYPE") ? schema.position("EVENT_TYPE") : -1;
        value = schema.has("EVENT_VALUE") ? schema.position("EVENT_VALUE") : -1;
    }

    void addTo(Snapshot.Builder snapshot, @Nullable Object[] row) {
        snapshot.interaction(text(row, user), text(row, item), type(row), value(row), timestamp(row));
    }

    void addTo(LiveHistories histories, @Nullable Object[] row) {
        histories.add(text(row, user), text(row, item), type(row), value(row), timestamp(row), 0);
    }

    private static String text(@Nullable Object[] row, int position) {
        return (String) Objects.requireNonNull(row[position]);
    }

    private @Nullable String type(@Nullable Object[] row) {
        return type < 0 ? null : (String) row[type];
    }

    private float value(@Nullable Object[] row) {
        return value >= 0 && row[value] instanceof Number number ? number.floatValue() : Float.NaN;
    }

    private long timestamp(@Nullable Object[] row) {
        return (Long) Objects.requireNonNull(row[timestamp]);
    }
}
