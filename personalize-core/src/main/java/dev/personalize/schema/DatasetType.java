package dev.personalize.schema;

import dev.personalize.error.InvalidInputException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of dataset a group may hold, one of each. */
public enum DatasetType {
    /** Events of users with items. */
    INTERACTIONS("Interactions", null),
    /** Metadata of items. */
    ITEMS("Items", "ITEM_ID"),
    /** Metadata of users. */
    USERS("Users", "USER_ID"),
    /** Metadata of actions: what a user may be asked to do, such as joining a loyalty programme. */
    ACTIONS("Actions", "ACTION_ID"),
    /** Events of users with actions. */
    ACTION_INTERACTIONS("ActionInteractions", null);

    private final String recordName;
    private final @Nullable String idField;

    DatasetType(String recordName, @Nullable String idField) {
        this.recordName = recordName;
        this.idField = idField;
    }

    /**
     * {@return the type that the service calls Interactions, Items, Users, Actions or Action_Interactions}
     *
     * @param name upper and lower case are the same, and the underscore may be left out
     * @throws InvalidInputException if there is no such type
     */
    public static DatasetType of(String name) {
        for (DatasetType type : values()) {
            if (type.name().equalsIgnoreCase(name) || type.recordName.equalsIgnoreCase(name)) {
                return type;
            }
        }
        throw new InvalidInputException("there is no dataset type '" + name
                + "'; it must be one of Interactions, Items, Users, Actions, Action_Interactions");
    }

    /** {@return the name of the Avro record in a schema of this type} */
    public String recordName() {
        return recordName;
    }

    /** {@return the name in lower case, as it appears in files and messages} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return whether its rows are records with an id, so that a later row replaces an earlier one of the same id: Items, Users
     * and Actions; the rows of the others are events}
     */
    public boolean keyed() {
        return idField != null;
    }

    /**
     * {@return the field that holds the id of a row: ITEM_ID, USER_ID or ACTION_ID}
     *
     * @throws IllegalStateException if the type is not {@link #keyed()}
     */
    public String idField() {
        if (idField == null) {
            throw new IllegalStateException("rows of " + label() + " are events and have no id of their own");
        }
        return idField;
    }
}
