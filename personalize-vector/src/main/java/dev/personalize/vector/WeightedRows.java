package dev.personalize.vector;

import static dev.personalize.vector.Lanes.COUNT;
import static dev.personalize.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Weighted sums of rows in strips of four vectors, which stay in registers while all rows go by. */
final class WeightedRows {
    private static final int STRIP = 4 * COUNT;

    private WeightedRows() {}

    /** Needs {@code to − from} of at least one vector. */
    static void add(float[] target, int from, int to, float[][] rows, float[] factors, int count, float sign) {
        int j = from;
        for (; j + STRIP <= to; j += STRIP) {
            strip(target, j, rows, factors, count, sign);
        }
        for (; j < to; j += COUNT) {
            int at = Math.min(j, to - COUNT);
            vector(target, at, j - at, rows, factors, count, sign);
        }
    }

    /** Two rows a step have sums of their own, so that no addition waits for the one before it. */
    private static void strip(float[] target, int j, float[][] rows, float[] factors, int count, float sign) {
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        int c = 0;
        for (; c + 1 < count; c += 2) {
            float[] a = rows[c];
            float[] b = rows[c + 1];
            FloatVector f = FloatVector.broadcast(SPECIES, factors[c]);
            FloatVector g = FloatVector.broadcast(SPECIES, factors[c + 1]);
            a0 = FloatVector.fromArray(SPECIES, a, j).fma(f, a0);
            b0 = FloatVector.fromArray(SPECIES, b, j).fma(g, b0);
            a1 = FloatVector.fromArray(SPECIES, a, j + COUNT).fma(f, a1);
            b1 = FloatVector.fromArray(SPECIES, b, j + COUNT).fma(g, b1);
            a2 = FloatVector.fromArray(SPECIES, a, j + 2 * COUNT).fma(f, a2);
            b2 = FloatVector.fromArray(SPECIES, b, j + 2 * COUNT).fma(g, b2);
            a3 = FloatVector.fromArray(SPECIES, a, j + 3 * COUNT).fma(f, a3);
            b3 = FloatVector.fromArray(SPECIES, b, j + 3 * COUNT).fma(g, b3);
        }
        if (c < count) {
            float[] a = rows[c];
            FloatVector f = FloatVector.broadcast(SPECIES, factors[c]);
            a0 = FloatVector.fromArray(SPECIES, a, j).fma(f, a0);
            a1 = FloatVector.fromArray(SPECIES, a, j + COUNT).fma(f, a1);
            a2 = FloatVector.fromArray(SPECIES, a, j + 2 * COUNT).fma(f, a2);
            a3 = FloatVector.fromArray(SPECIES, a, j + 3 * COUNT).fma(f, a3);
        }
        FloatVector s = FloatVector.broadcast(SPECIES, sign);
        Lanes.add(target, j, a0.add(b0).mul(s), 0);
        Lanes.add(target, j + COUNT, a1.add(b1).mul(s), 0);
        Lanes.add(target, j + 2 * COUNT, a2.add(b2).mul(s), 0);
        Lanes.add(target, j + 3 * COUNT, a3.add(b3).mul(s), 0);
    }

    private static void vector(
            float[] target, int j, int skip, float[][] rows, float[] factors, int count, float sign) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        int c = 0;
        for (; c + 1 < count; c += 2) {
            a = FloatVector.fromArray(SPECIES, rows[c], j).fma(FloatVector.broadcast(SPECIES, factors[c]), a);
            b = FloatVector.fromArray(SPECIES, rows[c + 1], j).fma(FloatVector.broadcast(SPECIES, factors[c + 1]), b);
        }
        if (c < count) {
            a = FloatVector.fromArray(SPECIES, rows[c], j).fma(FloatVector.broadcast(SPECIES, factors[c]), a);
        }
        Lanes.add(target, j, a.add(b).mul(FloatVector.broadcast(SPECIES, sign)), skip);
    }
}
