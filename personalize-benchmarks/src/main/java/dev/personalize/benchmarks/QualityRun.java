package dev.personalize.benchmarks;

import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The arguments of a program that measures quality: {@code FOLDER test|validation RECIPE [HYPERPARAMETER=VALUE]…}.
 *
 * @param folder of the data set
 * @param test whether the test part is what the model has to find; otherwise a part of the training part is
 * @param recipe to measure
 * @param context to train with
 */
record QualityRun(Path folder, boolean test, Recipe recipe, TrainingContext context) {
    private static final String TEST = "test";
    private static final String VALIDATION = "validation";
    private static final int FIXED_ARGUMENTS = 3;

    static QualityRun of(String[] args) {
        if (args.length < FIXED_ARGUMENTS || !List.of(VALIDATION, TEST).contains(args[1])) {
            throw new IllegalArgumentException("arguments: FOLDER validation|test RECIPE [HYPERPARAMETER=VALUE]...");
        }
        Recipe recipe = RecipeRegistry.installed().recipe(args[2]);
        return new QualityRun(
                Path.of(args[0]),
                args[1].equals(TEST),
                recipe,
                TrainingContext.of(recipe.hyperparameters().values(hyperparameters(args))));
    }

    private static Map<String, String> hyperparameters(String[] args) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String argument : Arrays.asList(args).subList(FIXED_ARGUMENTS, args.length)) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + argument + "' is not NAME=VALUE");
            }
            given.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return given;
    }

    /** Trains the recipe and prints the settings, the seconds of training and the metrics, in one line. */
    void measure(HeldOutItems split) {
        Snapshot data = split.snapshot();
        long start = System.nanoTime();
        Model model = recipe.train(data, context);
        double seconds = (System.nanoTime() - start) / 1e9;
        print(seconds, FullRanking.of(model, data, split));
    }

    /** Prints a line for another recipe with its defaults, for comparison. */
    void measureBeside(String name, HeldOutItems split) {
        if (!recipe.name().equals(name)) {
            Recipe other = RecipeRegistry.installed().recipe(name);
            new QualityRun(
                            folder,
                            test,
                            other,
                            TrainingContext.of(other.hyperparameters().defaults()))
                    .measure(split);
        }
    }

    private void print(double seconds, FullRanking quality) {
        System.out.printf(
                Locale.ROOT,
                "%s %s %s train %.1f s %s%n",
                test ? TEST : VALIDATION,
                recipe.name(),
                context.hyperparameters().toMap(),
                seconds,
                quality);
    }
}
