package dev.personalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** How long the vectors are, and what happens at the end of an array that is no multiple of that. */
final class Lanes {
    /** Floats a vector register of this processor. */
    static final int PREFERRED = FloatVector.SPECIES_PREFERRED.length();
    /** What the kernels are written for. */
    static final int LEAST = 8;

    static final VectorSpecies<Float> SPECIES = PREFERRED > LEAST ? FloatVector.SPECIES_512 : FloatVector.SPECIES_256;
    static final int COUNT = SPECIES.length();

    private Lanes() {}

    /**
     * {@code row[at + l] += sum[l]} for the lanes l from {@code skip} on. The last vector of a row ends where the row ends, and skips the
     * lanes that the one before it has done: masked loads and stores are slow on JDK 17.
     */
    static void add(float[] row, int at, FloatVector sum, int skip) {
        if (skip == 0) {
            FloatVector.fromArray(SPECIES, row, at).add(sum).intoArray(row, at);
        } else {
            float[] lanes = new float[COUNT];
            sum.intoArray(lanes, 0);
            for (int lane = skip; lane < COUNT; lane++) {
                row[at + lane] += lanes[lane];
            }
        }
    }
}
