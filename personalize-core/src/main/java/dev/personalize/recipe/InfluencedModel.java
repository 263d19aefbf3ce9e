package dev.personalize.recipe;

/**
 * A model whose answers a campaign may shift towards popular and fresh items. An ability a model may have; ask with {@code
 * instanceof}. What it tells of items is of the time of the training: it does not change with events or with the clock. As safe for any
 * number of threads as the model is. Where the model is asked for related items, its score is a similarity, 1 for the same and 0 for nothing in common.
 */
public interface InfluencedModel extends Model {
    /**
     * {@return how popular an item was, from 0 (no users) to 1 (the most of all)}
     *
     * @param item less than {@link #items()}
     */
    float popularity(int item);

    /**
     * {@return how new an item was, from 0 (the oldest) to 1 (the newest)}
     *
     * @param item less than {@link #items()}
     */
    float freshness(int item);
}
