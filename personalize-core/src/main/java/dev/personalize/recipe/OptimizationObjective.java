package dev.personalize.recipe;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.AttributeTable;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * That recommendations should also bring much of something: revenue, minutes watched. A number that each item has is its reward, and
 * raises its scores. Recipes need not know of it: the library does it to their models. Immutable.
 *
 * <p>With <i>r</i> the reward of an item, cut at the 1st and 99th percentile of all items and brought to 0 … 1, and <i>s̄</i> and <i>r̄</i>
 * the mean standard deviations of the logarithms of scores and of rewards among the {@value #CANDIDATES} best items of each of {@value #ASKED} users,
 * the factor of an item is
 *
 * <pre>
 * f = exp(e · s̄ / r̄ · (r - ½)),   e = 0 for OFF, ½ for LOW, 1 for MEDIUM, 2 for HIGH
 * </pre>
 *
 * where the exponent's range is at most {@value #STRONGEST} times <i>e</i> / 2; a score above 0 is multiplied by it, one below 0 divided. So
 * with MEDIUM both count alike: one standard deviation of the reward is as good as one of the score. A greater sensitivity never lowers
 * the sum of <i>r</i> over the first k recommendations for the same model and user: they maximize the sum of ln s + e · c · r, and of two
 * such sets the one of the greater e has no less of r.
 *
 * @param itemAttribute name of a column of the items: a number that is never null
 * @param sensitivity how much it counts
 */
public record OptimizationObjective(String itemAttribute, Sensitivity sensitivity) {
    private static final String FACTORS = "objective_factors";
    private static final int ASKED = 200;
    private static final int CANDIDATES = 100;
    private static final double STRONGEST = 40;
    private static final double CUT = 0.01;

    /** How much a reward counts beside what a user likes. */
    public enum Sensitivity {
        /** Nothing: as without an objective. */
        OFF(0),
        /** Half as much. */
        LOW(0.5),
        /** As much. */
        MEDIUM(1),
        /** Twice as much. */
        HIGH(2);

        private final double emphasis;

        Sensitivity(double emphasis) {
            this.emphasis = emphasis;
        }
    }

    /** Refuses what is absent. */
    public OptimizationObjective {
        Objects.requireNonNull(itemAttribute);
        Objects.requireNonNull(sensitivity);
    }

    /** {@return the attribute and how much it counts} */
    @Override
    public String toString() {
        return itemAttribute + ' ' + sensitivity;
    }

    /**
     * {@return the reward of each item; NaN of one without a record}
     *
     * @param data has the column, of numbers
     */
    public IntToDoubleFunction rewards(Snapshot data) {
        AttributeTable items = data.itemAttributes();
        int column = items.column(itemAttribute);
        return item -> items.value(column, item) instanceof Number reward ? reward.doubleValue() : Double.NaN;
    }

    /**
     * {@return the model as it is to be asked; itself if the sensitivity is OFF, or rewards or scores do not differ}
     *
     * @param model trained on the data
     * @param parallel asks for several users at once; the result does not depend on the number of threads
     */
    public Model applied(Model model, Snapshot data, Parallel parallel) {
        double[] rewards = normalized(data);
        double strength = sensitivity == Sensitivity.OFF ? 0 : strength(model, data, rewards, parallel);
        if (strength == 0) {
            return model;
        }
        float[] factors = new float[rewards.length];
        for (int item = 0; item < factors.length; item++) {
            factors[item] = (float) Math.exp(sensitivity.emphasis * strength * (rewards[item] - 0.5));
        }
        return new ItemFactors(FACTORS, factors).on(model);
    }

    /**
     * {@return the model as it is to be asked: with its objective, if it had one when it was written}
     *
     * @param model read from the artifact
     * @throws CorruptArtifactException if the objective is not one for the model's items
     */
    public static Model reopened(Model model, ArtifactReader in) {
        return ItemFactors.reopened(FACTORS, model, in);
    }

    /** {@return rewards in 0 … 1, 0 for items without one; one number that is out of all proportion changes nothing for the others} */
    private double[] normalized(Snapshot data) {
        IntToDoubleFunction rewards = rewards(data);
        double[] all =
                IntStream.range(0, data.items().size()).mapToDouble(rewards).toArray();
        double[] sorted = Arrays.stream(all).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new double[all.length];
        }
        int cut = (int) (CUT * sorted.length);
        double low = sorted[cut];
        double range = sorted[sorted.length - 1 - cut] - low;
        for (int item = 0; item < all.length; item++) {
            boolean known = Double.isFinite(all[item]) && range > 0;
            all[item] = known ? Math.min(1, Math.max(0, (all[item] - low) / range)) : 0;
        }
        return all;
    }

    /** {@return what a whole unit of the reward is to count, in logarithms of a score} */
    private static double strength(Model model, Snapshot data, double[] rewards, Parallel parallel) {
        Interactions events = data.interactions();
        int[] users = IntStream.range(0, events.users())
                .filter(user -> events.begin(user) < events.end(user))
                .toArray();
        int asked = Math.min(ASKED, users.length);
        double[] ofScores = new double[asked];
        double[] ofRewards = new double[asked];
        parallel.forChunks(asked, 1, (chunk, from, to) -> {
            float[] scores = new float[model.items()];
            for (int i = from; i < to; i++) {
                int user = users[(int) ((long) i * users.length / asked)];
                model.score(Query.ofUser(data, events.begin(user), events.end(user)), scores);
                int[] best = best(scores);
                ofScores[i] = deviation(best, item -> Math.log(Math.abs(scores[item])));
                ofRewards[i] = deviation(best, item -> rewards[item]);
            }
        });
        double scores = Arrays.stream(ofScores).sum();
        double spread = Arrays.stream(ofRewards).sum();
        return spread == 0 ? 0 : Math.min(STRONGEST / 2, scores / spread);
    }

    /** {@return the items with the greatest scores, without those that no factor moves} */
    private static int[] best(float[] scores) {
        return IntStream.range(0, scores.length)
                .filter(item -> Float.isFinite(scores[item]) && scores[item] != 0)
                .boxed()
                .sorted((a, b) -> Float.compare(scores[b], scores[a]))
                .limit(CANDIDATES)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double deviation(int[] items, IntToDoubleFunction value) {
        double mean = Arrays.stream(items).mapToDouble(value).average().orElse(0);
        double squares = Arrays.stream(items)
                .mapToDouble(value)
                .map(each -> (each - mean) * (each - mean))
                .average()
                .orElse(0);
        return Math.sqrt(squares);
    }
}
