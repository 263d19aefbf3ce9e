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
        List<String> choices,
        boolean tunable,
        String description) {

    /** Copies the list. */
    public Hyperparameter {
        choices = List.copyOf(choices);
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
