package dev.personalize.internal.ranking;

import dev.personalize.recipe.InfluencedModel;

/**
 * Shifts scores towards popular and fresh items. With <i>s</i> a score, <i>S</i> the greatest absolute one of the answer, and <i>p</i> and
 * <i>f</i> the popularity and freshness of the item, both from 0 to 1, the score becomes
 *
 * <pre>s + S · (popularity · p + freshness · f)</pre>
 *
 * <p>so at 1 the most popular item gains as much as the best one has. As items are ordered by a sum in which a weight has one factor
 * an item, a greater weight never lowers the mean of that factor among the best.
 *
 * @param popularity weight of popularity, in [0, 1]
 * @param freshness weight of freshness, in [0, 1]
 */
public record RankingInfluence(double popularity, double freshness) {
    /** Scores stay as they are. */
    public static final RankingInfluence NONE = new RankingInfluence(0, 0);

    /** {@return whether scores stay as they are} */
    public boolean isNone() {
        return popularity == 0 && freshness == 0;
    }

    /**
     * Shifts scores in place.
     *
     * @param scores modified; NaN stays NaN; shape [at least items of the model]
     * @return S
     */
    public float apply(float[] scores, InfluencedModel model) {
        float greatest = 0;
        for (int item = 0; item < model.items(); item++) {
            greatest = Float.isNaN(scores[item]) ? greatest : Math.max(greatest, Math.abs(scores[item]));
        }
        for (int item = 0; item < model.items(); item++) {
            double shift = popularity * model.popularity(item) + freshness * model.freshness(item);
            scores[item] = (float) (scores[item] + greatest * shift);
        }
        return greatest;
    }
}
