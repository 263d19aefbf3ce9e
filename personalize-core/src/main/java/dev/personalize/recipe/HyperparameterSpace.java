package dev.personalize.recipe;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.NearMisses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The hyperparameters a recipe understands, in the order of its documentation. Immutable. */
public final class HyperparameterSpace {
    private static final int LONGEST_TEXT = 4_000;

    private final Map<String, Hyperparameter> declared;
    private final Consumer<Hyperparameters> check;
    private final @Nullable String epochs;
    private final Set<String> featureTransformation;

    private HyperparameterSpace(Builder builder) {
        Map<String, Hyperparameter> byName = new LinkedHashMap<>();
        builder.declared.forEach(hyperparameter -> byName.put(hyperparameter.name(), hyperparameter));
        declared = byName;
        check = builder.check;
        epochs = builder.epochs;
        featureTransformation = Set.copyOf(builder.featureTransformation);
    }

    /** {@return a builder without hyperparameters} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the declarations} */
    public List<Hyperparameter> all() {
        return List.copyOf(declared.values());
    }

    /** {@return the name of the whole number that training takes time in proportion to, if the recipe has one} */
    public Optional<String> epochs() {
        return Optional.ofNullable(epochs);
    }

    /** {@return the names of those that say which data is learned from, and how it is made ready; all others are the algorithm's} */
    public Set<String> featureTransformation() {
        return featureTransformation;
    }

    /** {@return every hyperparameter at its default} */
    public Hyperparameters defaults() {
        return values(Map.of());
    }

    /**
     * Checks given values and completes them with the defaults.
     *
     * @param given name to value, as text
     * @throws InvalidInputException for an unknown name, a value of another type or one out of range, or values that do not go
     *     together
     */
    public Hyperparameters values(Map<String, String> given) {
        given.keySet().forEach(this::required);
        Map<String, Object> values = new LinkedHashMap<>();
        declared.forEach((name, declaration) ->
                values.put(name, parse(declaration, given.getOrDefault(name, declaration.defaultValue()))));
        Hyperparameters checked = new Hyperparameters(values);
        check.accept(checked);
        return checked;
    }

    /**
     * Checks one value by itself.
     *
     * @throws InvalidInputException if the recipe declares no such hyperparameter, or the value is of another type or out of range
     */
    public void check(String name, String value) {
        parse(required(name), value);
    }

    private Hyperparameter required(String name) {
        Hyperparameter declaration = declared.get(name);
        if (declaration == null) {
            throw new InvalidInputException("unknown hyperparameter '" + name + "'; "
                    + NearMisses.question(name, declared.keySet()) + "this recipe has " + declared.keySet());
        }
        return declaration;
    }

    private static Object parse(Hyperparameter declaration, String text) {
        if (declaration.type() == Hyperparameter.Type.BOOLEAN) {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw new InvalidInputException(
                        "hyperparameter '" + declaration.name() + "' must be true or false, was '" + text + "'");
            }
            return Boolean.valueOf(text);
        }
        if (declaration.type() == Hyperparameter.Type.CHOICE) {
            if (!declaration.choices().contains(text)) {
                throw new InvalidInputException("hyperparameter '" + declaration.name() + "' must be one of "
                        + declaration.choices() + ", was '" + text + "'");
            }
            return text;
        }
        if (declaration.type() == Hyperparameter.Type.TEXT) {
            if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
                throw new InvalidInputException("hyperparameter '" + declaration.name()
                        + "' must be one line of at most " + LONGEST_TEXT + " characters, was '" + text + "'");
            }
            return text.trim();
        }
        Number number;
        try {
            number = declaration.type() == Hyperparameter.Type.INTEGER
                    ? (Number) Integer.valueOf(text.trim())
                    : (Number) Double.valueOf(text.trim());
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "hyperparameter '" + declaration.name() + "' must be a "
                            + (declaration.type() == Hyperparameter.Type.INTEGER ? "whole number" : "number")
                            + ", was '" + text + "'",
                    e);
        }
        double value = number.doubleValue();
        if (!(value >= declaration.min() && value <= declaration.max())) {
            throw new InvalidInputException("hyperparameter '" + declaration.name() + "' must lie in ["
                    + bound(declaration, declaration.min()) + ", " + bound(declaration, declaration.max()) + "], was "
                    + text);
        }
        return number;
    }

    private static String bound(Hyperparameter declaration, double bound) {
        return declaration.type() == Hyperparameter.Type.INTEGER ? Long.toString((long) bound) : Double.toString(bound);
    }

    /** Declares hyperparameters one by one. For one thread. */
    public static final class Builder {
        private final List<Hyperparameter> declared = new ArrayList<>();
        private Consumer<Hyperparameters> check = values -> {};
        private @Nullable String epochs;
        private final Set<String> featureTransformation = new LinkedHashSet<>();

        private Builder() {}

        /** Declares a whole number in [min, max]. */
        public Builder integer(String name, int defaultValue, int min, int max, boolean tunable, String description) {
            return add(Hyperparameter.integer(name, defaultValue, min, max, tunable, description));
        }

        /** Declares a number in [min, max]. */
        public Builder number(
                String name, double defaultValue, double min, double max, boolean tunable, String description) {
            return add(Hyperparameter.number(name, defaultValue, min, max, tunable, description));
        }

        /**
         * Says where a search looks for the values of the number declared last, unless told otherwise. Without it, from a quarter of the
         * default to four times it for whole numbers and from a thirtieth to thirty times for others, and everywhere where the default
         * is 0 or the declared range no longer than 4. Where the default is not between the two it stands for something else, such as
         * a value found from the data, and is tried as well.
         *
         * @param from least value, in the declared range
         * @param to greatest value, in the declared range
         */
        public Builder searched(double from, double to) {
            declared.add(declared.remove(declared.size() - 1).searched(from, to));
            return this;
        }

        /** Declares a choice between true and false. */
        public Builder bool(String name, boolean defaultValue, boolean tunable, String description) {
            return add(Hyperparameter.word(
                    name,
                    Hyperparameter.Type.BOOLEAN,
                    Boolean.toString(defaultValue),
                    List.of(),
                    tunable,
                    description));
        }

        /** Declares a choice between words, of which the default is one. */
        public Builder choice(
                String name, String defaultValue, List<String> choices, boolean tunable, String description) {
            return add(
                    Hyperparameter.word(name, Hyperparameter.Type.CHOICE, defaultValue, choices, tunable, description));
        }

        /** Declares a line of text, in a form that {@link #check} holds it to. */
        public Builder text(String name, String defaultValue, String description) {
            return add(
                    Hyperparameter.word(name, Hyperparameter.Type.TEXT, defaultValue, List.of(), false, description));
        }

        /**
         * Sets what else values have to fulfil.
         *
         * @param rule throws {@link InvalidInputException} for values that do not, each of which is in its range
         */
        public Builder check(Consumer<Hyperparameters> rule) {
            check = rule;
            return this;
        }

        /**
         * Names the whole number, declared before, that says how often training goes over the data: a search for other values lowers it
         * while it only wants to know what is worth a full training.
         */
        public Builder epochs(String name) {
            if (declared.stream()
                    .noneMatch(each -> each.name().equals(name) && each.type() == Hyperparameter.Type.INTEGER)) {
                throw new IllegalArgumentException("no whole number '" + name + "' was declared");
            }
            epochs = name;
            return this;
        }

        /**
         * Names those, declared before, that the service calls feature-transformation parameters: which data is learned from, and how it is
         * made ready. They are given and checked like all others; a catalogue of recipes tells them apart. Default: none.
         */
        public Builder featureTransformation(String... names) {
            for (String name : names) {
                if (declared.stream().noneMatch(each -> each.name().equals(name))) {
                    throw new IllegalArgumentException("no hyperparameter '" + name + "' was declared");
                }
                featureTransformation.add(name);
            }
            return this;
        }

        /** Declares the half-life of events, which {@link TrainingContext#eventWeights} reads; off by default. */
        public Builder recencyHalfLife() {
            return number(
                    EventWeights.RECENCY_HALF_LIFE,
                    0,
                    0,
                    EventWeights.LONGEST_HALF_LIFE,
                    false,
                    "Days after which an event counts half; 0: events of any age count alike.");
        }

        /** Declares what popularity adds or takes away, see {@link PopularityBias}; off by default. */
        public Builder popularityBias() {
            return number(
                            PopularityBias.HYPERPARAMETER,
                            0,
                            -PopularityBias.STRONGEST,
                            PopularityBias.STRONGEST,
                            true,
                            "Scores are multiplied by popularity to this power: below 0 less popular items gain, 0: none.")
                    .searched(-0.5, 1);
        }

        private Builder add(Hyperparameter hyperparameter) {
            declared.add(hyperparameter);
            return this;
        }

        /** {@return the space} */
        public HyperparameterSpace build() {
            return new HyperparameterSpace(this);
        }
    }
}
