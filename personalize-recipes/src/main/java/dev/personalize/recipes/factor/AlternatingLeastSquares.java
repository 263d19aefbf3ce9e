package dev.personalize.recipes.factor;

import dev.personalize.data.Interactions;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.error.TrainingException;
import dev.personalize.math.Spares;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.TrainingContext;
import java.util.random.RandomGenerator;

/** The state of a training: the vectors of all users and items. For one thread, which may use others. */
final class AlternatingLeastSquares {
    /** Paper: the standard deviation of the first vectors, divided by the root of their length. */
    private static final double INITIAL_DEVIATION = 0.1;

    /** What an array takes beside its elements, and a reference to it. */
    private static final int BYTES_A_ROW = 24;
    /** Gram matrices that are alive while one is summed up, rounded up. */
    private static final int GRAM_MATRICES = 20;

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

    AlternatingLeastSquares(PreferenceMatrix itemsOfUser, TrainingContext context) {
        Hyperparameters hyperparameters = context.hyperparameters();
        this.context = context;
        this.penalty = new Penalty(
                hyperparameters.number(MatrixFactorizationRecipe.UNOBSERVED_WEIGHT),
                hyperparameters.number(MatrixFactorizationRecipe.REGULARIZATION),
                hyperparameters.number(MatrixFactorizationRecipe.FREQUENCY_EXPONENT));
        this.d = hyperparameters.integer(MatrixFactorizationRecipe.FACTORS);
        Solver solver = Solver.of(hyperparameters.choice(MatrixFactorizationRecipe.SOLVER));
        this.solvers = new Spares<>(() -> solver.rows(d, penalty, context.cancellation()));
        this.itemsOfUser = itemsOfUser;
        this.usersOfItem = itemsOfUser.transpose();
        this.userFactors = new float[itemsOfUser.rows()][d];
        this.itemFactors = new float[itemsOfUser.columns()][d];
        this.activeUsers = activeRows(itemsOfUser);
        this.activeItems = activeRows(usersOfItem);
        fillWithNoise(itemFactors);
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

    /**
     * Solves all users against the items, then all items against the users.
     *
     * @throws TrainingException if a row has no finite solution
     */
    void iterate() {
        Side items = Side.of(itemFactors, d, activeItems, context.parallel());
        solveRows(itemsOfUser, items, userFactors, "user");
        Side users = Side.of(userFactors, d, activeUsers, context.parallel());
        solveRows(usersOfItem, users, itemFactors, "item");
    }

    private void solveRows(PreferenceMatrix pairs, Side fixed, float[][] factors, String kind) {
        long multiplicationsARow = (long) d * d * d / 6 + 1;
        int chunkSize = (int) Math.max(1, Math.min(MOST_ROWS_A_CHUNK, MULTIPLICATIONS_A_CHUNK / multiplicationsARow));
        context.parallel().forChunks(pairs.rows(), chunkSize, (chunk, from, to) -> {
            RowSolver solver = solvers.take();
            for (int row = from; row < to; row++) {
                if (pairs.count(row) > 0 && !solver.solve(fixed, Pairs.ofRow(pairs, row), null, factors[row])) {
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
