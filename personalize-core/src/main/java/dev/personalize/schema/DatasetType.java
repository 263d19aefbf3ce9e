package dev.personalize.schema;

import java.util.Locale;

/** The kinds of dataset a group may hold, one of each. */
public enum DatasetType {
    /** Events of users with items. */
    INTERACTIONS("Interactions"),
    /** Metadata of items. */
    ITEMS("Items"),
    /** Metadata of users. */
    USERS("Users");

    private final String recordName;

    DatasetType(String recordName) {
        this.recordName = recordName;
    }

    /** {@return the name of the Avro record in a schema of this type} */
    public String recordName() {
        return recordName;
    }

    /** {@return the name in lower case, as it appears in files and messages} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
