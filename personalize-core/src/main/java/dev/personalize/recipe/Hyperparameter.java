package dev.personalize.recipe;

import java.util.List;

/**
 * The declaration of one hyperparameter.
 *
 * @param name lower case words joined with {@code _}
 * @param type type of its values
 * @param defaultValue value when none is given, as text
 * @param min least value of a number; 0 for what is no number
 * @param max greatest value of a number; 1 for what is no number
 * @param searchMin least value of a number that a search tries unless told otherwise
 * @param searchMax greatest such value; where the default is not between the two it stands for something that a value between them cannot
 *     say, such as a value found from the data, and is tried too
 * @param choices the values of a choice; empty for other types
 * @param tunable whether a search may change it
 * @param description one sentence for the documentation
 */
public record Hyperparameter(
        String name,
        Type type,
        String defaultValue,
        double min,
        double max,
        double searchMin,
        double searchMax,
        List<String> choices,
        boolean tunable,
        String description) {

    /** A search looks so many times below and above the default of a whole number. */
    private static final double WHOLE_SPREAD = 4;
    /** And so many times below and above that of another number. */
    private static final double SPREAD = 30;
    /** Up to that length a declared range is searched whole. */
    private static final double SHORT = 4;

    /** Copies the list. */
    public Hyperparameter {
        choices = List.copyOf(choices);
    }

    /**
     * Declares a whole number. A search looks from a quarter of the default to four times it.
     */
    static Hyperparameter integer(
            String name, int defaultValue, int min, int max, boolean tunable, String description) {
        double low = Math.max(min, Math.floor(defaultValue / WHOLE_SPREAD));
        double high = Math.min(max, Math.max(defaultValue * WHOLE_SPREAD, defaultValue + WHOLE_SPREAD));
        return new Hyperparameter(
                name,
                Type.INTEGER,
                Integer.toString(defaultValue),
                min,
                max,
                low,
                high,
                List.of(),
                tunable,
                description);
    }

    /**
     * Declares a number. A search looks from a thirtieth of the default to thirty times it; everywhere where the default is 0 or below,
     * or all there is is short.
     */
    static Hyperparameter number(
            String name, double defaultValue, double min, double max, boolean tunable, String description) {
        boolean whole = defaultValue <= 0 || max - min <= SHORT;
        return new Hyperparameter(
                name,
                Type.FLOAT,
                Double.toString(defaultValue),
                min,
                max,
                whole ? min : Math.max(min, defaultValue / SPREAD),
                whole ? max : Math.min(max, defaultValue * SPREAD),
                List.of(),
                tunable,
                description);
    }

    /** Declares what is no number. */
    static Hyperparameter word(
            String name, Type type, String defaultValue, List<String> choices, boolean tunable, String description) {
        return new Hyperparameter(name, type, defaultValue, 0, 1, 0, 1, choices, tunable, description);
    }

    /** {@return whether the default of a number lies where a search does not look} */
    public boolean isDefaultApart() {
        if (type != Type.INTEGER && type != Type.FLOAT) {
            return false;
        }
        double value = Double.parseDouble(defaultValue);
        return value < searchMin || value > searchMax;
    }

    /** {@return the same, but a search looks elsewhere} */
    Hyperparameter searched(double from, double to) {
        boolean isNumber = type == Type.INTEGER || type == Type.FLOAT;
        if (!isNumber || !(min <= from && from <= to && to <= max)) {
            throw new IllegalArgumentException("a search of '" + name + "' cannot look in [" + from + ", " + to
                    + "]: give the lower one first, both in [" + min + ", " + max + "], for a number");
        }
        return new Hyperparameter(name, type, defaultValue, min, max, from, to, choices, tunable, description);
    }

    /** {@return the values that may be given, for people: {@code 0.0 … 1.0}, words separated by commas, or {@code text}} */
    public String range() {
        return switch (type) {
            case INTEGER -> (long) min + " … " + (long) max;
            case FLOAT -> min + " … " + max;
            case BOOLEAN -> "true, false";
            case CHOICE -> String.join(", ", choices);
            case TEXT -> "text";
        };
    }

    /** Types of hyperparameters. */
    public enum Type {
        /** A whole number. */
        INTEGER,
        /** A number. */
        FLOAT,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** One of some words. */
        CHOICE,
        /** A line of text, in a form that the description tells. */
        TEXT
    }
}
