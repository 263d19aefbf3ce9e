package dev.personalize.recipes.factor;

import dev.personalize.data.Interactions;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.error.TrainingException;
import dev.personalize.math.Spares;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.TrainingContext;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The state of a training: the vectors of all users and items. For one thread, which may use others. */
final class AlternatingLeastSquares {
    /** Paper: the standard deviation of the first vectors, divided by the root of their length. */
    private static final double INITIAL_DEVIATION = 0.1;

    /** What an array takes beside its elements, and a reference to it. */
    private static final int BYTES_A_ROW = 24;
    /** Gram matrices that are alive while one is summed up, rounded up. */
    private static final int GRAM_MATRICES = 20;

    /** What all pairs without events weigh together, against those with events, where the data decides. */
    private static final double UNOBSERVED_AGAINST_OBSERVED = 10;

    private static final double LEAST_UNOBSERVED_WEIGHT = 1e-6;
    private static final int MULTIPLICATIONS_A_CHUNK = 1 << 24;
    private static final int MOST_ROWS_A_CHUNK = 64;

    private final TrainingContext context;
    private final Penalty penalty;
    private final Spares<RowSolver> solvers;
    private final int d;
    private final PreferenceMatrix itemsOfUser;
    private final PreferenceMatrix usersOfItem;
    private final float[][] userFactors;
    private final float[][] itemFactors;
    private final int activeUsers;
    private final int activeItems;
    private @Nullable Prior prior;

    AlternatingLeastSquares(PreferenceMatrix itemsOfUser, TrainingContext context) {
        Hyperparameters hyperparameters = context.hyperparameters();
        this.context = context;
        this.itemsOfUser = itemsOfUser;
        this.usersOfItem = itemsOfUser.transpose();
        this.activeUsers = activeRows(itemsOfUser);
        this.activeItems = activeRows(usersOfItem);
        this.penalty = new Penalty(
                unobservedWeight(hyperparameters.number(MatrixFactorizationRecipe.UNOBSERVED_WEIGHT)),
                hyperparameters.number(MatrixFactorizationRecipe.REGULARIZATION),
                hyperparameters.number(MatrixFactorizationRecipe.FREQUENCY_EXPONENT));
        this.d = hyperparameters.integer(MatrixFactorizationRecipe.FACTORS);
        Solver solver = Solver.of(hyperparameters.choice(MatrixFactorizationRecipe.SOLVER));
        this.solvers = new Spares<>(() -> solver.rows(d, penalty, context.cancellation()));
        this.userFactors = new float[itemsOfUser.rows()][d];
        this.itemFactors = new float[itemsOfUser.columns()][d];
        fillWithNoise(itemFactors);
    }

    /** {@return the weight given, or for 0 the one that fits the data: then pairs without events weigh ten times what those with events do} */
    private double unobservedWeight(double given) {
        double share = itemsOfUser.size() / Math.max(1, (double) activeUsers * activeItems);
        return given > 0 ? given : Math.max(LEAST_UNOBSERVED_WEIGHT, Math.min(1, UNOBSERVED_AGAINST_OBSERVED * share));
    }

    /**
     * {@return the most bytes a training and the model it ends in hold at one time}
     *
     * @param weights of the events
     * @param d length of the vectors
     */
    static long bytes(Interactions events, EventWeights weights, int d) {
        long rows = (long) events.users() + events.items();
        long bytesAPair = weights == EventWeights.NONE ? Integer.BYTES : Integer.BYTES + Float.BYTES;
        long pairs = 2 * bytesAPair * events.size() + 2 * Integer.BYTES * rows;
        long vectors = rows * ((long) Float.BYTES * d + BYTES_A_ROW) + (long) Float.BYTES * d * events.items();
        return pairs + vectors + (long) Float.BYTES * d * d * GRAM_MATRICES;
    }

    private static int activeRows(PreferenceMatrix pairs) {
        int active = 0;
        for (int row = 0; row < pairs.rows(); row++) {
            active += pairs.count(row) > 0 ? 1 : 0;
        }
        return active;
    }

    /** Rows without pairs stay zero, which marks them and keeps them out of the Gram matrix. */
    private void fillWithNoise(float[][] factors) {
        RandomGenerator random = context.random("initial item factors");
        double deviation = INITIAL_DEVIATION / Math.sqrt(d);
        for (int item = 0; item < factors.length; item++) {
            for (int k = 0; k < d && usersOfItem.count(item) > 0; k++) {
                factors[item][k] = (float) (deviation * random.nextGaussian());
            }
        }
    }

    /** {@return λ of each user, 0 for those without pairs; shape [users]} */
    float[] userPenalties() {
        return penalties(itemsOfUser, activeItems);
    }

    /** {@return λ of each item, 0 for those without pairs; shape [items]} */
    float[] itemPenalties() {
        return penalties(usersOfItem, activeUsers);
    }

    private float[] penalties(PreferenceMatrix pairs, int opposite) {
        float[] penalties = new float[pairs.rows()];
        for (int row = 0; row < penalties.length; row++) {
            penalties[row] = pairs.count(row) == 0
                    ? 0
                    : penalty.ridge(Pairs.ofRow(pairs, row).mass(), opposite);
        }
        return penalties;
    }

    /** Sets what the vectors of items are pulled to from now on, fitted anew after each iteration; null for zero. */
    void pullItemsTo(@Nullable Prior expected) {
        prior = expected;
    }

    /**
     * Solves all users against the items, then all items against the users.
     *
     * @throws TrainingException if a row has no finite solution
     */
    void iterate() {
        Side items = Side.of(itemFactors, d, activeItems, context.parallel());
        solveRows(itemsOfUser, items, null, userFactors, "user");
        Side users = Side.of(userFactors, d, activeUsers, context.parallel());
        solveRows(usersOfItem, users, prior, itemFactors, "item");
        if (prior != null) {
            prior.fit(itemFactors, context.parallel());
        }
    }

    private void solveRows(PreferenceMatrix pairs, Side fixed, @Nullable Prior pull, float[][] factors, String kind) {
        long multiplicationsARow = (long) d * d * d / 6 + 1;
        int chunkSize = (int) Math.max(1, Math.min(MOST_ROWS_A_CHUNK, MULTIPLICATIONS_A_CHUNK / multiplicationsARow));
        context.parallel().forChunks(pairs.rows(), chunkSize, (chunk, from, to) -> {
            RowSolver solver = solvers.take();
            float @Nullable [] centre = pull == null ? null : new float[d];
            for (int row = from; row < to; row++) {
                if (pull != null && centre != null) {
                    pull.centre(row, centre);
                }
                if (pairs.count(row) > 0 && !solver.solve(fixed, Pairs.ofRow(pairs, row), centre, factors[row])) {
                    throw new TrainingException("the vector of the " + kind + " at position " + row + ", which has "
                            + pairs.count(row) + " interactions, has no finite solution in single precision: raise "
                            + MatrixFactorizationRecipe.REGULARIZATION + " (now " + penalty.regularization() + ") or "
                            + MatrixFactorizationRecipe.UNOBSERVED_WEIGHT + " (now " + penalty.unobservedWeight()
                            + ")");
                }
            }
            solvers.giveBack(solver);
        });
    }

    Penalty penalty() {
        return penalty;
    }

    /** {@return the vectors of users, shared; shape [users][d]} */
    float[][] userFactors() {
        return userFactors;
    }

    /** {@return the vectors of items, shared; shape [items][d]} */
    float[][] itemFactors() {
        return itemFactors;
    }
}
