package dev.personalize.math;

/** Loops over single vectors. */
public final class Vectors {
    private Vectors() {}

    /**
     * {@code target += factor · vector}.
     *
     * @param target modified; shape [d]
     * @param vector not modified; shape [d]
     */
    public static void addScaled(float[] target, float[] vector, float factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * vector[i];
        }
    }

    /** {@return the inner product of two vectors of the same length, summed in double precision} */
    public static double product(float[] a, float[] b) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < a.length; i += 2) {
            even += (double) a[i] * b[i];
            odd += (double) a[i + 1] * b[i + 1];
        }
        return i < a.length ? even + odd + (double) a[i] * b[i] : even + odd;
    }

    /** {@return whether no element is NaN or infinite} */
    public static boolean allFinite(float[] vector) {
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return the greatest of the first {@code size} elements; negative infinity if all are NaN or there are none}
     *
     * @param vector not modified; shape [at least size]
     */
    public static float max(float[] vector, int size) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            if (vector[i] > max) {
                max = vector[i];
            }
        }
        return max;
    }
}
