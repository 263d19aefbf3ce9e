package dev.personalize.recipes.factor;

import dev.personalize.math.Gram;
import dev.personalize.math.Parallel;

/**
 * What solving a row needs to know of the other side, which stays fixed meanwhile.
 *
 * @param factors not modified; shape [n][d]
 * @param gram Gram matrix of {@code factors}, both triangles; shape [d][d]
 * @param active rows that have pairs; the others are zero
 */
// A record of arrays: sides are never compared.
@SuppressWarnings("ArrayRecordComponent")
record Side(float[][] factors, float[][] gram, int active) {

    /** {@return the side with these factors} */
    static Side of(float[][] factors, int d, int active, Parallel parallel) {
        float[][] gram = Gram.of(factors, d, parallel);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                gram[j][i] = gram[i][j];
            }
        }
        return new Side(factors, gram, active);
    }
}
