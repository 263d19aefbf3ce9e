package dev.personalize.filter;

import dev.personalize.filter.Value.Parameter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One INCLUDE or EXCLUDE of a filter. Immutable; {@code toString} is how it stands in an expression.
 *
 * @param include whether it keeps what matches, instead of dropping it
 * @param where what is asked of candidates
 * @param when what is asked of the current user, or null for nothing
 */
record Rule(
        boolean include,
        FilterTarget target,
        Condition where,
        @Nullable Condition when) {
    void forEachTest(Consumer<Condition.Test> tests) {
        where.forEachTest(tests);
        if (when != null) {
            when.forEachTest(tests);
        }
    }

    /** {@return names of its parameters, in the order in which they come} */
    Set<String> parameters() {
        Set<String> names = new LinkedHashSet<>();
        forEachTest(test -> test.forEachValue(value -> {
            if (value instanceof Parameter parameter) {
                names.add(parameter.name());
            }
        }));
        return names;
    }

    @Override
    public String toString() {
        return (include ? "INCLUDE " : "EXCLUDE ") + target + " WHERE " + where + (when == null ? "" : " IF " + when);
    }
}
