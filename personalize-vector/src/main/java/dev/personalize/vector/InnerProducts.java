package dev.personalize.vector;

import static dev.personalize.vector.Lanes.COUNT;
import static dev.personalize.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
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
        float[] last = last(vector);
        float[] parts = new float[4 * COUNT];
        for (int i = 0; i < count; i += COUNT) {
            for (int r = 0; r < COUNT; r += ROWS) {
                multiplyEight(rows, i + r, count - 1, vector, last, parts, r / ROWS * 2 * COUNT);
            }
            FloatVector sums = foldParts(parts, 0);
            if (COUNT > ROWS) {
                sums = fold(sums, foldParts(parts, 2 * COUNT), SECOND_8, SWAP_8);
            }
            sums.intoArray(parts, 0);
            System.arraycopy(parts, 0, products, i, Math.min(COUNT, count - i));
        }
    }

    /** {@return the vector's end, one register long, with zeros for what the register before it has done} */
    private static float[] last(float[] vector) {
        float[] last = new float[COUNT];
        int size = vector.length % COUNT;
        System.arraycopy(vector, vector.length - size, last, COUNT - size, size);
        return last;
    }

    private static FloatVector foldParts(float[] parts, int at) {
        FloatVector first = FloatVector.fromArray(SPECIES, parts, at);
        FloatVector second = FloatVector.fromArray(SPECIES, parts, at + COUNT);
        return fold(first, second, SECOND_4, SWAP_4);
    }

    /**
     * The first two levels, which is as much as HotSpot takes into one compilation: what it leaves out, it calls with registers that are
     * objects. Beyond the last row it is taken again.
     */
    private static void multiplyEight(
            float[][] rows, int i, int lastRow, float[] vector, float[] last, float[] parts, int at) {
        float[] r0 = rows[Math.min(i, lastRow)];
        float[] r1 = rows[Math.min(i + 1, lastRow)];
        float[] r2 = rows[Math.min(i + 2, lastRow)];
        float[] r3 = rows[Math.min(i + 3, lastRow)];
        float[] r4 = rows[Math.min(i + 4, lastRow)];
        float[] r5 = rows[Math.min(i + 5, lastRow)];
        float[] r6 = rows[Math.min(i + 6, lastRow)];
        float[] r7 = rows[Math.min(i + 7, lastRow)];
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
            FloatVector v = FloatVector.fromArray(SPECIES, j < k ? last : vector, j < k ? 0 : k);
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
        fold(b0, b1, SECOND_2, SWAP_2).intoArray(parts, at);
        fold(b2, b3, SECOND_2, SWAP_2).intoArray(parts, at + COUNT);
    }

    /** {@return in each lane of the first the sum of it and its partner there, likewise for the second} */
    private static FloatVector fold(FloatVector x, FloatVector y, VectorMask<Float> second, VectorShuffle<Float> swap) {
        return x.blend(y, second).add(y.blend(x, second).rearrange(swap));
    }
}
