package dev.personalize.recipes.factor;

import dev.personalize.math.GatheredRows;
import dev.personalize.math.LinearCombination;
import dev.personalize.math.Vectors;
import dev.personalize.progress.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A few steps of conjugate gradients from where the vector is, on equations that are never written down: a step multiplies them
 * by a vector, {@code α₀·G·p + λ_r·p + Σ c·⟨h, p⟩·h}, which takes <i>d² + 2·n·d</i> multiplications. G. Takács, I. Pilászy,
 * D. Tikk, "Applications of the Conjugate Gradient Method for Implicit Feedback Collaborative Filtering", RecSys 2011.
 *
 * <p>Symbols: <i>p</i> is the {@code direction}, <i>r</i> the {@code residual}, <i>A·p</i> the {@code image}.
 *
 * <p>The vectors of a row's pairs are used twice a step. Where {@link GatheredRows} must transpose them for that, it costs about as
 * much as a step, so it is done once for as many blocks of pairs as stay in the second-level cache; scratch memory is that.
 */
final class ConjugateGradientSolver implements RowSolver {
    private static final int STEPS = 3;
    /** Pairs a block, and between two looks at the cancellation. */
    private static final int BLOCK = 128;
    /** Transposed blocks that are kept between steps take this many bytes. */
    private static final int KEPT_BYTES = 1 << 20;

    private final Penalty penalty;
    private final Cancellation cancellation;
    private final int d;
    private final int kept;
    /** The first blocks of the row; the last one is for all pairs beyond those that are kept. */
    private final List<Block> blocks = new ArrayList<>();

    private final float[] scaled;
    private final float[] residual;
    private final float[] direction;
    private final float[] image;

    ConjugateGradientSolver(int d, Penalty penalty, Cancellation cancellation) {
        this.penalty = penalty;
        this.cancellation = cancellation;
        this.d = d;
        this.kept = Math.max(1, KEPT_BYTES / (Float.BYTES * BLOCK * d));
        this.scaled = new float[d];
        this.residual = new float[d];
        this.direction = new float[d];
        this.image = new float[d];
    }

    /** Some pairs of the row. */
    private static final class Block {
        final GatheredRows vectors;
        final float[] weights = new float[BLOCK];
        final float[] products = new float[BLOCK];

        Block(int d) {
            vectors = new GatheredRows(BLOCK, d);
        }

        void fill(Side fixed, Pairs pairs, int begin) {
            int size = Math.min(BLOCK, pairs.size() - begin);
            float[][] rows = vectors.rows();
            for (int i = 0; i < size; i++) {
                rows[i] = fixed.factors()[pairs.other(begin + i)];
                weights[i] = pairs.weight(begin + i);
            }
            vectors.gathered(size);
        }
    }

    @Override
    public boolean solve(Side fixed, Pairs pairs, float @Nullable [] centre, float[] result) {
        float ridge = penalty.ridge(pairs.mass(), fixed.active());
        start(fixed, pairs, centre, ridge, result);
        System.arraycopy(residual, 0, direction, 0, d);
        double error = Vectors.product(residual, residual);
        for (int step = 1; step <= STEPS && error != 0; step++) {
            double curvature = multiply(fixed, pairs, ridge, step < STEPS);
            double length = error / curvature;
            if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
                return false;
            }
            Vectors.addScaled(result, direction, (float) length);
            if (step < STEPS) {
                Vectors.addScaled(residual, image, (float) -length);
                double before = error;
                error = Vectors.product(residual, residual);
                turn((float) (error / before));
            }
        }
        return Vectors.allFinite(result);
    }

    /** {@code r = Σ c·(1 − ⟨h, w⟩)·h − α₀·G·w + λ_r·(m − w)}. */
    private void start(Side fixed, Pairs pairs, float @Nullable [] centre, float ridge, float[] result) {
        Arrays.fill(residual, 0);
        for (int begin = 0, b = 0; begin < pairs.size(); begin += BLOCK, b++) {
            cancellation.throwIfCancelled();
            Block block = block(b);
            block.fill(fixed, pairs, begin);
            block.vectors.multiply(result, block.products);
            for (int i = 0; i < block.vectors.size(); i++) {
                block.products[i] = block.weights[i] * (1 - block.products[i]);
            }
            block.vectors.addTo(residual, block.products);
        }
        addUnobserved(fixed, result, (float) -penalty.unobservedWeight(), residual);
        Vectors.addScaled(residual, result, -ridge);
        if (centre != null) {
            Vectors.addScaled(residual, centre, ridge);
        }
    }

    private Block block(int b) {
        int place = Math.min(b, kept);
        if (place == blocks.size()) {
            blocks.add(new Block(d));
        }
        return blocks.get(place);
    }

    /** {@code target += factor · G · vector}. */
    private void addUnobserved(Side fixed, float[] vector, float factor, float[] target) {
        for (int k = 0; k < d; k++) {
            scaled[k] = factor * vector[k];
        }
        LinearCombination.add(target, fixed.gram(), scaled, d);
    }

    /**
     * Multiplies the equations by the direction.
     *
     * @param wanted whether the image is needed; the curvature alone takes less
     * @return the curvature, {@code pᵀ·A·p}
     */
    private double multiply(Side fixed, Pairs pairs, float ridge, boolean wanted) {
        Arrays.fill(image, 0);
        addUnobserved(fixed, direction, (float) penalty.unobservedWeight(), image);
        Vectors.addScaled(image, direction, ridge);
        double curvature = Vectors.product(image, direction);
        for (int begin = 0, b = 0; begin < pairs.size(); begin += BLOCK, b++) {
            Block block = block(b);
            if (b >= kept) {
                cancellation.throwIfCancelled();
                block.fill(fixed, pairs, begin);
            }
            block.vectors.multiply(direction, block.products);
            for (int i = 0; i < block.vectors.size(); i++) {
                float product = block.products[i];
                block.products[i] *= block.weights[i];
                curvature += (double) block.products[i] * product;
            }
            if (wanted) {
                block.vectors.addTo(image, block.products);
            }
        }
        return curvature;
    }

    /** {@code p = r + factor · p}. */
    private void turn(float factor) {
        for (int k = 0; k < d; k++) {
            direction[k] = residual[k] + factor * direction[k];
        }
    }
}
