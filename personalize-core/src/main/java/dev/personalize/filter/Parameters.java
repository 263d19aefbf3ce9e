package dev.personalize.filter;

import dev.personalize.error.InvalidInputException;
import dev.personalize.filter.Condition.Test;
import dev.personalize.filter.Condition.Window;
import dev.personalize.filter.Value.Decimal;
import dev.personalize.filter.Value.Parameter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The values one request gives to the parameters of a filter. For one thread. */
final class Parameters {
    private final Map<String, List<Value>> values = new HashMap<>();

    /**
     * @throws InvalidInputException if there is a value for a parameter the filter does not have, or its text is no list of values
     */
    Parameters(FilterExpression filter, Map<String, String> texts) {
        Set<String> known = filter.parameters();
        texts.forEach((name, text) -> {
            if (!known.contains(name)) {
                throw new InvalidInputException("the filter has no parameter $" + name + "; "
                        + (known.isEmpty()
                                ? "it has none: leave the value out"
                                : "its parameters are " + known + ", upper and lower case matter"));
            }
            values.put(name, Parser.parameter(name, text));
        });
    }

    /**
     * {@return whether a rule can be applied: an EXCLUDE without value for one of its parameters is passed over}
     *
     * @throws InvalidInputException if an INCLUDE has no value for one of its parameters
     */
    boolean complete(Rule rule) {
        for (String name : rule.parameters()) {
            if (!values.containsKey(name)) {
                if (rule.include()) {
                    throw new InvalidInputException("the filter value of $" + name
                            + " is missing, and an INCLUDE needs all of its parameters: " + rule);
                }
                return false;
            }
        }
        return true;
    }

    /** {@return the values of a test, with those of the request in place of parameters} */
    List<Value> of(Test test) {
        List<Value> all = new ArrayList<>();
        for (Value value : test.values()) {
            if (value instanceof Parameter parameter) {
                all.addAll(of(parameter));
            } else {
                all.add(value);
            }
        }
        if (all.size() != 1
                && !test.operator().takesList()
                && !test.field().source().isEvents()) {
            throw new InvalidInputException(test + " compares with one value, and the request gives " + all.size()
                    + ": give one, or write IN in the filter");
        }
        return all;
    }

    private List<Value> of(Parameter parameter) {
        return Objects.requireNonNull(values.get(parameter.name()), parameter.name());
    }

    /** {@return the second since the epoch from which events count} */
    long since(Window window, Instant now) {
        Value length = window.length();
        if (length instanceof Parameter parameter) {
            List<Value> given = of(parameter);
            length = given.get(0);
            if (given.size() != 1 || !(length instanceof Decimal number) || !Parser.isWindow(number.number())) {
                throw new InvalidInputException("value of parameter " + parameter
                        + " must be one whole number of 1 or more, for " + window + "; it is " + given);
            }
        }
        BigDecimal seconds = ((Decimal) length)
                .number()
                .multiply(BigDecimal.valueOf(window.unit().seconds()));
        return Numbers.whole(BigDecimal.valueOf(now.getEpochSecond()).subtract(seconds), RoundingMode.FLOOR);
    }
}
