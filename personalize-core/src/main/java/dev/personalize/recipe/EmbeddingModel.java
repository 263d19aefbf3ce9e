package dev.personalize.recipe;

/**
 * A model that places users and items in one space: the score of an item for a query is the inner product of their vectors,
 * within 1e-5 of the product of their lengths, and NaN exactly where one of the two has no vector. An ability a model may
 * have; ask with {@code instanceof}. As safe for any number of threads as the model is. A {@link PopularityBias} changes scores
 * and no vectors.
 *
 * <p>It lets users be compared with users and items with items, vectors be exported, and one item be scored for many users
 * without scoring every item for each of them.
 */
public interface EmbeddingModel extends Model {
    /** {@return length of every vector, at least 1} */
    int dimensions();

    /**
     * Finds the vector of whoever has this history.
     *
     * @param query as in {@link #score(Query, float[])}
     * @param vector overwritten, undefined if the answer is false; shape [dimensions]
     * @return whether there is one: false where the model cannot say anything to the query
     */
    boolean user(Query query, float[] vector);

    /**
     * Finds the vector of an item.
     *
     * @param item less than {@link #items()}
     * @param vector overwritten, undefined if the answer is false; shape [dimensions]
     * @return whether there is one: false for an item the model never scores
     */
    boolean item(int item, float[] vector);
}
