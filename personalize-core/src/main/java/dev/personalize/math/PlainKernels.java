package dev.personalize.math;

/** Loops that HotSpot vectorises by itself, each kept beside its public door. */
final class PlainKernels implements Kernels {
    static final PlainKernels INSTANCE = new PlainKernels();

    private PlainKernels() {}

    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public void addOuterProducts(float[][] lower, float[][] rows, float[] weights, int count) {
        SymmetricUpdate.addPlain(lower, rows, weights, count);
    }

    @Override
    public void addRows(float[] target, int from, int to, float[][] rows, float[] factors, int count, float sign) {
        RowCombination.addPlain(target, from, to, rows, factors, count, sign);
    }

    @Override
    public void multiplyRows(float[][] rows, int count, float[] vector, float[] products) {
        for (int i = 0; i < count; i++) {
            products[i] = DimMajor.productPlain(rows[i], vector);
        }
    }

    @Override
    public boolean multipliesRowsFast() {
        return false;
    }

    @Override
    public void scan(float[][] matrix, int n, float[] vector, float[] scores) {
        DimMajor.scanPlain(matrix, n, vector, scores);
    }

    @Override
    public void scan(float[][] matrix, float[][] vectors, float[][] scores) {
        DimMajor.scanPlain(matrix, vectors, scores);
    }

    @Override
    public float product(float[] row, float[] vector) {
        return DimMajor.productPlain(row, vector);
    }
}
