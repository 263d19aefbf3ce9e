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
    /** The field of a {@link #streamed()} schema with the session an event belongs to. */
    public static final String SESSION_ID = "__SESSION_ID";

    /** The field of a {@link #streamed()} schema with what makes an event one: a second event of the same id is none. */
    public static final String EVENT_ID = "__EVENT_ID";

    static final String OWN_PREFIX = "__";

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
     * prescribed types; names differ when their underscores are left out and do not begin with two; there are at most 25 metadata fields in Users, 100
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

    /**
     * {@return the schema of rows of this dataset that arrive one by one}
     *
     * <p>Of Items, Users and Actions it is this schema. Events come with less and with more than a file has: USER_ID may be
     * null until the user logs in, and so may ITEM_ID; what an event can say besides has a nullable field even where this
     * schema lacks it (EVENT_TYPE, EVENT_VALUE, IMPRESSION, RECOMMENDATION_ID and EVENT_ATTRIBUTION_SOURCE of Interactions,
     * IMPRESSION and RECOMMENDATION_ID of ActionInteractions); and at the end stand {@link #SESSION_ID} and
     * {@link #EVENT_ID}, nullable strings. The fields of this schema keep their positions. The schema of streamed
     * rows is itself. Its JSON is Avro's, but {@link #parse} does not take it.
     */
    public Schema streamed() {
        if (type.keyed() || has(EVENT_ID)) {
            return this;
        }
        List<Field> streamed = StreamedFields.of(this);
        return new Schema(type, streamed, SchemaJson.of(type, streamed));
    }

    /**
     * Checks that a dataset with this schema can go on with another: the dataset holds Items or Users, every field stays as it
     * is, and every new field is nullable. The order of the fields may change.
     *
     * @throws InvalidInputException naming the field and the rule it breaks
     */
    public void requireReplaceableBy(Schema next) {
        SchemaReplacement.check(this, next);
    }

    /** {@return the dataset the schema is for} */
    public DatasetType type() {
        return type;
    }

    /** {@return the fields, in schema order} */
    public List<Field> fields() {
        return fields;
    }

    /**
     * {@return the names of the fields with contextual metadata, in schema order: the categorical ones of Interactions; of other
     * datasets, none}
     */
    public List<String> contexts() {
        return type == DatasetType.INTERACTIONS
                ? fields.stream().filter(Field::categorical).map(Field::name).toList()
                : List.of();
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

    /** {@return the schema's Avro JSON, as it was parsed} */
    public String toJson() {
        return json;
    }
}
