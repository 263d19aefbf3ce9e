package dev.personalize.recipe;

import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Everything a training needs besides data.
 *
 * @param hyperparameters checked values
 * @param seed where all randomness comes from
 * @param parallel runs loops on several threads
 * @param progress told after every step
 * @param cancellation asked before every step
 */
public record TrainingContext(
        Hyperparameters hyperparameters,
        long seed,
        Parallel parallel,
        ProgressListener progress,
        Cancellation cancellation) {

    /** {@return a context with these values, seed 0, all processors, nobody listening and nobody cancelling} */
    public static TrainingContext of(Hyperparameters hyperparameters) {
        return new TrainingContext(
                hyperparameters, 0, Parallel.ofProcessors(), ProgressListener.NONE, new Cancellation());
    }

    /**
     * {@return a stream of random numbers that depends on the seed and the purpose alone}
     *
     * @param purpose what the numbers are for; another purpose gives an independent stream
     */
    public RandomGenerator random(String purpose) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + purpose.hashCode());
    }
}
