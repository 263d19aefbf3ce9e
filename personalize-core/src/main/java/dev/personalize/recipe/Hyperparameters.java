package dev.personalize.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

/** Checked values for every hyperparameter of a recipe, from {@link HyperparameterSpace#values}. Immutable. */
public final class Hyperparameters {
    private final Map<String, Object> values;

    Hyperparameters(Map<String, Object> values) {
        this.values = values;
    }

    /** {@return whether the recipe declares it} */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** {@return a whole number} */
    public int integer(String name) {
        return (Integer) value(name);
    }

    /** {@return a number} */
    public double number(String name) {
        return (Double) value(name);
    }

    /** {@return a truth value} */
    public boolean bool(String name) {
        return (Boolean) value(name);
    }

    /** {@return the word that was chosen} */
    public String choice(String name) {
        return (String) value(name);
    }

    /** {@return a line of text} */
    public String text(String name) {
        return (String) value(name);
    }

    private Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the recipe declares no hyperparameter '" + name + "'");
        }
        return value;
    }

    /** {@return every name with its value as text, in the order of declaration} */
    public Map<String, String> toMap() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }
}
