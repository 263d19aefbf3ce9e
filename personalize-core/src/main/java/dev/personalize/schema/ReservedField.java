package dev.personalize.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field whose name has a prescribed meaning and type in a dataset. Everything else in a schema is metadata.
 *
 * @param name as it must be written
 * @param type the only type it may have
 * @param required whether a schema must have it
 * @param nullable whether its values may be absent
 */
record ReservedField(String name, FieldType type, boolean required, boolean nullable) {
    private static final List<ReservedField> INTERACTIONS = List.of(
            required("USER_ID", FieldType.STRING),
            required("ITEM_ID", FieldType.STRING),
            required("TIMESTAMP", FieldType.LONG),
            new ReservedField("EVENT_TYPE", FieldType.STRING, false, false),
            optional("EVENT_VALUE", FieldType.FLOAT),
            optional("IMPRESSION", FieldType.STRING),
            optional("RECOMMENDATION_ID", FieldType.STRING),
            optional("EVENT_ATTRIBUTION_SOURCE", FieldType.STRING));
    private static final List<ReservedField> ITEMS =
            List.of(required("ITEM_ID", FieldType.STRING), optional("CREATION_TIMESTAMP", FieldType.LONG));
    private static final List<ReservedField> USERS = List.of(required("USER_ID", FieldType.STRING));
    private static final List<ReservedField> ACTIONS = List.of(
            required("ACTION_ID", FieldType.STRING),
            optional("CREATION_TIMESTAMP", FieldType.LONG),
            optional("VALUE", FieldType.LONG),
            optional("TYPE", FieldType.STRING),
            optional("EXPIRATION_TIMESTAMP", FieldType.LONG),
            optional("ACTION_EXPIRATION_TIMESTAMP", FieldType.LONG),
            optional("REPEAT_FREQUENCY", FieldType.LONG));
    private static final List<ReservedField> ACTION_INTERACTIONS = List.of(
            required("USER_ID", FieldType.STRING),
            required("ACTION_ID", FieldType.STRING),
            required("EVENT_TYPE", FieldType.STRING),
            required("TIMESTAMP", FieldType.LONG),
            optional("IMPRESSION", FieldType.STRING),
            optional("RECOMMENDATION_ID", FieldType.STRING));

    /** {@return the reserved fields of a dataset, the required ones first} */
    static List<ReservedField> of(DatasetType dataset) {
        return switch (dataset) {
            case INTERACTIONS -> INTERACTIONS;
            case ITEMS -> ITEMS;
            case USERS -> USERS;
            case ACTIONS -> ACTIONS;
            case ACTION_INTERACTIONS -> ACTION_INTERACTIONS;
        };
    }

    /** {@return the reserved field of that name, or null when the name is free} */
    static @Nullable ReservedField find(DatasetType dataset, String name) {
        for (ReservedField reserved : of(dataset)) {
            if (reserved.name.equals(name)) {
                return reserved;
            }
        }
        return null;
    }

    private static ReservedField required(String name, FieldType type) {
        return new ReservedField(name, type, true, false);
    }

    private static ReservedField optional(String name, FieldType type) {
        return new ReservedField(name, type, false, true);
    }
}
