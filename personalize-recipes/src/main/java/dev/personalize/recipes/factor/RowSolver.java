package dev.personalize.recipes.factor;

import dev.personalize.math.PositiveDefiniteSolver;
import dev.personalize.math.SymmetricUpdate;
import dev.personalize.math.Vectors;
import dev.personalize.progress.Cancellation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best vector of one row, a user or an item, against the fixed vectors of the other side:
 * {@code (α₀·G + Σ h·hᵀ + λ(n + α₀·opposite)·I) w = Σ h}, sums over the row's pairs. Keeps its scratch memory, about
 * 8 d² bytes, for the next row. For one thread at a time.
 */
final class RowSolver {
    /** Pairs between two looks at the cancellation. */
    private static final int BATCH = 512;

    private final Penalty penalty;
    private final Cancellation cancellation;
    private final float[][] equations;
    private final float[][] batch = new float[BATCH][];
    private final float[] ones = new float[BATCH];
    private final PositiveDefiniteSolver solver;

    RowSolver(int d, Penalty penalty, Cancellation cancellation) {
        this.penalty = penalty;
        this.cancellation = cancellation;
        this.equations = new float[d][d];
        this.solver = new PositiveDefiniteSolver(d);
        Arrays.fill(ones, 1);
    }

    /** The pairs of a row. */
    @FunctionalInterface
    interface Pairs {
        /** {@return position on the other side of pair {@code i}, 0 … n-1} */
        int at(int i);
    }

    /**
     * Solves one row.
     *
     * @param n number of pairs, at least 1
     * @param centre where the penalty pulls to, or null for zero; not modified; shape [d]
     * @param result overwritten; shape [d]
     * @return whether there is a solution; {@code result} is undefined if not
     */
    boolean solve(Side fixed, int n, Pairs pairs, float @Nullable [] centre, float[] result) {
        int d = result.length;
        float weight = (float) penalty.unobservedWeight();
        float ridge = penalty.ridge(n, fixed.active());
        for (int i = 0; i < d; i++) {
            Arrays.fill(equations[i], 0);
            Vectors.addScaled(equations[i], fixed.gram()[i], weight);
        }
        Arrays.fill(result, 0);
        for (int begin = 0; begin < n; begin += BATCH) {
            cancellation.throwIfCancelled();
            int size = Math.min(BATCH, n - begin);
            for (int i = 0; i < size; i++) {
                batch[i] = fixed.factors()[pairs.at(begin + i)];
                Vectors.addScaled(result, batch[i], 1);
            }
            SymmetricUpdate.add(equations, batch, ones, size);
        }
        for (int i = 0; i < d; i++) {
            equations[i][i] += ridge;
        }
        if (centre != null) {
            Vectors.addScaled(result, centre, ridge);
        }
        return solver.solve(equations, result);
    }
}
