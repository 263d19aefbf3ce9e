package dev.personalize.vector;

import static dev.personalize.vector.Lanes.COUNT;
import static dev.personalize.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Products of many rows with one vector. Summing a register over its lanes takes HotSpot one addition a lane after the other, so eight
 * rows' registers are folded into one: three levels, at each of which two registers become one that has in every lane half as many
 * sums to go for one of twice as many rows.
 */
final class InnerProducts {
    private static final int ROWS = 8;

    private static final VectorShuffle<Float> SWAP_1 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);
    private static final VectorShuffle<Float> SWAP_2 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 2);
    private static final VectorShuffle<Float> SWAP_4 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 4);
    private static final VectorShuffle<Float> SWAP_8 = VectorShuffle.fromOp(SPECIES, lane -> (lane ^ 8) % COUNT);
    private static final VectorMask<Float> SECOND_1 = second(1);
    private static final VectorMask<Float> SECOND_2 = second(2);
    private static final VectorMask<Float> SECOND_4 = second(4);
    private static final VectorMask<Float> SECOND_8 = second(8);

    private InnerProducts() {}

    /** {@return the lanes that belong to the second of two registers} */
    private static VectorMask<Float> second(int distance) {
        boolean[] lanes = new boolean[COUNT];
        for (int lane = 0; lane < COUNT; lane++) {
            lanes[lane] = (lane & distance) != 0;
        }
        return VectorMask.fromArray(SPECIES, lanes, 0);
    }

    /** Needs {@code d} of at least one vector. */
    static void multiply(float[][] rows, int count, float[] vector, float[] products) {
        float[] sums = new float[2 * COUNT];
        for (int i = 0; i < count; i += COUNT) {
            for (int at = 0; at < COUNT; at += ROWS) {
                multiplyEight(rows, i + at, count - 1, vector, sums, at / ROWS * COUNT);
            }
            if (COUNT > ROWS) {
                FloatVector first = FloatVector.fromArray(SPECIES, sums, 0);
                FloatVector second = FloatVector.fromArray(SPECIES, sums, COUNT);
                fold(first, second, SECOND_8, SWAP_8).intoArray(sums, 0);
            }
            System.arraycopy(sums, 0, products, i, Math.min(COUNT, count - i));
        }
    }

    /** Beyond the last row it is taken again. */
    private static void multiplyEight(float[][] rows, int i, int last, float[] vector, float[] sums, int at) {
        float[] r0 = rows[Math.min(i, last)];
        float[] r1 = rows[Math.min(i + 1, last)];
        float[] r2 = rows[Math.min(i + 2, last)];
        float[] r3 = rows[Math.min(i + 3, last)];
        float[] r4 = rows[Math.min(i + 4, last)];
        float[] r5 = rows[Math.min(i + 5, last)];
        float[] r6 = rows[Math.min(i + 6, last)];
        float[] r7 = rows[Math.min(i + 7, last)];
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        int d = vector.length;
        for (int k = 0; k < d; k += COUNT) {
            int j = Math.min(k, d - COUNT);
            FloatVector v = FloatVector.fromArray(SPECIES, vector, j);
            if (j < k) {
                v = FloatVector.zero(SPECIES).blend(v, Lanes.index().compare(VectorOperators.GE, k - j));
            }
            a0 = FloatVector.fromArray(SPECIES, r0, j).fma(v, a0);
            a1 = FloatVector.fromArray(SPECIES, r1, j).fma(v, a1);
            a2 = FloatVector.fromArray(SPECIES, r2, j).fma(v, a2);
            a3 = FloatVector.fromArray(SPECIES, r3, j).fma(v, a3);
            a4 = FloatVector.fromArray(SPECIES, r4, j).fma(v, a4);
            a5 = FloatVector.fromArray(SPECIES, r5, j).fma(v, a5);
            a6 = FloatVector.fromArray(SPECIES, r6, j).fma(v, a6);
            a7 = FloatVector.fromArray(SPECIES, r7, j).fma(v, a7);
        }
        FloatVector b0 = fold(a0, a1, SECOND_1, SWAP_1);
        FloatVector b1 = fold(a2, a3, SECOND_1, SWAP_1);
        FloatVector b2 = fold(a4, a5, SECOND_1, SWAP_1);
        FloatVector b3 = fold(a6, a7, SECOND_1, SWAP_1);
        FloatVector c0 = fold(b0, b1, SECOND_2, SWAP_2);
        FloatVector c1 = fold(b2, b3, SECOND_2, SWAP_2);
        fold(c0, c1, SECOND_4, SWAP_4).intoArray(sums, at);
    }

    /** {@return in each lane of the first the sum of it and its partner there, likewise for the second} */
    private static FloatVector fold(FloatVector x, FloatVector y, VectorMask<Float> second, VectorShuffle<Float> swap) {
        return x.blend(y, second).add(y.blend(x, second).rearrange(swap));
    }
}
