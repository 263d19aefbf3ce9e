package dev.personalize.ingest;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.Field;
import dev.personalize.schema.FlatJson;
import dev.personalize.schema.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of what arrives one by one: values by name, where {@link CsvImport} has lines of text. The rules about values are
 * the same. Immutable.
 *
 * <p>Properties name a column in camelCase, as in the service ({@code numRatings} for {@code NUM_RATINGS}), or by its own
 * name. A value is a {@link String}, any {@link Number}, a {@link Boolean}, or null for none. A number may stand in a string
 * and a string may hold a number; what counts is that its text is one that a CSV file could have for the column. A string has
 * no line break, except in a textual column.
 *
 * <p>All messages begin with the caller's {@code place}, such as {@code event 3}.
 */
public final class RowProperties {
    private final Schema schema;
    private final List<Field> fields;
    private final CellParser[] parsers;
    private final PropertyKeys keys;

    /** @param schema of a dataset, or {@link Schema#streamed()} of it */
    public RowProperties(Schema schema) {
        this.schema = schema;
        fields = schema.fields();
        parsers = fields.stream()
                .map(field -> new CellParser(schema.type(), field))
                .toArray(CellParser[]::new);
        keys = new PropertyKeys(schema);
    }

    /**
     * {@return properties that were given as JSON, for {@link #fill} and {@link #keyedRow}; see {@link FlatJson#parse}}
     *
     * @throws InvalidInputException if the text is longer than allowed, not JSON, no flat object, or has a name twice
     */
    public static Map<String, @Nullable Object> parse(String json, int maxCharacters, String place) {
        return FlatJson.parse(json, maxCharacters, place);
    }

    /**
     * Puts properties into a row. When this throws, some of them may be in it.
     *
     * @param row one value for each field of the schema; a value that is there already must be equal to the property's
     * @throws InvalidInputException if a key names no column; if it is, in an event, userId, sessionId, eventType, timestamp,
     *     recommendationId or impression, in upper or lower case, or in another record its id; or if a value breaks a rule of
     *     its column
     */
    public void fill(@Nullable Object[] row, Map<String, ?> properties, String place) {
        properties.forEach((key, value) -> {
            int position = keys.position(key, place);
            String name = "property '" + key + "'";
            Object parsed = value(position, value, place, name);
            if (row[position] != null && parsed != null && !parsed.equals(row[position])) {
                throw new InvalidInputException(
                        place + ": " + name + " is '" + PropertyKeys.shown(parsed.toString()) + "', but "
                                + fields.get(position).name() + " is given as '"
                                + PropertyKeys.shown(String.valueOf(row[position])) + "' already; give one of them");
            }
            row[position] = parsed == null ? row[position] : parsed;
        });
    }

    /**
     * Puts one value into a row, by the name of its field; for what is given outside the properties.
     *
     * @param value as in properties; null takes the value away
     * @throws InvalidInputException if there is no such field, or the value breaks its rules
     */
    public void set(@Nullable Object[] row, String field, @Nullable Object value, String place) {
        int position = schema.position(field);
        row[position] = value(position, value, place, field);
    }

    /**
     * Checks that every field that is not nullable has a value.
     *
     * @throws InvalidInputException naming the first that has none
     */
    public void requireComplete(@Nullable Object[] row, String place) {
        for (int i = 0; i < row.length; i++) {
            Field field = fields.get(i);
            if (row[i] == null && !field.nullable()) {
                throw new InvalidInputException(place + ": " + field.name() + " has no value, but the "
                        + schema.type().recordName() + " schema does not let it be null; give '"
                        + PropertyKeys.camelCase(field.name()) + "' a value");
            }
        }
    }

    /**
     * {@return a whole row of Items, Users or Actions}
     *
     * @param id 1 to 256 characters
     * @throws InvalidInputException as in {@link #fill}, and if the id is too short or too long, or a field that is not
     *     nullable has no value
     * @throws IllegalStateException if the schema is one of events
     */
    public @Nullable Object[] keyedRow(String id, Map<String, ?> properties, String place) {
        String field = schema.type().idField();
        if (id.isEmpty()) {
            throw new InvalidInputException(
                    place + ": " + PropertyKeys.camelCase(field) + " is empty; give it 1 to 256 characters");
        }
        @Nullable Object[] row = new Object[fields.size()];
        set(row, field, id, place);
        fill(row, properties, place);
        requireComplete(row, place);
        return row;
    }

    private @Nullable Object value(int position, @Nullable Object value, String place, String name) {
        if (value == null) {
            return null;
        }
        String text = text(value, place, name);
        try {
            requireWritable(text, fields.get(position).textual());
            return parsers[position].parse(text);
        } catch (BadValueException e) {
            throw new InvalidInputException(
                    place + ": " + name + ": value '" + PropertyKeys.shown(text) + "' " + e.getMessage(), e);
        }
    }

    private static String text(Object value, String place, String name) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new InvalidInputException(place + ": " + name + ": a value of the class "
                + value.getClass().getName()
                + " is no string, number or boolean; convert it, and join several categories with |");
    }

    /** Refuses what could not come from a CSV file. */
    private static void requireWritable(String text, boolean textual) throws BadValueException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!textual && (c == '\n' || c == '\r')) {
                throw new BadValueException("has a line break; write a space instead");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new BadValueException("has half a character (an unpaired surrogate at " + i
                            + "); do not cut strings between the two chars of a code point");
                }
                i++;
            }
        }
    }
}
