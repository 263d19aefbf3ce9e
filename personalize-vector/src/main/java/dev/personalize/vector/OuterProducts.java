package dev.personalize.vector;

import static dev.personalize.vector.Lanes.COUNT;
import static dev.personalize.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Weighted outer products in tiles of four rows by one or two vectors, which stay in registers while all rows of a pass go by: eight
 * multiply-adds for two loads. Tiles that lie wholly above the diagonal are left out.
 */
final class OuterProducts {
    /** Rows of the tile. */
    private static final int TILE = 4;
    /** Floats of the rows that go by for one tile after the other, out of the first-level cache. */
    private static final int FLOATS_A_PASS = 8192;

    private OuterProducts() {}

    /** Needs {@code d} of at least one vector. */
    static void add(float[][] lower, float[][] rows, float[] weights, int count) {
        int pass = Math.max(16, FLOATS_A_PASS / lower.length);
        for (int begin = 0; begin < count; begin += pass) {
            add(lower, rows, weights, begin, Math.min(count, begin + pass));
        }
    }

    private static void add(float[][] lower, float[][] rows, float[] weights, int begin, int end) {
        int d = lower.length;
        int i = 0;
        for (; i + TILE <= d; i += TILE) {
            int needed = i + TILE;
            int j = 0;
            for (; j + COUNT < needed && j + 2 * COUNT <= d; j += 2 * COUNT) {
                tile4x2(lower, i, j, rows, weights, begin, end);
            }
            for (; j < needed; j += COUNT) {
                int at = Math.min(j, d - COUNT);
                tile4x1(lower, i, at, j - at, rows, weights, begin, end);
            }
        }
        for (; i < d; i++) {
            for (int j = 0; j <= i; j += COUNT) {
                int at = Math.min(j, d - COUNT);
                tile1x1(lower[i], i, at, j - at, rows, weights, begin, end);
            }
        }
    }

    private static void tile4x2(float[][] lower, int i, int j, float[][] rows, float[] weights, int begin, int end) {
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        for (int k = begin; k < end; k++) {
            float[] row = rows[k];
            FloatVector weight = FloatVector.broadcast(SPECIES, weights[k]);
            FloatVector a = FloatVector.fromArray(SPECIES, row, j).mul(weight);
            FloatVector b = FloatVector.fromArray(SPECIES, row, j + COUNT).mul(weight);
            FloatVector f0 = FloatVector.broadcast(SPECIES, row[i]);
            FloatVector f1 = FloatVector.broadcast(SPECIES, row[i + 1]);
            FloatVector f2 = FloatVector.broadcast(SPECIES, row[i + 2]);
            FloatVector f3 = FloatVector.broadcast(SPECIES, row[i + 3]);
            a0 = a.fma(f0, a0);
            b0 = b.fma(f0, b0);
            a1 = a.fma(f1, a1);
            b1 = b.fma(f1, b1);
            a2 = a.fma(f2, a2);
            b2 = b.fma(f2, b2);
            a3 = a.fma(f3, a3);
            b3 = b.fma(f3, b3);
        }
        Lanes.add(lower[i], j, a0, 0);
        Lanes.add(lower[i + 1], j, a1, 0);
        Lanes.add(lower[i + 2], j, a2, 0);
        Lanes.add(lower[i + 3], j, a3, 0);
        Lanes.add(lower[i], j + COUNT, b0, 0);
        Lanes.add(lower[i + 1], j + COUNT, b1, 0);
        Lanes.add(lower[i + 2], j + COUNT, b2, 0);
        Lanes.add(lower[i + 3], j + COUNT, b3, 0);
    }

    private static void tile4x1(
            float[][] lower, int i, int j, int skip, float[][] rows, float[] weights, int begin, int end) {
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        for (int k = begin; k < end; k++) {
            float[] row = rows[k];
            FloatVector weight = FloatVector.broadcast(SPECIES, weights[k]);
            FloatVector a = FloatVector.fromArray(SPECIES, row, j).mul(weight);
            a0 = a.fma(FloatVector.broadcast(SPECIES, row[i]), a0);
            a1 = a.fma(FloatVector.broadcast(SPECIES, row[i + 1]), a1);
            a2 = a.fma(FloatVector.broadcast(SPECIES, row[i + 2]), a2);
            a3 = a.fma(FloatVector.broadcast(SPECIES, row[i + 3]), a3);
        }
        Lanes.add(lower[i], j, a0, skip);
        Lanes.add(lower[i + 1], j, a1, skip);
        Lanes.add(lower[i + 2], j, a2, skip);
        Lanes.add(lower[i + 3], j, a3, skip);
    }

    private static void tile1x1(
            float[] lower, int i, int j, int skip, float[][] rows, float[] weights, int begin, int end) {
        FloatVector a0 = FloatVector.zero(SPECIES);
        for (int k = begin; k < end; k++) {
            float[] row = rows[k];
            FloatVector a = FloatVector.fromArray(SPECIES, row, j);
            a0 = a.fma(FloatVector.broadcast(SPECIES, weights[k] * row[i]), a0);
        }
        Lanes.add(lower, j, a0, skip);
    }
}
