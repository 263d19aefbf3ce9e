package dev.personalize.filter;

import dev.personalize.data.AttributeVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.filter.Value.Decimal;
import dev.personalize.filter.Value.Text;
import dev.personalize.schema.Field;
import dev.personalize.schema.FieldType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * A comparison with values that are known: equal ones give equal answers. A null passes none, so what {@code NOT IN} and {@code !=}
 * say of it is the contrary.
 *
 * @param operator not a negation
 * @param values texts and numbers
 */
record FieldTest(FieldReference field, Operator operator, List<Value> values) {
    FieldTest {
        values = List.copyOf(values);
    }

    /** {@return where the field stands in the table, or -1 when the table does not have it yet} */
    int column(AttributeVersion table) {
        return Math.max(-1, SchemaCheck.position(table.schema(), field.name()));
    }

    /** {@return whether it is about the id of a record, which needs no record} */
    boolean isId() {
        return field.name().equalsIgnoreCase(field.source().dataset().idField());
    }

    /** {@return the texts it compares with} */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Value value : values) {
            if (!(value instanceof Text text)) {
                throw new InvalidInputException(
                        field + " is a string, and the filter value " + value + " is a number: give it in quotes");
            }
            texts.add(text.text());
        }
        return texts;
    }

    /** {@return the rows of a table that pass} */
    IntPredicate rows(AttributeVersion table) {
        int column = column(table);
        if (column < 0 || values.isEmpty()) {
            return row -> false;
        }
        Field type = table.schema().fields().get(column);
        return switch (type.type()) {
            case INT, LONG -> table.whereLong(column, longs());
            case FLOAT, DOUBLE -> table.whereDouble(column, doubles(type.type()));
            case STRING -> table.whereText(column, texts());
            case BOOLEAN -> throw new InvalidInputException(field + " is boolean, which no filter can ask");
        };
    }

    private LongPredicate longs() {
        List<BigDecimal> numbers = numbers();
        if (!operator.isOrder()) {
            long[] wanted = numbers.stream()
                    .filter(Numbers::isLong)
                    .mapToLong(BigDecimal::longValueExact)
                    .sorted()
                    .toArray();
            return value -> Arrays.binarySearch(wanted, value) >= 0;
        }
        BigDecimal bound = numbers.get(0);
        long floor = Numbers.whole(bound, RoundingMode.FLOOR);
        long ceiling = Numbers.whole(bound, RoundingMode.CEILING);
        boolean beyond = bound.compareTo(BigDecimal.valueOf(floor)) > 0 && floor == Long.MAX_VALUE;
        boolean before = bound.compareTo(BigDecimal.valueOf(ceiling)) < 0 && ceiling == Long.MIN_VALUE;
        return switch (operator) {
            case LESS -> value -> value < ceiling || beyond;
            case LESS_OR_EQUAL -> value -> value <= floor && !before;
            case GREATER -> value -> value > floor || before;
            default -> value -> value >= ceiling && !beyond;
        };
    }

    /** A float column holds what the nearest float to a decimal is, so it is compared with the nearest float too. */
    private DoublePredicate doubles(FieldType type) {
        double[] wanted = numbers().stream()
                .mapToDouble(number -> type == FieldType.FLOAT ? number.floatValue() : number.doubleValue())
                .toArray();
        double bound = wanted[0];
        return switch (operator) {
            case LESS -> value -> value < bound;
            case LESS_OR_EQUAL -> value -> value <= bound;
            case GREATER -> value -> value > bound;
            case GREATER_OR_EQUAL -> value -> value >= bound;
            default -> value -> isIn(wanted, value);
        };
    }

    private static boolean isIn(double[] wanted, double value) {
        for (double one : wanted) {
            if (one == value) {
                return true;
            }
        }
        return false;
    }

    private List<BigDecimal> numbers() {
        List<BigDecimal> numbers = new ArrayList<>();
        for (Value value : values) {
            BigDecimal number =
                    value instanceof Decimal decimal ? decimal.number() : Numbers.find(((Text) value).text());
            if (number == null) {
                throw new InvalidInputException(field + " is a number, and the filter value " + value + " is none");
            }
            numbers.add(number);
        }
        return numbers;
    }
}
