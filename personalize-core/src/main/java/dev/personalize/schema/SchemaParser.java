package dev.personalize.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.personalize.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the Avro JSON of a schema. What Avro allows beyond flat records is refused. */
final class SchemaParser {
    private static final int JSON_LIMIT = 20_000;
    private static final int NAME_LIMIT = 150;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int SHOWN = 100;

    private SchemaParser() {}

    static Schema parse(String json) {
        if (json.length() > JSON_LIMIT) {
            throw new InvalidInputException("the schema has " + json.length() + " characters, more than " + JSON_LIMIT
                    + "; remove fields or white space");
        }
        JsonNode root = StrictJson.tree(json, "the schema");
        if (!root.isObject()) {
            throw new InvalidInputException("the schema must be a JSON object: {\"type\": \"record\", ...}");
        }
        require(root, "type", "record");
        DatasetType dataset = dataset(root.path("name"));
        requireIfPresent(root, "namespace", SchemaJson.NAMESPACE);
        requireIfPresent(root, "version", SchemaJson.VERSION);
        if (!root.path("fields").isArray()) {
            throw new InvalidInputException(
                    "the schema must have \"fields\", a list of {\"name\": ..., \"type\": ...}");
        }
        List<Field> fields = new ArrayList<>();
        for (JsonNode node : root.path("fields")) {
            fields.add(field(node, fields.size() + 1));
        }
        SchemaRules.check(dataset, fields);
        return new Schema(dataset, fields, json);
    }

    private static DatasetType dataset(JsonNode name) {
        for (DatasetType candidate : DatasetType.values()) {
            if (candidate.recordName().equals(name.textValue())) {
                return candidate;
            }
        }
        throw new InvalidInputException("the schema's \"name\" is " + shown(name) + "; it must be one of "
                + Arrays.stream(DatasetType.values())
                        .map(DatasetType::recordName)
                        .toList());
    }

    private static void requireIfPresent(JsonNode root, String key, String value) {
        if (root.has(key)) {
            require(root, key, value);
        }
    }

    private static void require(JsonNode root, String key, String value) {
        if (!value.equals(root.path(key).textValue())) {
            throw new InvalidInputException(
                    "the schema's \"" + key + "\" is " + shown(root.path(key)) + "; it must be \"" + value + "\"");
        }
    }

    private static Field field(JsonNode node, int position) {
        String name = node.path("name").textValue();
        if (name == null) {
            throw new InvalidInputException("field " + position + " of the schema has no \"name\"; write it as"
                    + " {\"name\": \"...\", \"type\": \"...\"}");
        }
        checkName(name);
        JsonNode type = node.path("type");
        return new Field(
                name,
                type(name, type),
                type.isArray(),
                attribute(name, node, "categorical"),
                attribute(name, node, "textual"),
                attribute(name, node, "itemName"));
    }

    private static void checkName(String name) {
        if (name.length() > NAME_LIMIT) {
            throw new InvalidInputException("field '" + name.substring(0, NAME_LIMIT) + "…' has a name of "
                    + name.length() + " characters, more than " + NAME_LIMIT + "; shorten it");
        }
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInputException("field '" + name
                    + "' has a name that is not a letter or underscore followed by letters, digits and underscores;"
                    + " rename it");
        }
    }

    private static FieldType type(String name, JsonNode type) {
        if (!type.isArray()) {
            return primitive(name, type);
        }
        JsonNode first = type.path(0);
        JsonNode second = type.path(1);
        boolean nullFirst = "null".equals(first.textValue());
        if (type.size() != 2 || nullFirst == "null".equals(second.textValue())) {
            throw new InvalidInputException("field '" + name + "' has the union " + shown(type)
                    + "; a nullable field is a union of one type and \"null\", such as [\"string\", \"null\"]");
        }
        return primitive(name, nullFirst ? second : first);
    }

    private static FieldType primitive(String name, JsonNode type) {
        for (FieldType candidate : FieldType.values()) {
            if (candidate.avroName().equals(type.textValue())) {
                return candidate;
            }
        }
        throw new InvalidInputException("field '" + name + "' has the type " + shown(type) + "; it must be one of "
                + Arrays.stream(FieldType.values()).map(FieldType::avroName).toList()
                + " or a union of one of them and \"null\" (records, arrays, maps and enums are not allowed)");
    }

    private static boolean attribute(String name, JsonNode field, String key) {
        JsonNode value = field.path(key);
        if (value.isMissingNode()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new InvalidInputException(
                    "field '" + name + "' has \"" + key + "\": " + shown(value) + "; it must be true or false");
        }
        return value.booleanValue();
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "missing" : node.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    /** {@return a schema for columns without one; see {@link Schema#derive}} */
    static Schema derive(DatasetType dataset, List<String> header) {
        List<Field> fields = new ArrayList<>();
        for (String column : header) {
            ReservedField reserved = ReservedField.find(dataset, column);
            fields.add(
                    reserved == null
                            ? new Field(column, FieldType.STRING, true, dataset.keyed(), false, false)
                            : new Field(column, reserved.type(), reserved.nullable(), false, false, false));
        }
        return parse(SchemaJson.of(dataset, fields));
    }
}
