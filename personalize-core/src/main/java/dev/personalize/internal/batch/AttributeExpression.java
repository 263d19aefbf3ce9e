package dev.personalize.internal.batch;

import dev.personalize.data.AttributeTable;
import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.Field;
import dev.personalize.schema.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Items by their metadata: {@code ITEMS.GENRE = "Comedy" AND ITEMS.YEAR = 1994}. Names and {@code AND} may be written in any case,
 * values may not; a categorical column matches when one of its categories does.
 */
final class AttributeExpression {
    private static final Pattern CONDITION = Pattern.compile(
            "\\s*ITEMS\\.(?<column>\\w+)\\s*=\\s*(?:\"(?<double>[^\"]*)\"|'(?<single>[^']*)'|(?<plain>[-+.\\w]+))\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AND = Pattern.compile("AND\\b", Pattern.CASE_INSENSITIVE);
    private static final String FORM = "; write conditions as ITEMS.COLUMN = \"value\" and join them with AND";

    private AttributeExpression() {}

    /**
     * {@return which rows match}
     *
     * @throws InvalidInputException if the text is no such expression, or names no column that can be compared
     */
    static IntPredicate rows(String text, AttributeTable items) {
        List<IntPredicate> conditions = new ArrayList<>();
        Matcher condition = CONDITION.matcher(text);
        Matcher and = AND.matcher(text);
        int at = 0;
        while (condition.region(at, text.length()).lookingAt()) {
            conditions.add(condition(condition, items));
            at = condition.end();
            if (at == text.length()) {
                return row -> conditions.stream().allMatch(one -> one.test(row));
            }
            if (!and.region(at, text.length()).lookingAt()) {
                break;
            }
            at = and.end();
        }
        throw new InvalidInputException("itemAttributes is not understood from '" + text.substring(at) + "' on" + FORM);
    }

    private static IntPredicate condition(Matcher condition, AttributeTable items) {
        String name = condition.group("column");
        int column = column(name, items.fields());
        Field field = items.fields().get(column);
        String plain = condition.group("plain");
        if (field.textual()) {
            throw new InvalidInputException(
                    "itemAttributes: column " + field.name() + " is text, which is not compared; name another column");
        }
        if (field.type() == FieldType.STRING) {
            if (plain != null) {
                throw new InvalidInputException("itemAttributes: column " + field.name()
                        + " holds strings; put the value " + plain + " in quotes");
            }
            String value = value(condition);
            return field.categorical()
                    ? row -> items.categories(column, row).contains(value)
                    : row -> value.equals(items.value(column, row));
        }
        String value = plain == null ? value(condition) : plain;
        if (field.type() == FieldType.BOOLEAN) {
            return row -> items.value(column, row) instanceof Boolean is
                    && is.toString().equalsIgnoreCase(value);
        }
        double number = number(value, field);
        return row -> items.value(column, row) instanceof Number is && is.doubleValue() == number;
    }

    private static int column(String name, List<Field> fields) {
        for (int column = 0; column < fields.size(); column++) {
            if (fields.get(column).name().equalsIgnoreCase(name)) {
                return column;
            }
        }
        throw new InvalidInputException("itemAttributes: the items dataset has no column " + name + "; it has "
                + fields.stream().map(Field::name).toList());
    }

    private static String value(Matcher condition) {
        @Nullable String inDouble = condition.group("double");
        return inDouble != null ? inDouble : Objects.requireNonNull(condition.group("single"));
    }

    private static double number(String value, Field field) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "itemAttributes: column " + field.name() + " holds numbers, and '" + value + "' is none", e);
        }
    }
}
