package dev.personalize.filter;

import dev.personalize.error.InvalidInputException;
import dev.personalize.filter.Condition.Test;
import dev.personalize.filter.Value.CurrentItem;
import dev.personalize.filter.Value.Decimal;
import dev.personalize.filter.Value.Text;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Field;
import dev.personalize.schema.FieldType;
import dev.personalize.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whether the rules of a filter fit the datasets of a group. */
final class SchemaCheck {
    private final String text;
    private final Map<DatasetType, Schema> schemas;

    SchemaCheck(String text, Map<DatasetType, Schema> schemas) {
        this.text = text;
        this.schemas = schemas;
    }

    void check(List<Rule> rules) {
        rules.forEach(rule -> rule.forEachTest(this::check));
    }

    private void check(Test test) {
        FieldReference reference = test.field();
        requireDataset(reference);
        if (reference.source().isEvents()) {
            test.values().forEach(value -> {
                if (value instanceof Decimal) {
                    throw error(reference, "event types are texts: write " + reference + " IN (\"" + value + "\")");
                }
            });
            return;
        }
        Field field = field(reference);
        if (test.operator().isOrder() && !field.type().isNumeric()) {
            throw error(
                    reference,
                    reference + " is a string, and " + test.operator()
                            + " compares numbers: use IN, or make it a column of numbers");
        }
        test.values().forEach(value -> check(reference, field, value));
    }

    private void check(FieldReference reference, Field field, Value value) {
        if (value instanceof Decimal && !field.type().isNumeric()) {
            throw error(reference, reference + " is a string: write \"" + value + "\" in quotes");
        }
        if (value instanceof Text number && field.type().isNumeric() && Numbers.find(number.text()) == null) {
            throw error(reference, reference + " is a number, and " + value + " is none");
        }
        if (value instanceof CurrentItem current) {
            requireDataset(current.field());
            if (field(current.field()).type().isNumeric() != field.type().isNumeric()) {
                throw error(
                        current.field(),
                        "a number is compared with a string: " + reference + " is "
                                + (field.type().isNumeric() ? "the number" : "the string"));
            }
        }
    }

    private void requireDataset(FieldReference reference) {
        if (!schemas.containsKey(reference.source().dataset())) {
            throw error(
                    reference,
                    "the group has no " + reference.source().dataset().label() + " dataset, which " + reference
                            + " needs: create it first");
        }
    }

    private Field field(FieldReference reference) {
        Schema schema = Objects.requireNonNull(schemas.get(reference.source().dataset()));
        int position = position(schema, reference.name());
        if (position == NONE) {
            throw error(
                    reference,
                    schema.type().recordName() + " has no field '" + reference.name() + "'; its fields are "
                            + schema.fields().stream().map(Field::name).toList());
        }
        if (position == SEVERAL) {
            throw error(
                    reference,
                    schema.type().recordName() + " has several fields '" + reference.name()
                            + "' that differ in upper and lower case: write the name exactly");
        }
        Field field = schema.fields().get(position);
        if (field.type() == FieldType.BOOLEAN) {
            throw error(
                    reference,
                    reference + " is boolean, which no filter can ask: make it a string column with \"True\" and"
                            + " \"False\", or a number with 0 and 1");
        }
        if (field.textual()) {
            throw error(
                    reference,
                    reference + " is textual, which no filter can ask: put what is to be asked into a string column"
                            + " that is not textual");
        }
        return field;
    }

    static final int NONE = -1;
    static final int SEVERAL = -2;

    /** {@return where a field stands in a schema; upper and lower case count only between fields that differ in nothing else} */
    static int position(Schema schema, String name) {
        if (schema.has(name)) {
            return schema.position(name);
        }
        int found = NONE;
        for (int i = 0; i < schema.fields().size(); i++) {
            if (schema.fields().get(i).name().equalsIgnoreCase(name)) {
                found = found == NONE ? i : SEVERAL;
            }
        }
        return found;
    }

    private InvalidInputException error(FieldReference reference, String problem) {
        return Tokenizer.error(Parser.WHAT, text, Math.min(reference.column(), text.length() + 1), problem);
    }
}
