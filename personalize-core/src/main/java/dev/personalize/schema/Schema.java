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
