package dev.personalize.coldstart;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far a model's scores follow each column of context: the weights with which the newest events of users are found best from
 * those before, measured as nDCG at 25. Columns are taken in one after another, each time the one that gains most, while the gain
 * is clear; what a column repeats of one taken in before gains nothing.
 */
final class ContextWeights {
    private static final int MOST_CASES = 1000;
    private static final int LEAST_CASES = 50;
    private static final int FEW_CASES = 250;
    private static final int MOST_SCORES = 1 << 28;
    private static final int CASES_A_CHUNK = 16;
    private static final int CASES_FOR_SCALE = 32;
    private static final int ASKED_SHARE = 10;
    private static final int CUT = 25;
    private static final int LEAST_POWER = -4;
    private static final int WEIGHTS = 12;
    private static final double STANDARD_ERRORS = 2;

    private final List<OpenColumn> columns;
    private final ContextLift.Scores model;
    private final int items;
    private final List<Case> cases;
    private final Parallel parallel;

    /**
     * A user whose newest events are asked for, in the context of the newest one.
     *
     * @param from position of the first event given
     * @param cut position after the last event given
     * @param targets items asked for, ascending
     * @param items of the user, without repetition
     * @param values of each column in the context; shape [columns, values]
     * @param had pairs of a value and an item of the user, ascending; shape [columns, pairs]
     */
    // A record of arrays: cases are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Case(int from, int cut, int[] targets, int[] items, int[][] values, long[][] had) {}

    private ContextWeights(
            List<OpenColumn> columns, ContextLift.Scores model, int items, List<Case> cases, Parallel parallel) {
        this.columns = columns;
        this.model = model;
        this.items = items;
        this.cases = cases;
        this.parallel = parallel;
    }

    /** {@return the weight of each column in the unit of the model's scores, 0 for one that does not help; for any number of threads} */
    static double[] of(List<OpenColumn> columns, Snapshot data, ContextLift.Scores model, Parallel parallel) {
        List<Case> cases = cases(columns, data);
        ContextWeights weights = new ContextWeights(columns, model, data.items().size(), cases, parallel);
        return cases.size() < LEAST_CASES ? new double[columns.size()] : weights.best();
    }

    private static List<Case> cases(List<OpenColumn> columns, Snapshot data) {
        Interactions events = data.interactions();
        int[] askable = IntStream.range(0, events.users())
                .filter(user -> events.end(user) - events.begin(user) > 1)
                .filter(user -> columns.stream()
                        .anyMatch(column -> LeaveOneOut.values(column.counts().cells(), events, user).length > 0))
                .toArray();
        int affordable = Math.max(FEW_CASES, MOST_SCORES / Math.max(1, events.items()));
        int size = Math.min(Math.min(MOST_CASES, affordable), askable.length);
        return IntStream.range(0, size)
                .mapToObj(i -> asked(askable[(int) ((long) i * askable.length / size)], columns, data))
                .toList();
    }

    private static Case asked(int user, List<OpenColumn> columns, Snapshot data) {
        Interactions events = data.interactions();
        int from = events.begin(user);
        int to = events.end(user);
        int cut = to - Math.max(1, (to - from) / ASKED_SHARE);
        int[] targets = IntStream.range(cut, to)
                .filter(p -> IntStream.range(0, data.contexts().size())
                        .allMatch(column -> events.context(column, p) == events.context(column, to - 1)))
                .map(events::item)
                .sorted()
                .distinct()
                .toArray();
        return new Case(
                from,
                cut,
                targets,
                IntStream.range(from, to).map(events::item).distinct().toArray(),
                columns.stream()
                        .map(column -> LeaveOneOut.values(column.counts().cells(), events, user))
                        .toArray(int[][]::new),
                columns.stream()
                        .map(column -> Counts.contextPairs(column.counts().cells(), data, user))
                        .toArray(long[][]::new));
    }

    private double[] best() {
        double[] weights = new double[columns.size()];
        double scale = scale();
        if (!(scale > 0) || Double.isInfinite(scale)) {
            return weights; // a model that says the same of all items, or nothing
        }
        double[] grid = IntStream.range(0, WEIGHTS)
                .mapToDouble(i -> Math.scalb(scale, LEAST_POWER + i))
                .toArray();
        int[] open = IntStream.range(0, columns.size()).toArray();
        while (open.length > 0) {
            double[][][] gains = gains(weights, open, grid);
            Gain[] found = Arrays.stream(gains).map(Gain::of).toArray(Gain[]::new);
            int[] clear = IntStream.range(0, open.length)
                    .filter(i -> found[i].isClear())
                    .toArray();
            if (clear.length == 0) {
                return weights;
            }
            int most = clear[0];
            for (int i : clear) {
                most = found[i].mean() > found[most].mean() ? i : most;
            }
            weights[open[most]] = grid[found[most].place()];
            int taken = open[most];
            int[] before = open;
            open = Arrays.stream(clear)
                    .map(i -> before[i])
                    .filter(column -> column != taken)
                    .toArray();
        }
        return weights;
    }

    /** {@return the standard deviation of the scores of a user, on average over some} */
    private double scale() {
        float[] scores = new float[items];
        double sum = 0;
        int size = Math.min(CASES_FOR_SCALE, cases.size());
        for (int i = 0; i < size; i++) {
            Case asked = cases.get((int) ((long) i * cases.size() / size));
            model.fill(asked.from, asked.cut, scores);
            sum += deviation(scores) / size;
        }
        return sum;
    }

    private static double deviation(float[] scores) {
        double sum = 0;
        int count = 0;
        for (float score : scores) {
            if (!Float.isNaN(score)) {
                sum += score;
                count++;
            }
        }
        double mean = sum / Math.max(1, count);
        double squares = 0;
        for (float score : scores) {
            if (!Float.isNaN(score)) {
                squares += (score - mean) * (score - mean);
            }
        }
        return Math.sqrt(squares / Math.max(1, count));
    }

    /** {@return how much better each case is answered with one more column than with the weights; shape [open, grid, cases]} */
    private double[][][] gains(double[] weights, int[] open, double[] grid) {
        double[][][] gains = new double[open.length][grid.length][cases.size()];
        parallel.forChunks(cases.size(), CASES_A_CHUNK, (chunk, from, to) -> {
            float[] scores = new float[items];
            float[] shifts = new float[items];
            float[] moved = new float[items];
            for (int i = from; i < to; i++) {
                Case asked = cases.get(i);
                model.fill(asked.from, asked.cut, scores);
                for (int column = 0; column < weights.length; column++) {
                    if (weights[column] > 0) {
                        fill(asked, column, shifts);
                        move(scores, shifts, weights[column], scores);
                    }
                }
                double plain = ndcg(scores, asked.targets);
                for (int k = 0; k < open.length; k++) {
                    if (asked.values[open[k]].length > 0) {
                        fill(asked, open[k], shifts);
                        for (int place = 0; place < grid.length; place++) {
                            move(scores, shifts, grid[place], moved);
                            gains[k][place][i] = ndcg(moved, asked.targets) - plain;
                        }
                    }
                }
            }
        });
        return gains;
    }

    private void fill(Case asked, int column, float[] shifts) {
        columns.get(column).fill(asked.values[column], asked.had[column], asked.items, shifts);
    }

    private static void move(float[] scores, float[] shifts, double weight, float[] moved) {
        float factor = (float) weight;
        for (int i = 0; i < moved.length; i++) {
            moved[i] = scores[i] + factor * shifts[i];
        }
    }

    private static double ndcg(float[] scores, int[] targets) {
        TopK top = new TopK(CUT);
        top.offerAll(scores);
        int[] best = top.drain();
        double gain = 0;
        double ideal = 0;
        for (int rank = 0; rank < CUT; rank++) {
            double discount = 1 / StrictMath.log(2 + rank);
            gain += rank < best.length && Arrays.binarySearch(targets, best[rank]) >= 0 ? discount : 0;
            ideal += rank < targets.length ? discount : 0;
        }
        return gain / ideal;
    }

    /**
     * What one more column gains.
     *
     * @param place of its best weight
     * @param mean gain of a case, of the weight that is best for the other half of the cases
     * @param error standard error of the mean
     */
    private record Gain(int place, double mean, double error) {
        /** @param gains of each weight and case */
        static Gain of(double[][] gains) {
            int size = gains[0].length;
            int[] bestOfHalf = {place(gains, 0, 2), place(gains, 1, 2)};
            double[] fair = IntStream.range(0, size)
                    .mapToDouble(i -> gains[bestOfHalf[1 - i % 2]][i])
                    .toArray();
            double mean = Arrays.stream(fair).sum() / size;
            double squares = Arrays.stream(fair)
                    .map(gain -> (gain - mean) * (gain - mean))
                    .sum();
            return new Gain(place(gains, 0, 1), mean, Math.sqrt(squares / (size - 1) / size));
        }

        private static int place(double[][] gains, int first, int step) {
            int best = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int place = 0; place < gains.length; place++) {
                double sum = 0;
                for (int i = first; i < gains[place].length; i += step) {
                    sum += gains[place][i];
                }
                if (sum > most) {
                    most = sum;
                    best = place;
                }
            }
            return best;
        }

        boolean isClear() {
            return mean > STANDARD_ERRORS * error;
        }
    }
}
