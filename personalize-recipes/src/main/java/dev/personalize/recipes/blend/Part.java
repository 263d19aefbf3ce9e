package dev.personalize.recipes.blend;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A recipe that takes part in a blend.
 *
 * @param label what settings and files call it: the recipe's name, unless another was given
 * @param recipe trains it
 * @param hyperparameters to train it with
 */
record Part(String label, Recipe recipe, Hyperparameters hyperparameters) {
    private static final String SEPARATOR = "[,;\\s]+";
    /** What parts of these labels are told, unless they are told otherwise. */
    private static final Map<String, Map<String, String>> TOLD =
            Map.of("recent", Map.of(EventWeights.RECENCY_HALF_LIFE, "7"));

    private static final String WORD = "[a-z0-9]+(-[a-z0-9]+)*";

    /**
     * {@return the parts that texts name, in their order}
     *
     * @param names {@code recipe} or {@code label:recipe}, separated by commas or spaces
     *     A part labelled {@code recent} has a half-life of 7 days unless told otherwise
     * @param settings {@code label.hyperparameter=value}, separated alike; those of no part are refused
     * @param halfLife of the events in days, for parts that have one and are not told another; 0 for none
     * @throws InvalidInputException if a text is none of that, a recipe is unknown or blends others, or a value is refused by its recipe
     */
    static List<Part> of(String names, String settings, double halfLife) {
        Map<String, Map<String, String>> given = given(settings);
        List<Part> parts = new ArrayList<>();
        for (String word : words(names)) {
            int colon = word.indexOf(':');
            String label = colon < 0 ? word : word.substring(0, colon);
            if (!label.matches(WORD) || parts.stream().anyMatch(other -> other.label.equals(label))) {
                throw new InvalidInputException("'" + word + "' in " + BlendRecipe.RECIPES + " has the label '" + label
                        + "', which is taken or not lower case words joined with -: write label:recipe with another");
            }
            Map<String, String> own = new LinkedHashMap<>(TOLD.getOrDefault(label, Map.of()));
            own.putAll(Objects.requireNonNullElse(given.remove(label), Map.of()));
            parts.add(of(label, word.substring(colon + 1), own, halfLife));
        }
        if (parts.isEmpty()) {
            throw new InvalidInputException(BlendRecipe.RECIPES + " names no recipe: name at least one");
        }
        if (!given.isEmpty()) {
            throw new InvalidInputException(
                    BlendRecipe.SETTINGS + " are for " + given.keySet() + ", which are no parts; those are "
                            + parts.stream().map(Part::label).toList());
        }
        return List.copyOf(parts);
    }

    private static Part of(String label, String name, Map<String, String> settings, double halfLife) {
        Recipe recipe;
        try {
            recipe = RecipeRegistry.installed().recipe(name);
        } catch (ResourceNotFoundException e) {
            throw new InvalidInputException(BlendRecipe.RECIPES + ": " + e.getMessage(), e);
        }
        if (recipe.getClass().getPackage().equals(Part.class.getPackage())) {
            throw new InvalidInputException(
                    BlendRecipe.RECIPES + " names '" + name + "', which blends recipes itself: name its parts instead");
        }
        Map<String, String> values = new LinkedHashMap<>(settings);
        if (halfLife > 0 && recipe.hyperparameters().defaults().has(EventWeights.RECENCY_HALF_LIFE)) {
            values.putIfAbsent(EventWeights.RECENCY_HALF_LIFE, Double.toString(halfLife));
        }
        try {
            return new Part(label, recipe, recipe.hyperparameters().values(values));
        } catch (InvalidInputException e) {
            throw new InvalidInputException(BlendRecipe.SETTINGS + " of '" + label + "': " + e.getMessage(), e);
        }
    }

    private static Map<String, Map<String, String>> given(String settings) {
        Map<String, Map<String, String>> byLabel = new LinkedHashMap<>();
        for (String word : words(settings)) {
            int dot = word.indexOf('.');
            int equals = word.indexOf('=');
            if (dot < 1 || equals < dot) {
                throw new InvalidInputException("'" + word + "' in " + BlendRecipe.SETTINGS
                        + " is not of the form recipe.hyperparameter=value");
            }
            byLabel.computeIfAbsent(word.substring(0, dot), label -> new LinkedHashMap<>())
                    .put(word.substring(dot + 1, equals), word.substring(equals + 1));
        }
        return byLabel;
    }

    static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.trim().split(SEPARATOR));
    }
}
