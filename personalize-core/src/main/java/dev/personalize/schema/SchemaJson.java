package dev.personalize.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes the Avro JSON of a schema that was not parsed. */
final class SchemaJson {
    static final String NAMESPACE = "com.amazonaws.personalize.schema";
    static final String VERSION = "1.0";

    private SchemaJson() {}

    static String of(DatasetType dataset, List<Field> fields) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("type", "record").put("name", dataset.recordName()).put("namespace", NAMESPACE);
        ArrayNode list = root.putArray("fields");
        fields.forEach(field -> add(list.addObject(), field));
        root.put("version", VERSION);
        return root.toPrettyString();
    }

    private static void add(ObjectNode node, Field field) {
        node.put("name", field.name());
        if (field.nullable()) {
            node.putArray("type").add(field.type().avroName()).add("null");
        } else {
            node.put("type", field.type().avroName());
        }
        if (field.categorical()) {
            node.put("categorical", true);
        }
        if (field.textual()) {
            node.put("textual", true);
        }
        if (field.itemName()) {
            node.put("itemName", true);
        }
    }
}
