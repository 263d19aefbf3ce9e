package dev.personalize.schema;

import java.util.Locale;

/** The Avro types a field may have; each names the Java class of its values in a row. */
public enum FieldType {
    /** {@link String} */
    STRING,
    /** {@link Integer} */
    INT,
    /** {@link Long} */
    LONG,
    /** {@link Float} */
    FLOAT,
    /** {@link Double} */
    DOUBLE,
    /** {@link Boolean}; stored, never used in training or filters. */
    BOOLEAN;

    /** {@return the type's name in Avro JSON} */
    String avroName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return whether values are numbers} */
    public boolean isNumeric() {
        return this != STRING && this != BOOLEAN;
    }
}
