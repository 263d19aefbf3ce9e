package dev.personalize.math;

import java.util.Arrays;

/**
 * Sums of many exponentials, several times as fast as with {@link Math#exp}.
 *
 * <p>{@code exp(x) = 2^k · e^r} with k the integer nearest to {@code x / ln 2}, and e^r from a polynomial that is minimax in
 * relative error over {@code |r| ≤ ln 2 / 2}, where it is off by 1.1e-7. Adding 1.5 · 2²³ to a float rounds it to an
 * integer and leaves that in the low bits, so k costs neither a branch nor a conversion; all but the last step are loops
 * over separate arrays, which HotSpot vectorises.
 */
public final class Exponentials {
    /** Exponents below this count as this: beside exp(0) neither is anything. The result is still a normal float. */
    private static final float LEAST = -87;

    /**
     * Values a step. Loops always run over all of it, and what lies beyond the values counts for nothing: many short sums would
     * teach HotSpot that vectors do not pay.
     */
    private static final int BLOCK = 512;

    private static final float LOG2_E = 0x1.715476p+0f;
    private static final float TO_INTEGER = 0x1.8p23f;
    /** ln 2 as a sum of two: the first has so few bits that its product with k is exact. */
    private static final float LN2_HIGH = 0x1.62e4p-1f;

    private static final float LN2_LOW = 0x1.7f7d1cp-20f;
    private static final float C5 = 0x1.1061bcp-7f;
    private static final float C4 = 0x1.572bc6p-5f;
    private static final float C3 = 0x1.5557b4p-3f;
    private static final float C2 = 0x1.fffdf8p-2f;

    private static final int MANTISSA_BITS = 23;
    private static final int BITS_OF_ONE = 0x3f80_0000;

    private Exponentials() {}

    /**
     * {@return {@code Σ exp(values[i] − max)} over the first {@code size} values; NaN is passed over}
     *
     * <p>The relative error of each term, and so of the sum, is below 1e-6 against the exponential of the float difference
     * {@code values[i] − max}; differences below -87 count as -87. The sum is the same on every machine.
     *
     * @param values not modified; shape [at least size]
     * @param max at least the greatest of the values, as of {@link Vectors#max}; the sum is undefined if it is not
     */
    public static double sum(float[] values, int size, float max) {
        float[] x = new float[BLOCK];
        float[] k = new float[BLOCK];
        float[] r = new float[BLOCK];
        double sum = 0;
        boolean numbers = true; // until the first NaN, for it seldom comes alone
        for (int begin = 0; begin < size; begin += BLOCK) {
            int n = Math.min(BLOCK, size - begin);
            System.arraycopy(values, begin, x, 0, n);
            Arrays.fill(x, n, BLOCK, max);
            subtract(x, max);
            reduce(x, k, r);
            highTerms(r, x);
            lowTerms(r, x);
            double block = numbers ? scaledSum(k, x, n) : Double.NaN;
            numbers = !Double.isNaN(block);
            sum += numbers ? block : scaledSumOfNumbers(k, x, n);
        }
        return sum;
    }

    private static void subtract(float[] x, float max) {
        for (int i = 0; i < BLOCK; i++) {
            x[i] = Math.max(LEAST, x[i] - max);
        }
    }

    /** Splits x into k, left in the low bits, and r. HotSpot gives up on this loop if r takes the place of x. */
    private static void reduce(float[] x, float[] k, float[] r) {
        for (int i = 0; i < BLOCK; i++) {
            float shifted = x[i] * LOG2_E + TO_INTEGER;
            float integer = shifted - TO_INTEGER;
            k[i] = shifted;
            r[i] = (x[i] - integer * LN2_HIGH) - integer * LN2_LOW;
        }
    }

    /** The first half of the polynomial: the whole of it is more than HotSpot vectorises in one loop. */
    private static void highTerms(float[] r, float[] p) {
        for (int i = 0; i < BLOCK; i++) {
            p[i] = ((C5 * r[i] + C4) * r[i] + C3) * r[i] + C2;
        }
    }

    private static void lowTerms(float[] r, float[] p) {
        for (int i = 0; i < BLOCK; i++) {
            p[i] = p[i] * (r[i] * r[i]) + r[i] + 1;
        }
    }

    /** Four terms make a float before a double takes them: that loses less than two units in the last place of the four. */
    private static double scaledSum(float[] k, float[] p, int n) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 7 < n; i += 8) {
            even += (scaled(k[i], p[i]) + scaled(k[i + 1], p[i + 1]))
                    + (scaled(k[i + 2], p[i + 2]) + scaled(k[i + 3], p[i + 3]));
            odd += (scaled(k[i + 4], p[i + 4]) + scaled(k[i + 5], p[i + 5]))
                    + (scaled(k[i + 6], p[i + 6]) + scaled(k[i + 7], p[i + 7]));
        }
        for (; i < n; i++) {
            even += scaled(k[i], p[i]);
        }
        return even + odd;
    }

    private static double scaledSumOfNumbers(float[] k, float[] p, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            if (!Float.isNaN(p[i])) {
                sum += scaled(k[i], p[i]);
            }
        }
        return sum;
    }

    private static float scaled(float k, float p) {
        return p * Float.intBitsToFloat((Float.floatToRawIntBits(k) << MANTISSA_BITS) + BITS_OF_ONE);
    }
}
