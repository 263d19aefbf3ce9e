package dev.personalize.recipe;

/**
 * The declaration of one hyperparameter.
 *
 * @param name lower case words joined with {@code _}
 * @param type type of its values
 * @param defaultValue value when none is given, as text
 * @param min least value of a number; 0 for a boolean
 * @param max greatest value of a number; 1 for a boolean
 * @param tunable whether a search may change it
 * @param description one sentence for the documentation
 */
public record Hyperparameter(
        String name, Type type, String defaultValue, double min, double max, boolean tunable, String description) {

    /** Types of hyperparameters. */
    public enum Type {
        /** A whole number. */
        INTEGER,
        /** A number. */
        FLOAT,
        /** {@code true} or {@code false}. */
        BOOLEAN
    }
}
