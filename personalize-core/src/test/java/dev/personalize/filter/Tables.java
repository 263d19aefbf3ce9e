package dev.personalize.filter;

import dev.personalize.data.AttributeVersion;
import dev.personalize.data.LiveAttributes;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A small group: items, users, actions and what users did, for tests of filters. */
final class Tables {
    static final Schema ITEMS = schema("Items", "ITEM_ID");
    static final Schema USERS = schema("Users", "USER_ID");
    static final Schema ACTIONS = Schema.parse("""
            {"type": "record", "name": "Actions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ACTION_ID", "type": "string"}, {"name": "VALUE", "type": ["null", "long"]},
                        {"name": "KIND", "type": ["null", "string"], "categorical": true}]}""");
    static final Schema INTERACTIONS = Schema.parse("""
            {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
                        {"name": "TIMESTAMP", "type": "long"}]}""");
    static final Schema ACTION_INTERACTIONS = Schema.parse("""
            {"type": "record", "name": "ActionInteractions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ACTION_ID", "type": "string"},
                        {"name": "EVENT_TYPE", "type": "string"}, {"name": "TIMESTAMP", "type": "long"}]}""");
    static final Map<DatasetType, Schema> SCHEMAS = Map.of(
            DatasetType.ITEMS, ITEMS,
            DatasetType.USERS, USERS,
            DatasetType.ACTIONS, ACTIONS,
            DatasetType.INTERACTIONS, INTERACTIONS,
            DatasetType.ACTION_INTERACTIONS, ACTION_INTERACTIONS);

    final LiveAttributes items = new LiveAttributes(ITEMS);
    final LiveAttributes users = new LiveAttributes(USERS);
    final LiveAttributes actions = new LiveAttributes(ACTIONS);
    final LiveHistories histories = new LiveHistories(1000, 100);

    private static Schema schema(String dataset, String id) {
        return Schema.parse("""
                {"type": "record", "name": "%s", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
                 "fields": [{"name": "%s", "type": "string"}, {"name": "YEAR", "type": ["null", "int"]},
                            {"name": "PRICE", "type": ["null", "float"]}, {"name": "SCORE", "type": ["null", "double"]},
                            {"name": "GENRES", "type": ["null", "string"], "categorical": true},
                            {"name": "BRAND", "type": ["null", "string"]}%s]}""".formatted(dataset, id, dataset.equals("Items") ? """
                , {"name": "NEW", "type": ["null", "boolean"]},
                  {"name": "STORY", "type": ["null", "string"], "textual": true}""" : ""));
    }

    /** Puts a record of an item; its values in the order of the schema, those that are left out null. */
    void item(String id, @Nullable Object... values) {
        items.put(List.<@Nullable Object[]>of(row(ITEMS, id, values)));
    }

    /** Puts a record of a user. */
    void user(String id, @Nullable Object... values) {
        users.put(List.<@Nullable Object[]>of(row(USERS, id, values)));
    }

    static @Nullable Object[] row(Schema schema, String id, @Nullable Object... values) {
        @Nullable Object[] row = Arrays.copyOf(values, schema.fields().size());
        System.arraycopy(values, 0, row, 1, values.length);
        row[0] = id;
        return row;
    }

    FilterData data() {
        return new FilterData(this::attributes, histories::history, 100, 300);
    }

    private Optional<AttributeVersion> attributes(DatasetType type) {
        return switch (type) {
            case ITEMS -> Optional.of(items.now());
            case USERS -> Optional.of(users.now());
            case ACTIONS -> Optional.of(actions.now());
            default -> Optional.empty();
        };
    }
}
