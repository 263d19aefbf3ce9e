package dev.personalize.recipes.factor;

import dev.personalize.data.WeightedItems;
import dev.personalize.math.Cholesky;
import dev.personalize.math.Spares;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.DistinctItems;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The scores of one folded-in user, taken apart by the items of the history. Safe for any number of threads.
 *
 * <p>Y. Hu, Y. Koren, C. Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008, section 5: the vector
 * of a user is linear in what the user preferred, once the weights are fixed, so a score is a sum over the history. Here
 * the user <i>w</i> solves
 *
 * <pre>
 * A·w = Σ_{j in H} c_j·h_j + λ_u·P·f,      A = α₀·G + Σ_{j in H} c_j·h_j·h_jᵀ + λ_u·I,      λ_u = λ(n + α₀·items)^ν
 * </pre>
 *
 * with <i>H</i> the distinct items of the history, <i>c_j</i> what each counts for and <i>n</i> their sum, and <i>P·f</i> what the
 * features <i>f</i> of the user's metadata let one expect ({@link UserPrior}), so that the score of item <i>i</i> is
 *
 * <pre>
 * ⟨h_i, w⟩ = Σ_{j in H} c_j·h_iᵀ·A⁻¹·h_j + Σ_k f_k·λ_u·h_iᵀ·A⁻¹·P_k
 * </pre>
 *
 * and the contributions of item <i>j</i> and of feature <i>k</i> are their terms of that sum.
 *
 * <table>
 * <caption>The paper's symbols</caption>
 * <tr><th>paper</th><th>here</th></tr>
 * <tr><td>y_i</td><td>h_i, {@code items.factors()[i]}</td></tr>
 * <tr><td>W^u = (YᵀC^uY + λI)⁻¹</td><td>A⁻¹; {@code equations} is A</td></tr>
 * <tr><td>c_uj, weight of a pair; p_uj, preference</td><td>α₀ and 0 for all pairs, besides c_j and 1 for the pairs of H: in
 *     place of c_uj·p_uj stands c_j, and YᵀC^uY is α₀·G + Σ c_j·h_j·h_jᵀ</td></tr>
 * <tr><td>λ</td><td>λ(n + α₀·items)^ν, {@link Penalty#ridge}</td></tr>
 * <tr><td>s^u_ij = y_iᵀW^uy_j, similarity in the eyes of the user</td><td>the contribution of j to the score of i,
 *     divided by c_j</td></tr>
 * </table>
 *
 * <p>The equations have the same coefficients as those of {@link CholeskySolver} and are solved in double precision, so the sum
 * differs from the score by what that solver rounds. A costs <i>n·d²/2 + d³/6</i> multiplications once, and an item <i>d² +
 * n·d</i>.
 */
final class ScoreBreakdown implements ExplainingModel.Breakdown {
    private final DistinctItems past;
    private final WeightedItems history;
    private final Side items;
    private final boolean[] active;
    private final float ridge;
    private final @Nullable Cholesky equations;
    private final Prior prior;
    /** Vectors that items are solved in, so that each place of an answer does not take one of its own. */
    private final Spares<double[]> vectors;

    /**
     * Takes the part apart that the metadata has.
     *
     * @see UserPrior#parts
     */
    @FunctionalInterface
    interface Prior {
        /** {@return what each value adds to the product of what is expected of the user with a vector} */
        UserPrior.Parts parts(double[] vector);
    }

    /**
     * @param query at least one of its items is active
     * @param history the active items of the query that count, at least one
     * @param prior takes what is expected of the user apart
     */
    ScoreBreakdown(
            Query query, WeightedItems history, Side items, boolean[] active, int d, Penalty penalty, Prior prior) {
        this.past = new DistinctItems(query);
        this.history = history;
        this.items = items;
        this.active = active;
        this.ridge = penalty.ridge(Pairs.of(history).mass(), items.active());
        this.equations = Cholesky.of(equations(history, items, d, penalty.unobservedWeight(), ridge));
        this.prior = prior;
        this.vectors = new Spares<>(() -> new double[d]);
    }

    /** {@return the lower triangle of A; shape [d][1 … d]} */
    private static double[][] equations(
            WeightedItems history, Side items, int d, double unobservedWeight, float ridge) {
        float weight = (float) unobservedWeight;
        double[][] equations = new double[d][];
        for (int i = 0; i < d; i++) {
            double[] row = new double[i + 1];
            equations[i] = row;
            for (int j = 0; j <= i; j++) {
                row[j] = (double) weight * items.gram()[i][j];
            }
            row[i] += ridge;
        }
        for (int j = 0; j < history.size(); j++) {
            float[] vector = items.factors()[history.item(j)];
            for (int i = 0; i < d; i++) {
                addPrefix(equations[i], (double) history.weight(j) * vector[i], vector, i + 1);
            }
        }
        return equations;
    }

    private static void addPrefix(double[] target, double factor, float[] vector, int n) {
        for (int j = 0; j < n; j++) {
            target[j] += factor * vector[j];
        }
    }

    @Override
    public @Nullable Contributions of(int item) {
        if (equations == null || !active[item]) {
            return null;
        }
        double[] solved = vectors.take();
        float[] vector = items.factors()[item];
        for (int k = 0; k < solved.length; k++) {
            solved[k] = vector[k];
        }
        equations.solve(solved);
        Contributions ofHistory = past.contributions(other -> weight(other) * product(items.factors()[other], solved));
        for (int k = 0; k < solved.length; k++) {
            solved[k] *= ridge;
        }
        UserPrior.Parts ofMetadata = prior.parts(solved);
        vectors.giveBack(solved);
        return new Contributions(ofHistory.events(), 0, 0, ofMetadata.columns(), ofMetadata.constant());
    }

    /** {@return what an item of the history counts for; 0 if it is not active or its events weigh nothing} */
    private double weight(int item) {
        int i = Arrays.binarySearch(history.items(), 0, history.size(), item);
        return i < 0 ? 0 : history.weight(i);
    }

    private static double product(float[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < b.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
