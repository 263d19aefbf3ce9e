package dev.personalize.vector;

import dev.personalize.math.Kernels;

/**
 * Kernels on vector registers of 256 or 512 bits. Sums differ from those of plain loops by the rounding of single precision: they are
 * fused multiply-adds, and added up in another order.
 */
public final class VectorKernels implements Kernels {
    /**
     * For {@link java.util.ServiceLoader}.
     *
     * @throws UnsupportedOperationException if the processor's registers are shorter than 256 bits: that is where fused multiply-adds
     *     may be emulated, a hundred times slower
     */
    public VectorKernels() {
        if (Lanes.PREFERRED < Lanes.LEAST) {
            throw new UnsupportedOperationException("vector registers of " + Lanes.PREFERRED * Float.SIZE + " bits");
        }
    }

    @Override
    public String name() {
        return "jdk.incubator.vector, " + Lanes.COUNT * Float.SIZE + " bits";
    }

    @Override
    public void addOuterProducts(float[][] lower, float[][] rows, float[] weights, int count) {
        if (lower.length < Lanes.COUNT) {
            Kernels.plain().addOuterProducts(lower, rows, weights, count);
        } else {
            OuterProducts.add(lower, rows, weights, count);
        }
    }

    @Override
    public void addRows(float[] target, int from, int to, float[][] rows, float[] factors, int count, float sign) {
        if (to - from < Lanes.COUNT) {
            Kernels.plain().addRows(target, from, to, rows, factors, count, sign);
        } else {
            WeightedRows.add(target, from, to, rows, factors, count, sign);
        }
    }

    @Override
    public void multiplyRows(float[][] rows, int count, float[] vector, float[] products) {
        if (vector.length < Lanes.COUNT) {
            Kernels.plain().multiplyRows(rows, count, vector, products);
        } else {
            InnerProducts.multiply(rows, count, vector, products);
        }
    }

    @Override
    public boolean multipliesRowsFast() {
        return true;
    }

    @Override
    public void scan(float[][] matrix, int n, float[] vector, float[] scores) {
        Scan.one(matrix, n, vector, scores);
    }

    @Override
    public void scan(float[][] matrix, float[][] vectors, float[][] scores) {
        SharedScan.many(matrix, vectors, scores);
    }

    @Override
    public float product(float[] row, float[] vector) {
        return Scan.product(row, vector);
    }
}
