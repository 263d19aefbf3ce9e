package dev.personalize.recipes.factor;

import dev.personalize.math.Kernels;
import dev.personalize.math.LinearCombination;
import dev.personalize.math.PositiveDefiniteSolver;
import dev.personalize.math.SymmetricUpdate;
import dev.personalize.math.Vectors;
import dev.personalize.progress.Cancellation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Solves for some dimensions after the others, each time exactly while the rest stays: S. Rendle, W. Krichene, L. Zhang,
 * Y. Koren, "iALS++: Speeding up Matrix Factorization with Subspace Optimization", 2021. With <i>π</i> the dimensions of a block,
 * a step is
 *
 * <pre>
 * w_π −= (α₀·G_ππ + Σ c·h_π·h_πᵀ + λ_r·I)⁻¹ · (Σ c·(ŷ − 1)·h_π + α₀·(G·w)_π + λ_r·(w − m)_π)
 * </pre>
 *
 * after which the scores <i>ŷ = ⟨h, w⟩</i> of the row's pairs and <i>G·w</i> follow. A row takes <i>n·d·(b/2 + 3) + d·b²/6 +
 * 2·d²</i> multiplications for blocks of <i>b</i>, against <i>n·d²/2 + d³/6</i> of the exact solution, which it is if there is
 * but one block.
 */
final class SubspaceSolver implements RowSolver {
    /** The paper's block size for vectors of 128 to 256; larger ones cost more and gain little. */
    static final int BLOCK = 64;
    /** Pairs between two looks at the cancellation. */
    private static final int BATCH = 512;

    private static final Kernels KERNELS = Kernels.installed();

    private final Penalty penalty;
    private final Cancellation cancellation;
    private final int d;
    private final int blockSize;
    /** Of all blocks but the last, and of the last. */
    private final Newton whole;

    private final Newton last;
    /** α₀·G·w */
    private final float[] unobserved;

    private final float[] coefficients;
    private final float[] products = new float[BATCH];
    private final float[][] rows = new float[BATCH][];
    private float[] scores = new float[BATCH];

    SubspaceSolver(int d, int blockSize, Penalty penalty, Cancellation cancellation) {
        this.penalty = penalty;
        this.cancellation = cancellation;
        this.d = d;
        this.blockSize = blockSize;
        this.whole = new Newton(Math.min(d, blockSize));
        this.last = d % blockSize == 0 || d < blockSize ? whole : new Newton(d % blockSize);
        this.unobserved = new float[d];
        this.coefficients = new float[Math.max(d, BATCH)];
    }

    /** The equations of one block. */
    private static final class Newton {
        final float[][] equations;
        final float[] step;
        final float[][] batch;
        final PositiveDefiniteSolver solver;

        Newton(int size) {
            equations = new float[size][size];
            step = new float[size];
            batch = new float[BATCH][size];
            solver = new PositiveDefiniteSolver(size);
        }

        int size() {
            return step.length;
        }
    }

    @Override
    public boolean solve(Side fixed, Pairs pairs, float @Nullable [] centre, float[] result) {
        float ridge = penalty.ridge(pairs.mass(), fixed.active());
        score(fixed, pairs, result);
        Arrays.fill(unobserved, 0);
        float weight = (float) penalty.unobservedWeight();
        for (int k = 0; k < d; k++) {
            coefficients[k] = weight * result[k];
        }
        LinearCombination.add(unobserved, fixed.gram(), coefficients, d);
        for (int from = 0; from < d; from += blockSize) {
            Newton newton = d - from < blockSize ? last : whole;
            writeDown(newton, fixed, from, centre, ridge, result);
            addPairs(newton, fixed, pairs, from);
            if (!newton.solver.solve(newton.equations, newton.step)) {
                return false;
            }
            for (int k = 0; k < newton.size(); k++) {
                result[from + k] += newton.step[k];
            }
            if (from + blockSize < d) {
                follow(newton, fixed, pairs, from);
            }
        }
        return Vectors.allFinite(result);
    }

    private void score(Side fixed, Pairs pairs, float[] vector) {
        int n = pairs.size();
        if (scores.length < n) {
            scores = new float[Math.max(n, 2 * scores.length)];
        }
        for (int begin = 0; begin < n; begin += BATCH) {
            int size = Math.min(BATCH, n - begin);
            for (int i = 0; i < size; i++) {
                rows[i] = fixed.factors()[pairs.other(begin + i)];
            }
            KERNELS.multiplyRows(rows, size, vector, products);
            System.arraycopy(products, 0, scores, begin, size);
        }
    }

    /** The part of a block's equations that the pairs have none in. */
    private void writeDown(
            Newton newton, Side fixed, int from, float @Nullable [] centre, float ridge, float[] vector) {
        float weight = (float) penalty.unobservedWeight();
        for (int i = 0; i < newton.size(); i++) {
            float[] gram = fixed.gram()[from + i];
            float[] row = newton.equations[i];
            for (int j = 0; j <= i; j++) {
                row[j] = weight * gram[from + j];
            }
            row[i] += ridge;
            float pull = vector[from + i] - (centre == null ? 0 : centre[from + i]);
            newton.step[i] = -unobserved[from + i] - ridge * pull;
        }
    }

    private void addPairs(Newton newton, Side fixed, Pairs pairs, int from) {
        float[] weights = new float[BATCH];
        for (int begin = 0; begin < pairs.size(); begin += BATCH) {
            cancellation.throwIfCancelled();
            int size = Math.min(BATCH, pairs.size() - begin);
            for (int i = 0; i < size; i++) {
                float[] vector = fixed.factors()[pairs.other(begin + i)];
                System.arraycopy(vector, from, newton.batch[i], 0, newton.size());
                weights[i] = pairs.weight(begin + i);
                coefficients[i] = weights[i] * (1 - scores[begin + i]);
            }
            SymmetricUpdate.add(newton.equations, newton.batch, weights, size);
            LinearCombination.add(newton.step, newton.batch, coefficients, size);
        }
    }

    /** Brings what the next blocks read up to date. */
    private void follow(Newton newton, Side fixed, Pairs pairs, int from) {
        float weight = (float) penalty.unobservedWeight();
        for (int k = 0; k < newton.size(); k++) {
            coefficients[k] = weight * newton.step[k];
        }
        float[][] gram = Arrays.copyOfRange(fixed.gram(), from, from + newton.size());
        LinearCombination.add(unobserved, gram, coefficients, newton.size());
        for (int begin = 0; begin < pairs.size(); begin += BATCH) {
            int size = Math.min(BATCH, pairs.size() - begin);
            for (int i = 0; i < size; i++) {
                System.arraycopy(fixed.factors()[pairs.other(begin + i)], from, newton.batch[i], 0, newton.size());
            }
            KERNELS.multiplyRows(newton.batch, size, newton.step, products);
            for (int i = 0; i < size; i++) {
                scores[begin + i] += products[i];
            }
        }
    }
}
