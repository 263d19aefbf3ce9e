package dev.personalize.recipes.blend;

import dev.personalize.recipe.Query;

/**
 * Brings what different models say to one scale, for one query. The scores of models differ in unit, in spread, and in how fast they fall
 * from the best item to the next; so a score becomes
 *
 * <pre>
 * sign(s) · (|s| / m)^(1/2^r)
 * </pre>
 *
 * with <i>m</i> the greatest absolute score of an item that the query's history has not: items that were had often score far above
 * all others, and would make the rest look alike. <i>r</i> is how many roots are drawn: none keeps distances, two make much of being
 * scored at all. No score counts 0. The order of a model's scores is kept.
 */
final class Standard {
    /** Most roots that are drawn. */
    static final int MOST_ROOTS = 2;

    private Standard() {}

    /**
     * {@return the greatest absolute score of the items outside the history, 0 if none is scored}
     *
     * @param scores as on the way in when this returns
     */
    static float greatest(float[] scores, int items, Query query) {
        int[] history = query.items();
        float[] kept = new float[history.length];
        for (int i = 0; i < history.length; i++) {
            kept[i] = scores[history[i]];
            scores[history[i]] = Float.NaN;
        }
        float greatest = 0;
        for (int item = 0; item < items; item++) {
            float size = Math.abs(scores[item]);
            greatest = size > greatest ? size : greatest; // never for NaN
        }
        for (int i = history.length - 1; i >= 0; i--) { // an item had twice was kept first as it was
            scores[history[i]] = kept[i];
        }
        return greatest;
    }

    /**
     * {@return a score on the common scale}
     *
     * @param greatest of the query, above 0
     * @param roots how many square roots are drawn
     */
    static float of(float score, float greatest, int roots) {
        return rooted(score / greatest, roots);
    }

    /** {@return a score on the scale of no roots brought to that of some} */
    static float rooted(float share, int roots) {
        double size = Math.abs(share);
        for (int root = 0; root < roots; root++) {
            size = Math.sqrt(size);
        }
        return (float) Math.copySign(size, share);
    }
}
