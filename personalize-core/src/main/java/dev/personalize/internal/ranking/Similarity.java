package dev.personalize.internal.ranking;

import dev.personalize.math.DimMajor;
import java.util.function.IntFunction;

/** How alike two items are, in [0, 1]; symmetric. */
@FunctionalInterface
public interface Similarity {
    /** {@return the similarity of two different items} */
    double of(int a, int b);

    /** {@return values in common, divided by values of either; 0 when an item has none: nothing is known of it} */
    static Similarity ofCategories(Categories categories) {
        return (a, b) -> jaccard(categories.of(a), categories.of(b));
    }

    /**
     * {@return the cosine of the items' vectors; 0 for vectors that point apart, and for a vector of zeros}
     *
     * @param vectors of the items, all of one length
     */
    static Similarity ofVectors(IntFunction<float[]> vectors) {
        return (a, b) -> cosine(vectors.apply(a), vectors.apply(b));
    }

    private static double jaccard(int[] a, int[] b) {
        int common = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            int order = Integer.compare(a[i], b[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return common == 0 ? 0 : common / (double) (a.length + b.length - common);
    }

    private static double cosine(float[] a, float[] b) {
        double lengths = Math.sqrt((double) DimMajor.product(a, a) * DimMajor.product(b, b));
        double cosine = DimMajor.product(a, b) / lengths;
        return cosine > 0 ? Math.min(cosine, 1) : 0; // 0 / 0 as well
    }
}
