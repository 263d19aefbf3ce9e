package dev.personalize.recipes.factor;

import dev.personalize.math.LinearCombination;
import dev.personalize.math.PositiveDefiniteSolver;
import dev.personalize.math.SymmetricUpdate;
import dev.personalize.math.Vectors;
import dev.personalize.progress.Cancellation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The exact solution: writes the equations of a row down and decomposes them, {@code n·d²/2 + d³/6} multiplications. Where it
 * begins does not matter. Scratch memory is about 8 d² bytes.
 */
final class CholeskySolver implements RowSolver {
    /** Pairs between two looks at the cancellation. */
    private static final int BATCH = 512;

    private final Penalty penalty;
    private final Cancellation cancellation;
    private final float[][] equations;
    private final float[][] batch = new float[BATCH][];
    private final float[] weights = new float[BATCH];
    private final PositiveDefiniteSolver solver;

    CholeskySolver(int d, Penalty penalty, Cancellation cancellation) {
        this.penalty = penalty;
        this.cancellation = cancellation;
        this.equations = new float[d][d];
        this.solver = new PositiveDefiniteSolver(d);
    }

    @Override
    public boolean solve(Side fixed, Pairs pairs, float @Nullable [] centre, float[] result) {
        int d = result.length;
        int n = pairs.size();
        float weight = (float) penalty.unobservedWeight();
        float ridge = penalty.ridge(pairs.mass(), fixed.active());
        for (int i = 0; i < d; i++) {
            Arrays.fill(equations[i], 0);
            Vectors.addScaled(equations[i], fixed.gram()[i], weight);
        }
        Arrays.fill(result, 0);
        for (int begin = 0; begin < n; begin += BATCH) {
            cancellation.throwIfCancelled();
            int size = Math.min(BATCH, n - begin);
            for (int i = 0; i < size; i++) {
                batch[i] = fixed.factors()[pairs.other(begin + i)];
                weights[i] = pairs.weight(begin + i);
            }
            LinearCombination.add(result, batch, weights, size);
            SymmetricUpdate.add(equations, batch, weights, size);
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
