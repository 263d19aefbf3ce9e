package dev.personalize.tuning;

import dev.personalize.error.InvalidInputException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * The values of one hyperparameter that a search may try. Immutable.
 *
 * <p>A range is walked as the unit interval: {@link #at} gives the value at a place, {@link #place} the place of a value. Numbers that
 * span a power of ten or more, all above 0, are walked by their logarithm, so that as many tries fall between 0.01 and 0.1 as between
 * 0.1 and 1.
 */
public sealed interface Range {
    /** {@return the hyperparameter's name} */
    String name();

    /**
     * {@return the value at a place, as text}
     *
     * @param place in [0, 1]
     */
    String at(double place);

    /**
     * {@return where a value lies, in [0, 1]; values outside the range lie at its nearer end}
     *
     * @param value as text, of the type of the range
     */
    double place(String value);

    /**
     * Whole numbers.
     *
     * @param name of the hyperparameter
     * @param min least value
     * @param max greatest value, at least {@code min}
     */
    record Whole(String name, int min, int max) implements Range {
        /** Checks the bounds. */
        public Whole {
            requireOrder(name, min, max);
        }

        @Override
        public String at(double place) {
            return Long.toString(Math.round(Scale.of(min, max).at(place)));
        }

        @Override
        public double place(String value) {
            return Scale.of(min, max).place(Double.parseDouble(value));
        }
    }

    /**
     * Numbers.
     *
     * @param name of the hyperparameter
     * @param min least value
     * @param max greatest value, at least {@code min}
     */
    record Continuous(String name, double min, double max) implements Range {
        private static final int DIGITS = 4;

        /** Checks the bounds. */
        public Continuous {
            requireOrder(name, min, max);
        }

        /** {@inheritDoc} Rounded to four digits: more only make logs hard to read. */
        @Override
        public String at(double place) {
            double value = Scale.of(min, max).at(place);
            double rounded =
                    new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
            return Double.toString(Math.min(max, Math.max(min, rounded)));
        }

        @Override
        public double place(String value) {
            return Scale.of(min, max).place(Double.parseDouble(value));
        }
    }

    /**
     * Words, truth values among them.
     *
     * @param name of the hyperparameter
     * @param values at least one
     */
    record Categorical(String name, List<String> values) implements Range {
        /** Copies the values. */
        public Categorical {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new InvalidInputException(
                        "the range of hyperparameter '" + name + "' has no values: name at least one, or leave it out");
            }
        }

        @Override
        public String at(double place) {
            return values.get(Math.min(values.size() - 1, (int) (place * values.size())));
        }

        @Override
        public double place(String value) {
            int index = Math.max(0, values.indexOf(value));
            return (index + 0.5) / values.size();
        }
    }

    private static void requireOrder(String name, double min, double max) {
        if (!(min <= max) || Double.isInfinite(min) || Double.isInfinite(max)) {
            throw new InvalidInputException("the range of hyperparameter '" + name + "' is [" + min + ", " + max
                    + "]: give two finite numbers, the lower one first");
        }
    }
}
