package dev.personalize.recipe;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;

/**
 * The hyperparameter {@code popularity_bias}, which means the same for every recipe that declares it ({@link
 * HyperparameterSpace.Builder#popularityBias}): every score is raised or lowered by the item's popularity. Recipes need not
 * know of it: the library does it to their models. Immutable, safe for any number of threads.
 *
 * <p>With <i>b</i> the bias, <i>n</i> the number of different users of an item, and <i>n̄</i> the geometric mean of that over the
 * items that have users, the factor of an item is
 *
 * <pre>
 * f = (n / n̄)^b
 * </pre>
 *
 * and a score above 0 is multiplied by it, one below 0 divided, so that a greater factor always means a greater score. Items
 * without users have the factor of one user, those that came after the training ({@link LiveModel}) the factor 1. 0 leaves scores as they are, to the bit; below 0, less popular items gain, and at
 * -1 a score is divided by the number of users. Between two items that both have scores above 0, a greater bias never moves the
 * less popular one ahead.
 */
public final class PopularityBias {
    /** What recipes call it. */
    public static final String HYPERPARAMETER = "popularity_bias";
    /** The least and, with the other sign, the greatest bias. */
    public static final double STRONGEST = 2;

    private static final String FACTORS = "popularity_bias_factors";

    private PopularityBias() {}

    /**
     * {@return the model as it is to be asked: biased, if the hyperparameters say so}
     *
     * @param model trained on the data
     */
    public static Model applied(Model model, Snapshot data, Hyperparameters hyperparameters) {
        double bias = hyperparameters.has(HYPERPARAMETER) ? hyperparameters.number(HYPERPARAMETER) : 0;
        return bias == 0
                ? model
                : new ItemFactors(FACTORS, factors(Popularity.of(data.interactions()), bias)).on(model);
    }

    /**
     * {@return the model as it is to be asked: biased, if it was when it was written}
     *
     * @param model read from the artifact
     * @throws CorruptArtifactException if the bias is not one for the model's items
     */
    public static Model reopened(Model model, ArtifactReader in) {
        return ItemFactors.reopened(FACTORS, model, in);
    }

    private static float[] factors(Popularity popularity, double bias) {
        int items = popularity.size();
        double sum = 0;
        int known = 0;
        for (int item = 0; item < items; item++) {
            if (popularity.users(item) > 0) {
                sum += Math.log(popularity.users(item));
                known++;
            }
        }
        double mean = known == 0 ? 0 : sum / known;
        float[] factors = new float[items];
        for (int item = 0; item < factors.length; item++) {
            factors[item] = (float) Math.exp(bias * (Math.log(Math.max(1, popularity.users(item))) - mean));
        }
        return factors;
    }
}
