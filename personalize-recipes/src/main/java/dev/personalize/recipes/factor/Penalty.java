package dev.personalize.recipes.factor;

/**
 * The two weights of the objective.
 *
 * @param unobservedWeight α₀, greater than 0
 * @param regularization λ, greater than 0
 */
record Penalty(double unobservedWeight, double regularization) {

    /**
     * {@return what is added to the diagonal of a row's equations: λ (n + α₀·opposite)}
     *
     * @param observed n, pairs of the row
     * @param opposite rows on the other side that have pairs
     */
    float ridge(int observed, int opposite) {
        return (float) (regularization * (observed + unobservedWeight * opposite));
    }
}
