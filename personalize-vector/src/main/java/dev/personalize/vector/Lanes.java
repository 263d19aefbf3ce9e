package dev.personalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
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
        FloatVector before = FloatVector.fromArray(SPECIES, row, at);
        FloatVector after = before.add(sum);
        if (skip > 0) {
            after = before.blend(after, index().compare(VectorOperators.GE, skip));
        }
        after.intoArray(row, at);
    }

    /** {@return 0, 1, 2, …} */
    static FloatVector index() {
        return FloatVector.zero(SPECIES).addIndex(1);
    }
}
