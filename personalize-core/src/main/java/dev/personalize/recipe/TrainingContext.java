package dev.personalize.recipe;

import dev.personalize.data.Snapshot;
import dev.personalize.error.TrainingException;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.util.Map;
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
 * @param eventTypeWeights what events count for by the name of their type; those of other types, and those without one, count
 *     for 1
 */
public record TrainingContext(
        Hyperparameters hyperparameters,
        long seed,
        Parallel parallel,
        ProgressListener progress,
        Cancellation cancellation,
        Map<String, Double> eventTypeWeights) {
    private static final long MEBIBYTE = 1 << 20;

    /** Copies the map. */
    public TrainingContext {
        eventTypeWeights = Map.copyOf(eventTypeWeights);
    }

    /** A context in which all types of events count alike. */
    public TrainingContext(
            Hyperparameters hyperparameters,
            long seed,
            Parallel parallel,
            ProgressListener progress,
            Cancellation cancellation) {
        this(hyperparameters, seed, parallel, progress, cancellation, Map.of());
    }

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

    /**
     * {@return what the events of a snapshot count for: {@link #eventTypeWeights}, and the half-life that the recipe declares
     * under the name {@link EventWeights#RECENCY_HALF_LIFE}}
     *
     * @throws TrainingException if no event would count
     */
    public EventWeights eventWeights(Snapshot data) {
        return EventWeights.of(data, eventTypeWeights, hyperparameters.number(EventWeights.RECENCY_HALF_LIFE));
    }

    /**
     * Refuses a training that would run out of heap, before it begins. What is garbage when this is called counts as free; what
     * other threads allocate later is not foreseen.
     *
     * @param recipe its name, for the message
     * @param bytes the most the training will hold at one time, besides what is in memory already
     * @param remedy what to change in the settings for less, as in {@code "lower factors"}
     * @throws TrainingException if the heap cannot hold that much more
     */
    public void requireMemory(String recipe, long bytes, String remedy) {
        Runtime runtime = Runtime.getRuntime();
        if (bytes <= available(runtime)) {
            return;
        }
        // Only now, when the alternative is to refuse: without a collection nobody knows how much of the heap is live.
        System.gc();
        long available = available(runtime);
        if (bytes > available) {
            throw new TrainingException(
                    recipe + " would need " + mebibytes(bytes) + " MiB of heap for this training, and "
                            + mebibytes(Math.max(0, available)) + " of " + mebibytes(runtime.maxMemory())
                            + " MiB can be had: raise -Xmx by the difference, or " + remedy);
        }
    }

    private static long available(Runtime runtime) {
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }

    private static long mebibytes(long bytes) {
        return (bytes + MEBIBYTE - 1) / MEBIBYTE;
    }
}
