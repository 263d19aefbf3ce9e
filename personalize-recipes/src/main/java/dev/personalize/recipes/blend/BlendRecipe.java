package dev.personalize.recipes.blend;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;
import java.util.List;

/**
 * {@code blend}: other recipes together, each weighted by how much it helps to find events that were kept back. Stateless, safe for any
 * number of threads.
 */
public final class BlendRecipe implements Recipe {
    static final String NAME = "blend";
    static final String RECIPES = "recipes";
    static final String SETTINGS = "settings";
    static final String WEIGHTS = "weights";
    static final String VALIDATION = "validation";
    static final String VALIDATION_USERS = "validation_users";

    static final String NEWEST = "newest";
    static final String RANDOM = "random";
    static final String STRONG =
            "linear-item, matrix-factorization, sequential-rules, popularity-count, recent:popularity-count";

    private static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .text(RECIPES, STRONG, "The parts, as recipe or label:recipe, separated by commas or spaces.")
            .text(SETTINGS, "", "Hyperparameters of parts, as label.name=value, separated by commas or spaces.")
            .text(WEIGHTS, "", "A weight for each part, separated by commas or spaces; none: found on validation data.")
            .choice(
                    VALIDATION,
                    NEWEST,
                    List.of(NEWEST, RANDOM),
                    false,
                    "Which events are kept back to find weights: the newest of each user, or any.")
            .integer(VALIDATION_USERS, 3_000, 1, 1_000_000, false, "Most users that events are kept back of.")
            .recencyHalfLife()
            .popularityBias()
            .check(values -> weights(values, parts(values).size()))
            .build();

    /** Creates the recipe. */
    public BlendRecipe() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RecipeType type() {
        return RecipeType.USER_PERSONALIZATION;
    }

    @Override
    public String description() {
        return "Items for a user: other recipes together, each weighted by how much it helps to find events that were kept back.";
    }

    @Override
    public Approach approach() {
        return Approach.SEVERAL;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return SPACE;
    }

    private static List<Part> parts(Hyperparameters values) {
        return Part.of(values.text(RECIPES), values.text(SETTINGS), values.number(EventWeights.RECENCY_HALF_LIFE));
    }

    /** {@return the weights that were given, scaled to sum to 1; none if they are to be found} */
    private static float[] weights(Hyperparameters values, int parts) {
        List<String> words = Part.words(values.text(WEIGHTS));
        double[] given = new double[words.size()];
        for (int i = 0; i < given.length; i++) {
            try {
                given[i] = Double.parseDouble(words.get(i));
            } catch (NumberFormatException e) {
                throw new InvalidInputException(WEIGHTS + " has '" + words.get(i) + "', which is no number", e);
            }
            if (!(given[i] >= 0 && given[i] <= Float.MAX_VALUE)) {
                throw new InvalidInputException(
                        WEIGHTS + " has " + words.get(i) + ": weights are finite and at least 0");
            }
        }
        double sum = Arrays.stream(given).sum();
        if (given.length > 0 && (given.length != parts || !(sum > 0 && sum <= Double.MAX_VALUE))) {
            throw new InvalidInputException(WEIGHTS + " are " + words + " for " + parts
                    + " parts: give one for each, not all 0, or none to have them found");
        }
        float[] scaled = new float[given.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (given[i] / sum);
        }
        return scaled;
    }

    @Override
    public Model train(Snapshot data, TrainingContext context) {
        Hyperparameters values = context.hyperparameters();
        List<Part> parts = parts(values);
        float[] weights = weights(values, parts.size());
        return weights.length > 0
                ? BlendTraining.train(NAME, parts, data, weights, context)
                : BlendTraining.train(
                        NAME,
                        parts,
                        data,
                        values.integer(VALIDATION_USERS),
                        values.choice(VALIDATION).equals(NEWEST),
                        context);
    }

    @Override
    public Model read(ArtifactReader in) {
        return BlendModel.read(in);
    }
}
