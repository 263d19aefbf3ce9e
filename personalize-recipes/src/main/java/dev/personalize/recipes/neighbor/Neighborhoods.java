package dev.personalize.recipes.neighbor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.DistinctItems;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nearest items of each item, in compressed rows, best first. Immutable.
 *
 * <p>An item's neighbours are the positions {@code offsets[item] … offsets[item+1]-1} of the other two arrays.
 */
final class Neighborhoods implements ExplainingModel {
    private static final String OFFSETS = "offsets";
    private static final String NEIGHBORS = "neighbors";
    private static final String SCORES = "scores";

    private final int[] offsets;
    private final int[] neighbors;
    private final float[] scores;

    /**
     * @param offsets where each item's neighbours begin, and the total at the end; shape [items + 1]
     * @param neighbors items; shape [total]
     * @param scores score of each; shape [total]
     */
    Neighborhoods(int[] offsets, int[] neighbors, float[] scores) {
        this.offsets = offsets;
        this.neighbors = neighbors;
        this.scores = scores;
    }

    /**
     * {@return one model of the neighbours of each item}
     *
     * @param neighbors best first; shape [items][…]
     * @param scores shape as {@code neighbors}
     */
    static Neighborhoods of(int[][] neighbors, float[][] scores) {
        int[] offsets = new int[neighbors.length + 1];
        for (int item = 0; item < neighbors.length; item++) {
            offsets[item + 1] = Math.addExact(offsets[item], neighbors[item].length);
        }
        int total = offsets[neighbors.length];
        int[] flatNeighbors = new int[total];
        float[] flatScores = new float[total];
        for (int item = 0; item < neighbors.length; item++) {
            System.arraycopy(neighbors[item], 0, flatNeighbors, offsets[item], neighbors[item].length);
            System.arraycopy(scores[item], 0, flatScores, offsets[item], scores[item].length);
        }
        return new Neighborhoods(offsets, flatNeighbors, flatScores);
    }

    @Override
    public int items() {
        return offsets.length - 1;
    }

    @Override
    public void score(Query query, float[] result) {
        Arrays.fill(result, 0, items(), Float.NaN);
        if (query.anchor() >= 0) {
            addNeighbors(query.anchor(), result);
            result[query.anchor()] = Float.NaN;
        } else {
            // Ascending, so that the order of the history does not reach the last bit of a sum.
            int[] history = query.items().clone();
            Arrays.sort(history);
            for (int i = 0; i < history.length; i++) {
                if (i == 0 || history[i] != history[i - 1]) {
                    addNeighbors(history[i], result);
                }
            }
        }
    }

    private void addNeighbors(int item, float[] result) {
        for (int p = offsets[item]; p < offsets[item + 1]; p++) {
            float before = result[neighbors[p]];
            result[neighbors[p]] = Float.isNaN(before) ? scores[p] : before + scores[p];
        }
    }

    /** A score of related items is the anchor's; a score of a history is a sum over its items, each of which counts once. */
    @Override
    public Breakdown explain(Query query) {
        DistinctItems history = new DistinctItems(query);
        return item -> query.anchor() >= 0 ? ofAnchor(query.anchor(), item) : ofHistory(query, history, item);
    }

    private @Nullable Contributions ofAnchor(int anchor, int item) {
        float score = item == anchor ? Float.NaN : neighborScore(anchor, item);
        return Float.isNaN(score) ? null : Contributions.ofAnchor(score);
    }

    private @Nullable Contributions ofHistory(Query query, DistinctItems history, int item) {
        if (Arrays.stream(query.items()).allMatch(other -> Float.isNaN(neighborScore(other, item)))) {
            return null;
        }
        return history.contributions(other -> {
            float score = neighborScore(other, item);
            return Float.isNaN(score) ? 0 : score;
        });
    }

    /** {@return score of an item as a neighbour of another, NaN if it is none} */
    private float neighborScore(int of, int neighbor) {
        for (int p = offsets[of]; p < offsets[of + 1]; p++) {
            if (neighbors[p] == neighbor) {
                return scores[p];
            }
        }
        return Float.NaN;
    }

    @Override
    public void write(ArtifactWriter out) {
        out.ints(OFFSETS, offsets).ints(NEIGHBORS, neighbors).floats(SCORES, scores);
    }

    static Neighborhoods read(ArtifactReader in) {
        int[] offsets = in.ints(OFFSETS);
        int[] neighbors = in.ints(NEIGHBORS);
        float[] scores = in.floats(SCORES);
        int items = offsets.length - 1;
        if (items < 0 || offsets[0] != 0 || offsets[items] != neighbors.length || scores.length != neighbors.length) {
            throw corrupt("arrays of " + offsets.length + ", " + neighbors.length + " and " + scores.length
                    + " values that do not fit together");
        }
        for (int item = 0; item < items; item++) {
            if (offsets[item] > offsets[item + 1]) {
                throw corrupt("falling offsets at item " + item);
            }
        }
        for (int p = 0; p < neighbors.length; p++) {
            if (neighbors[p] < 0 || neighbors[p] >= items || !Float.isFinite(scores[p])) {
                throw corrupt("neighbour " + neighbors[p] + " with score " + scores[p] + " among " + items + " items");
            }
        }
        return new Neighborhoods(offsets, neighbors, scores);
    }

    private static CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException(
                "the sims model has " + what + ": restore it from a copy, or train the version again");
    }
}
