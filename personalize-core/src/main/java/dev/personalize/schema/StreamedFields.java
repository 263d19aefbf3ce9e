package dev.personalize.schema;

import java.util.ArrayList;
import java.util.List;

/** The fields of {@link Schema#streamed()}. */
final class StreamedFields {
    private static final List<String> INTERACTIONS =
            List.of("EVENT_TYPE", "EVENT_VALUE", "IMPRESSION", "RECOMMENDATION_ID", "EVENT_ATTRIBUTION_SOURCE");
    private static final List<String> ACTION_INTERACTIONS = List.of("IMPRESSION", "RECOMMENDATION_ID");

    private StreamedFields() {}

    static List<Field> of(Schema schema) {
        List<Field> fields = new ArrayList<>();
        for (Field field : schema.fields()) {
            boolean mayLack = field.name().equals("USER_ID") || field.name().equals("ITEM_ID");
            fields.add(mayLack ? string(field.name(), true) : field);
        }
        List<String> ofAnEvent = schema.type() == DatasetType.INTERACTIONS ? INTERACTIONS : ACTION_INTERACTIONS;
        for (ReservedField reserved : ReservedField.of(schema.type())) {
            if (ofAnEvent.contains(reserved.name()) && !schema.has(reserved.name())) {
                fields.add(new Field(reserved.name(), reserved.type(), true, false, false, false));
            }
        }
        fields.add(string(Schema.SESSION_ID, true));
        fields.add(string(Schema.EVENT_ID, true));
        return fields;
    }

    private static Field string(String name, boolean nullable) {
        return new Field(name, FieldType.STRING, nullable, false, false, false);
    }
}
