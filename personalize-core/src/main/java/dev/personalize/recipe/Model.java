package dev.personalize.recipe;

import dev.personalize.artifact.ArtifactWriter;
import java.util.List;

/**
 * A trained model: a pure function of the query. Immutable, safe for any number of threads.
 *
 * <p>Users are not part of it: a user's history comes with the query, so an event changes the next answer at once, and the
 * same query gets the same answer next year.
 */
public interface Model {
    /** {@return number of items, the least length of a score array} */
    int items();

    /**
     * Scores every item.
     *
     * @param query items in it are positions in the training snapshot's index, less than {@link #items()}
     * @param scores filled with one score for each item, higher is better, NaN where the model cannot say; may be longer, for it
     *     may be used again and again, and is then left alone from {@link #items()} on; shape [at least items]
     */
    void score(Query query, float[] scores);

    /**
     * Scores every item for each of several queries, with the bits of {@link #score(Query, float[])} for each. For batches: a
     * model that reads much memory to answer can read it once for all.
     *
     * @param queries any number of them
     * @param scores filled with the scores of each query, as there; no row twice; shape [at least queries][at least items]
     */
    default void score(List<Query> queries, float[][] scores) {
        for (int q = 0; q < queries.size(); q++) {
            score(queries.get(q), scores[q]);
        }
    }

    /**
     * Scores some items, with the same numbers as {@link #score(Query, float[])}.
     *
     * @param candidates positions of items
     * @param scores filled with the score of each candidate; shape [at least candidates]
     */
    default void score(Query query, int[] candidates, float[] scores) {
        float[] all = new float[items()];
        score(query, all);
        for (int i = 0; i < candidates.length; i++) {
            scores[i] = all[candidates[i]];
        }
    }

    /** Writes everything {@link Recipe#read} needs. */
    void write(ArtifactWriter out);
}
