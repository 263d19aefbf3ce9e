package dev.personalize.recipes.factor;

/**
 * The weights of the objective.
 *
 * @param unobservedWeight α₀, greater than 0
 * @param regularization λ, greater than 0
 * @param frequencyExponent ν, at least 0
 */
record Penalty(double unobservedWeight, double regularization, double frequencyExponent) {

    /**
     * {@return what is added to the diagonal of a row's equations: λ (n + α₀·opposite)^ν}
     *
     * @param mass n, the weights of the row's pairs together
     * @param opposite rows on the other side that have pairs
     */
    float ridge(double mass, int opposite) {
        return (float) (regularization * Math.pow(mass + unobservedWeight * opposite, frequencyExponent));
    }
}
