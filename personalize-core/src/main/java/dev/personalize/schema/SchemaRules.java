package dev.personalize.schema;

import dev.personalize.error.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The rules about a schema's fields, once each field is well formed by itself. */
final class SchemaRules {
    private static final int TEXTUAL_LIMIT = 1;
    private static final int ITEM_NAME_LIMIT = 1;

    private final DatasetType dataset;
    private final List<Field> fields;

    private SchemaRules(DatasetType dataset, List<Field> fields) {
        this.dataset = dataset;
        this.fields = fields;
    }

    static void check(DatasetType dataset, List<Field> fields) {
        SchemaRules rules = new SchemaRules(dataset, fields);
        rules.checkPrefix();
        rules.checkNamesDiffer();
        rules.checkRequiredFields();
        for (Field field : fields) {
            rules.checkReserved(field);
            rules.checkAttributes(field);
        }
        rules.checkExpiration();
        rules.checkMetadata();
        rules.checkLimit("textual", Field::textual, TEXTUAL_LIMIT);
        rules.checkLimit("itemName", Field::itemName, ITEM_NAME_LIMIT);
    }

    private void checkPrefix() {
        for (Field field : fields) {
            if (field.name().startsWith(Schema.OWN_PREFIX)) {
                throw invalid(
                        field, "begins with two underscores, which names of the library's own fields do; rename it");
            }
        }
    }

    private void checkNamesDiffer() {
        Map<String, String> seen = new HashMap<>();
        for (Field field : fields) {
            String other = seen.put(field.name().replace("_", ""), field.name());
            if (other != null) {
                throw invalid(
                        field,
                        "has the same name as '" + other
                                + "' (names are compared without their underscores); rename one of them");
            }
        }
    }

    private void checkRequiredFields() {
        List<String> missing = ReservedField.of(dataset).stream()
                .filter(ReservedField::required)
                .map(ReservedField::name)
                .filter(name -> fields.stream().noneMatch(field -> field.name().equals(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new InvalidInputException("the " + dataset.recordName() + " schema lacks required fields: " + missing
                    + "; add them to \"fields\"");
        }
    }

    private void checkReserved(Field field) {
        ReservedField reserved = ReservedField.find(dataset, field.name());
        if (reserved == null) {
            return;
        }
        String prescribed = reserved.type().avroName();
        if (field.type() != reserved.type()) {
            throw invalid(
                    field,
                    "is reserved and must have the type \"" + prescribed + "\", not \""
                            + field.type().avroName() + "\"; correct the type or rename the field");
        }
        if (field.nullable() && !reserved.nullable()) {
            throw invalid(field, "must not be nullable; write \"type\": \"" + prescribed + "\"");
        }
        if (field.categorical() || field.textual() || field.itemName()) {
            throw invalid(
                    field,
                    "is reserved and must not be categorical, textual or itemName; remove that attribute or rename"
                            + " the field");
        }
    }

    private void checkAttributes(Field field) {
        boolean annotated = field.categorical() || field.textual() || field.itemName();
        if (annotated && field.type() != FieldType.STRING) {
            throw invalid(
                    field,
                    "has the type \"" + field.type().avroName()
                            + "\", but only a string can be categorical, textual or itemName; change the type or"
                            + " remove the attribute");
        }
        if ((field.textual() || field.itemName()) && dataset != DatasetType.ITEMS) {
            throw invalid(field, "is textual or itemName, which only fields of Items can be; remove the attribute");
        }
        if (field.categorical() && field.textual()) {
            throw invalid(field, "is both categorical and textual; keep one of the two attributes");
        }
    }

    /** The service's pages give the field two names, and a dataset must not have both. */
    private void checkExpiration() {
        for (Field field : fields) {
            if (dataset == DatasetType.ACTIONS
                    && field.name().equals("ACTION_EXPIRATION_TIMESTAMP")
                    && fields.stream().anyMatch(other -> other.name().equals("EXPIRATION_TIMESTAMP"))) {
                throw invalid(field, "means the same as 'EXPIRATION_TIMESTAMP'; keep one of them");
            }
        }
    }

    private void checkMetadata() {
        List<Field> metadata = fields.stream()
                .filter(field -> ReservedField.find(dataset, field.name()) == null)
                .toList();
        int limit = switch (dataset) {
            case INTERACTIONS, ACTION_INTERACTIONS -> 5;
            case ITEMS -> 100;
            case USERS -> 25;
            case ACTIONS -> 10;
        };
        if (metadata.size() > limit) {
            throw new InvalidInputException("the " + dataset.recordName() + " schema has " + metadata.size()
                    + " metadata fields, more than " + limit + "; remove fields, from '"
                    + metadata.get(limit).name() + "' on for example");
        }
        if (dataset.keyed() && metadata.stream().noneMatch(SchemaRules::describes)) {
            String kinds = dataset == DatasetType.ITEMS ? "categorical or textual string" : "categorical string";
            throw new InvalidInputException("the " + dataset.recordName() + " schema has no metadata field to train on;"
                    + " add at least one " + kinds + " or number");
        }
    }

    private static boolean describes(Field field) {
        return field.categorical() || field.textual() || field.type().isNumeric();
    }

    private void checkLimit(String attribute, Predicate<Field> has, int limit) {
        List<String> names = fields.stream().filter(has).map(Field::name).toList();
        if (names.size() > limit) {
            throw new InvalidInputException("the " + dataset.recordName() + " schema has " + names.size() + " "
                    + attribute + " fields " + names + ", more than " + limit + "; keep the attribute on one of them");
        }
    }

    private InvalidInputException invalid(Field field, String rule) {
        return new InvalidInputException(
                "field '" + field.name() + "' of the " + dataset.recordName() + " schema " + rule);
    }
}
