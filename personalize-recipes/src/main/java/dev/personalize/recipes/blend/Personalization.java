package dev.personalize.recipes.blend;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The hyperparameters that the service documents for its recipes of user personalization and ranking, and the blend they stand for.
 *
 * <p>The parts are those of {@link BlendRecipe} with {@code hidden_dimension} factors, and the last {@code bptt} steps of a history for the part
 * that looks at order. Where newer events are to count for more, older ones of these steps count for less, recent
 * popularity takes part, and weights are found on the newest events; otherwise the steps count alike, and weights are found on any events.
 */
final class Personalization {
    private static final String HIDDEN_DIMENSION = "hidden_dimension";
    private static final String BPTT = "bptt";
    private static final String RECENCY_MASK = "recency_mask";
    private static final String MIN_HISTORY = "min_user_history_length_percentile";
    private static final String MAX_HISTORY = "max_user_history_length_percentile";
    private static final String APPLY_RECENCY_BIAS = "apply_recency_bias";

    private static final String NOT_BY_TIME = "linear-item, matrix-factorization, sequential-rules, popularity-count";
    private static final String ALL_STEPS_ALIKE = "sequential-rules.decay=1";
    private static final int VALIDATION_USERS = 3_000;

    /** Of the first version of the service's recipes. */
    static final HyperparameterSpace V1 = HyperparameterSpace.builder()
            .integer(HIDDEN_DIMENSION, 149, 32, 256, true, "Factors of the part that factorizes.")
            .integer(BPTT, 32, 2, 32, true, "Newest steps of a history that the part for order looks at.")
            .bool(RECENCY_MASK, true, true, "Whether newer events say more than older ones.")
            .number(
                    MIN_HISTORY,
                    0,
                    0,
                    1,
                    false,
                    "Users with fewer events than this percentile of users are not learned from.")
            .number(
                    MAX_HISTORY,
                    0.99,
                    0,
                    1,
                    false,
                    "Users with more events than this percentile of users are not learned from.")
            .featureTransformation(MIN_HISTORY, MAX_HISTORY)
            .recencyHalfLife()
            .popularityBias()
            .check(Personalization::checkPercentiles)
            .build();

    /** Of the second version. */
    static final HyperparameterSpace V2 = HyperparameterSpace.builder()
            .bool(APPLY_RECENCY_BIAS, true, false, "Whether newer events say more than older ones.")
            .recencyHalfLife()
            .popularityBias()
            .build();

    private Personalization() {}

    private static void checkPercentiles(Hyperparameters values) {
        if (values.number(MIN_HISTORY) > values.number(MAX_HISTORY)) {
            throw new InvalidInputException(MIN_HISTORY + " is " + values.number(MIN_HISTORY) + " and exceeds "
                    + MAX_HISTORY + ", which is " + values.number(MAX_HISTORY) + ": lower the first");
        }
    }

    static Model train(String name, Snapshot data, TrainingContext context) {
        Hyperparameters values = context.hyperparameters();
        boolean first = values.has(HIDDEN_DIMENSION);
        boolean newest = values.bool(first ? RECENCY_MASK : APPLY_RECENCY_BIAS);
        String settings = (newest ? "" : ALL_STEPS_ALIKE)
                + (first
                        ? " matrix-factorization.factors=" + values.integer(HIDDEN_DIMENSION)
                                + " sequential-rules.history_length=" + values.integer(BPTT)
                        : "");
        List<Part> parts = Part.of(
                newest ? BlendRecipe.STRONG : NOT_BY_TIME, settings, values.number(EventWeights.RECENCY_HALF_LIFE));
        return BlendTraining.train(
                name, parts, first ? withoutExtremes(data, values) : data, VALIDATION_USERS, newest, context);
    }

    /** {@return the data without the events of users who have fewer or more than the percentiles allow} */
    private static Snapshot withoutExtremes(Snapshot data, Hyperparameters values) {
        Interactions events = data.interactions();
        int[] lengths = IntStream.range(0, events.users())
                .map(user -> events.end(user) - events.begin(user))
                .toArray();
        int[] sorted =
                Arrays.stream(lengths).filter(length -> length > 0).sorted().toArray();
        if (sorted.length == 0) {
            return data;
        }
        int least = nearestRank(sorted, values.number(MIN_HISTORY));
        int most = nearestRank(sorted, values.number(MAX_HISTORY));
        boolean[] kept = new boolean[events.size()];
        for (int user = 0; user < lengths.length; user++) {
            boolean inside = least <= lengths[user] && lengths[user] <= most;
            Arrays.fill(kept, events.begin(user), events.end(user), inside);
        }
        return data.withInteractions(events.filter(position -> kept[position]));
    }

    private static int nearestRank(int[] sorted, double percentile) {
        return sorted[Math.max((int) Math.ceil(percentile * sorted.length), 1) - 1];
    }
}
