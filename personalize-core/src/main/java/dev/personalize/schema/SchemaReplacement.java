package dev.personalize.schema;

import dev.personalize.error.InvalidInputException;

/** The rules of {@link Schema#requireReplaceableBy}. */
final class SchemaReplacement {
    private SchemaReplacement() {}

    static void check(Schema old, Schema next) {
        String name = old.type().recordName();
        if (old.type() != DatasetType.ITEMS && old.type() != DatasetType.USERS) {
            throw new InvalidInputException("the schema of " + name
                    + " cannot be replaced, only those of Items and Users can; create a new dataset instead");
        }
        if (next.type() != old.type()) {
            throw new InvalidInputException("the schema of " + name + " cannot be replaced by one of "
                    + next.type().recordName() + "; give it \"name\": \"" + name + "\"");
        }
        for (Field field : old.fields()) {
            if (!next.has(field.name())) {
                throw invalid(field, "is missing in the new schema; keep every field, as data of it is stored");
            }
            Field replacement = next.fields().get(next.position(field.name()));
            if (!replacement.equals(field)) {
                throw invalid(
                        field,
                        "is " + shown(field) + " and cannot become " + shown(replacement)
                                + "; keep its type and attributes, or add a field of another name");
            }
        }
        for (Field field : next.fields()) {
            if (!old.has(field.name()) && !field.nullable()) {
                throw invalid(
                        field,
                        "is new and must be nullable, because stored rows have no value of it; write \"type\": [\""
                                + field.type().avroName() + "\", \"null\"]");
            }
        }
    }

    private static String shown(Field field) {
        return (field.nullable() ? "a nullable " : "a non-null ")
                + field.type().avroName()
                + (field.categorical() ? ", categorical" : "")
                + (field.textual() ? ", textual" : "")
                + (field.itemName() ? ", itemName" : "");
    }

    private static InvalidInputException invalid(Field field, String rule) {
        return new InvalidInputException("the schema cannot be replaced: field '" + field.name() + "' " + rule);
    }
}
