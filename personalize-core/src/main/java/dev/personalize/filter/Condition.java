package dev.personalize.filter;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is true or false of a candidate. Immutable; {@code toString} is how it stands in an expression. */
sealed interface Condition {
    /** Calls for each condition that is not made of others, from left to right. */
    void forEachTest(Consumer<Test> tests);

    /** True where all parts are, at least two of them. */
    record And(List<Condition> parts) implements Condition {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public void forEachTest(Consumer<Test> tests) {
            parts.forEach(part -> part.forEachTest(tests));
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(part -> part instanceof Test ? part.toString() : "(" + part + ")")
                    .collect(Collectors.joining(" AND "));
        }
    }

    /** True where one of the parts is, at least two of them. */
    record Or(List<Condition> parts) implements Condition {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public void forEachTest(Consumer<Test> tests) {
            parts.forEach(part -> part.forEachTest(tests));
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(part -> part instanceof Or ? "(" + part + ")" : part.toString())
                    .collect(Collectors.joining(" OR "));
        }
    }

    /**
     * Compares a field.
     *
     * @param values one, or for IN and NOT IN one or more
     * @param within of events, how old they may be at most; null for no such bound
     */
    record Test(
            FieldReference field,
            Operator operator,
            List<Value> values,
            @Nullable Window within) implements Condition {
        public Test {
            values = List.copyOf(values);
        }

        @Override
        public void forEachTest(Consumer<Test> tests) {
            tests.accept(this);
        }

        /** Calls for each value, that of the window included. */
        void forEachValue(Consumer<Value> all) {
            values.forEach(all);
            if (within != null) {
                all.accept(within.length());
            }
        }

        @Override
        public String toString() {
            String list = values.stream().map(Value::toString).collect(Collectors.joining(", "));
            String value =
                    operator.takesList() && !(values.get(0) instanceof Value.CurrentItem) ? "(" + list + ")" : list;
            return field + " " + operator + " " + value + (within == null ? "" : " " + within);
        }
    }

    /**
     * A time up to now.
     *
     * @param length a number or a parameter
     */
    record Window(Value length, Unit unit) {
        @Override
        public String toString() {
            return "WITHIN " + length + " " + unit;
        }
    }

    /** Units of a {@link Window}. */
    enum Unit {
        SECONDS(1),
        MINUTES(60),
        HOURS(3600),
        DAYS(86_400);

        private final long seconds;

        Unit(long seconds) {
            this.seconds = seconds;
        }

        long seconds() {
            return seconds;
        }

        static @Nullable Unit find(String word) {
            for (Unit unit : values()) {
                String plural = unit.name();
                if (plural.equalsIgnoreCase(word)
                        || plural.substring(0, plural.length() - 1).equalsIgnoreCase(word)) {
                    return unit;
                }
            }
            return null;
        }
    }
}
