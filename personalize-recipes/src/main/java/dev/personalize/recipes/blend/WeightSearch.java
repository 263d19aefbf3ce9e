package dev.personalize.recipes.blend;

import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the weights that rank best: NDCG over all choices of a case, averaged over the cases that have something to be found. It begins with
 * the best part alone and tries other weights for one part after the other, so what comes out is never worse, on these cases, than the best
 * part. A weight is kept above 0 only while it gains something worth the part's cost. For one thread, which others help.
 */
final class WeightSearch {
    /** Against 1 for the best part. */
    private static final double[] GRID = {0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.6, 2, 3, 5};

    private static final double[] HAD = {-4, -2, -1, -0.5, -0.25, 0, 0.25, 0.5, 1, 2, 4};
    private static final double[] AGAIN = {0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2};
    private static final int ROUNDS = 4;
    /** Share of NDCG that a part has to bring. */
    private static final double WORTH = 0.001;

    private static final int CASES_A_CHUNK = 16;

    private final List<Choices> cases;
    private final int parts;
    private final Parallel parallel;

    WeightSearch(List<Choices> cases, int parts, Parallel parallel) {
        this.cases = cases;
        this.parts = parts;
        this.parallel = parallel;
    }

    /** What of a choice is multiplied with the weight in question. */
    @FunctionalInterface
    private interface Feature {
        float of(Choices choices, int i);
    }

    /**
     * What was found.
     *
     * @param weights of each part, at least 0, which sum to 1; all alike if nothing is found by any of them
     * @param ndcg reached with them
     */
    // A record of an array: never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Found(float[] weights, double ndcg) {}

    /** {@return the weights that rank best} */
    Found weights() {
        double[] weights = new double[parts];
        int best = bestAlone();
        if (best < 0) {
            Arrays.fill(weights, 1);
            return new Found(scaled(weights), 0);
        }
        weights[best] = 1;
        double reached = ndcg(weights);
        for (int round = 0; round < ROUNDS; round++) {
            double before = reached;
            for (int part = 0; part < parts; part++) {
                if (part != best) {
                    reached = improve(weights, part, reached);
                }
            }
            if (reached <= before) {
                break;
            }
        }
        dropIdle(weights, best, reached);
        return new Found(scaled(weights), ndcg(weights));
    }

    private int bestAlone() {
        int best = -1;
        double reached = 0;
        for (int part = 0; part < parts; part++) {
            double[] alone = new double[parts];
            alone[part] = 1;
            double ndcg = ndcg(alone);
            if (ndcg > reached) {
                reached = ndcg;
                best = part;
            }
        }
        return best;
    }

    private double ndcg(double[] weights) {
        return along(weights, (choices, i) -> 0, new double[] {0}, Choices.WITHOUT_HISTORY)[0];
    }

    /** Tries all weights for a part. */
    private double improve(double[] weights, int part, double reached) {
        double[] others = weights.clone();
        others[part] = 0;
        double[] tried = along(others, (choices, i) -> choices.scores()[part][i], GRID, Choices.WITHOUT_HISTORY);
        double best = reached;
        for (int i = 0; i < GRID.length; i++) {
            if (tried[i] > best) {
                best = tried[i];
                weights[part] = GRID[i];
            }
        }
        return best;
    }

    private void dropIdle(double[] weights, int best, double reached) {
        double lowest = reached * (1 - WORTH);
        for (int part = 0; part < parts; part++) {
            if (part != best && weights[part] > 0) {
                double[] without = weights.clone();
                without[part] = 0;
                if (ndcg(without) >= lowest) {
                    weights[part] = 0;
                }
            }
        }
    }

    private static float[] scaled(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        float[] scaled = new float[weights.length];
        for (int part = 0; part < scaled.length; part++) {
            scaled[part] = (float) (weights[part] / sum);
        }
        return scaled;
    }

    /** {@return what is added to items of the history so that they rank best among all} */
    Repeats repeats(float[] found) {
        double[] weights = new double[parts];
        for (int part = 0; part < parts; part++) {
            weights[part] = found[part];
        }
        Repeats best = Repeats.NONE;
        double reached = -1;
        for (double again : AGAIN) {
            double[] tried = along(
                    weights,
                    (choices, i) -> choices.had()[i] ? 1 : 0,
                    HAD,
                    (choices, i) -> (float) (again * choices.freshness()[i]),
                    Choices.WITH_HISTORY);
            for (int i = 0; i < HAD.length; i++) {
                boolean simpler = HAD[i] == 0 && again == 0; // on a tie nothing is added
                if (tried[i] > reached || (simpler && tried[i] == reached)) {
                    reached = tried[i];
                    best = new Repeats((float) HAD[i], (float) again);
                }
            }
        }
        return best;
    }

    private double[] along(double[] weights, Feature feature, double[] grid, int history) {
        return along(weights, feature, grid, (choices, i) -> 0, history);
    }

    /** {@return mean NDCG for each weight of a feature, beside fixed weights of the parts} */
    private double[] along(double[] weights, Feature feature, double[] grid, Feature fixed, int history) {
        double[][] ofCase = new double[cases.size()][];
        parallel.forChunks(cases.size(), CASES_A_CHUNK, (chunk, from, to) -> {
            for (int i = from; i < to; i++) {
                ofCase[i] = ofCase(cases.get(i), weights, feature, grid, fixed, history);
            }
        });
        double[] sums = new double[grid.length];
        int counted = 0;
        for (double[] one : ofCase) {
            for (int g = 0; g < one.length; g++) {
                sums[g] += one[g];
            }
            counted += one.length > 0 ? 1 : 0;
        }
        for (int g = 0; g < sums.length; g++) {
            sums[g] /= Math.max(1, counted);
        }
        return sums;
    }

    private static double[] ofCase(
            Choices choices, double[] weights, Feature feature, double[] grid, Feature fixed, int history) {
        if (choices.ideal()[history] == 0) {
            return new double[0];
        }
        int size = choices.size();
        float[] base = new float[size];
        float[] moving = new float[size];
        for (int part = 0; part < weights.length; part++) {
            float weight = (float) weights[part];
            for (int i = 0; i < size && weight != 0; i++) {
                base[i] += weight * choices.scores()[part][i];
            }
        }
        for (int i = 0; i < size; i++) {
            base[i] += fixed.of(choices, i);
            moving[i] = feature.of(choices, i);
        }
        double[] ndcg = new double[grid.length];
        float[] scores = new float[size];
        for (int g = 0; g < grid.length; g++) {
            for (int i = 0; i < size; i++) {
                boolean left = history == Choices.WITHOUT_HISTORY && choices.had()[i];
                scores[i] = left ? Float.NEGATIVE_INFINITY : base[i] + (float) grid[g] * moving[i];
            }
            ndcg[g] = gain(choices, scores) / choices.ideal()[history];
        }
        return ndcg;
    }

    private static double gain(Choices choices, float[] scores) {
        double gain = 0;
        for (int i = 0; i < scores.length; i++) {
            if (choices.hit()[i] && scores[i] > Float.NEGATIVE_INFINITY) {
                gain += Choices.discount(rank(scores, i));
            }
        }
        return gain;
    }

    /** {@return how many items are ahead; of equals half, as chance would have it} */
    private static int rank(float[] scores, int item) {
        int ahead = 0;
        int equal = 0;
        for (float score : scores) {
            ahead += score > scores[item] ? 1 : 0;
            equal += score == scores[item] ? 1 : 0;
        }
        return ahead + equal / 2;
    }
}
