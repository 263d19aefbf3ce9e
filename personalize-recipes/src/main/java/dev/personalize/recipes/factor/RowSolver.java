package dev.personalize.recipes.factor;

import org.jspecify.annotations.Nullable;

/**
 * Finds or improves the vector of one row, a user or an item, against the fixed vectors of the other side. The best one solves
 * {@code (α₀·G + Σ c·h·hᵀ + λ_r·I) w = Σ c·h + λ_r·m}: sums over the row's pairs, <i>λ_r</i> of {@link Penalty#ridge}, <i>m</i>
 * where the penalty pulls to, zero unless something is known of the row beforehand. Keeps its scratch memory for the next row.
 * For one thread at a time.
 */
interface RowSolver {
    /**
     * Solves one row.
     *
     * @param pairs at least one
     * @param centre m, or null for zero; not modified; shape [d]
     * @param result where to begin on the way in, for solvers that take steps; the solution on the way out; shape [d]
     * @return whether there is a finite solution; {@code result} is undefined if not
     * @throws java.util.concurrent.CancellationException if cancelled on the way
     */
    boolean solve(Side fixed, Pairs pairs, float @Nullable [] centre, float[] result);
}
