package dev.personalize.schema;

import dev.personalize.error.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a dataset, in order. Immutable.
 *
 * <p>The text form is Amazon Personalize's Avro schema JSON, unchanged.
 */
public final class Schema {
    private final DatasetType type;
    private final List<Field> fields;
    private final String json;
    private final Map<String, Integer> positions = new HashMap<>();

    Schema(DatasetType type, List<Field> fields, String json) {
        this.type = type;
        this.fields = List.copyOf(fields);
        this.json = json;
        for (int i = 0; i < fields.size(); i++) {
            positions.put(fields.get(i).name(), i);
        }
    }

    /**
     * Reads Amazon Personalize's Avro schema JSON of a dataset.
     *
     * <p>Fields are flat: string, int, long, float, double, boolean, or a union of one of them and {@code "null"} in either
     * order, with the attributes {@code categorical}, {@code textual} and {@code itemName}. Required and reserved fields have
     * prescribed types; names differ when their underscores are left out; there are at most 25 metadata fields in Users, 100
     * in Items, 10 in Actions, 5 in Interactions and ActionInteractions, one of them textual and one itemName; Items, Users
     * and Actions have at least one that can be trained on. Namespace and version may be absent. Other properties of the JSON are ignored.
     *
     * @param json at most 20 000 characters
     * @throws InvalidInputException naming the field, the rule it breaks and what to write
     */
    public static Schema parse(String json) {
        return SchemaParser.parse(json);
    }

    /**
     * {@return a schema for data without one: required and reserved columns get their prescribed types, every other column
     * becomes a nullable string, categorical in Items, Users and Actions and plain in the datasets of events}
     *
     * @param header column names, in the order of the fields
     * @throws InvalidInputException if a required column is missing or the columns break a rule of {@link #parse}
     */
    public static Schema derive(DatasetType type, List<String> header) {
        return SchemaParser.derive(type, header);
    }

    /** {@return the dataset the schema is for} */
    public DatasetType type() {
        return type;
    }

    /** {@return the fields, in schema order} */
    public List<Field> fields() {
        return fields;
    }

    /** {@return whether there is a field of this name} */
    public boolean has(String fieldName) {
        return positions.containsKey(fieldName);
    }

    /**
     * {@return the place of a field in a row, 0 … fields-1}
     *
     * @throws InvalidInputException if there is no such field
     */
    public int position(String fieldName) {
        Integer position = positions.get(fieldName);
        if (position == null) {
            throw new InvalidInputException("the " + type.recordName() + " schema has no field '" + fieldName
                    + "'; its fields are " + positions.keySet());
        }
        return position;
    }

    /** {@return the schema's JSON, as it was parsed} */
    public String toJson() {
        return json;
    }
}
