package dev.personalize.recipes.linear;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.WeightedItems;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.DistinctItems;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;

/**
 * The matrix of weights in compressed rows: what an item of a history adds to the scores of others. Immutable.
 *
 * <p>The targets of a source are the positions {@code offsets[source] … offsets[source+1]-1} of the other two arrays, ascending.
 */
final class ItemWeights implements ExplainingModel {
    private static final String OFFSETS = "offsets";
    private static final String TARGETS = "targets";
    private static final String WEIGHTS = "weights";

    private final EventWeights events;
    private final int[] offsets;
    private final int[] targets;
    private final float[] weights;

    /**
     * @param events what the events of a history count for
     * @param offsets where each source's targets begin, and the total at the end; shape [items + 1]
     * @param targets items, ascending within a source; shape [total]
     * @param weights weight of each; shape [total]
     */
    ItemWeights(EventWeights events, int[] offsets, int[] targets, float[] weights) {
        this.events = events;
        this.offsets = offsets;
        this.targets = targets;
        this.weights = weights;
    }

    @Override
    public int items() {
        return offsets.length - 1;
    }

    @Override
    public void score(Query query, float[] scores) {
        Arrays.fill(scores, 0, items(), Float.NaN);
        // Ascending, so that the order of the history does not reach the last bit of a sum.
        WeightedItems history = events.history(query);
        for (int i = 0; i < history.size(); i++) {
            addTargets(history.item(i), history.weight(i), scores);
        }
    }

    private void addTargets(int source, float factor, float[] scores) {
        for (int p = offsets[source]; p < offsets[source + 1]; p++) {
            float before = scores[targets[p]];
            float contribution = factor * weights[p];
            scores[targets[p]] = Float.isNaN(before) ? contribution : before + contribution;
        }
    }

    @Override
    public Breakdown explain(Query query) {
        DistinctItems past = new DistinctItems(query);
        WeightedItems history = events.history(query);
        return item -> {
            double[] contributions = new double[history.size()];
            boolean reached = false;
            for (int i = 0; i < contributions.length; i++) {
                int p = position(history.item(i), item);
                reached |= p >= 0;
                contributions[i] = p < 0 ? 0 : history.weight(i) * weights[p];
            }
            return reached ? past.contributions(source -> of(source, history, contributions)) : null;
        };
    }

    /** {@return what an item of the history contributes; nothing if its events count for nothing} */
    private static double of(int source, WeightedItems history, double[] contributions) {
        int i = Arrays.binarySearch(history.items(), 0, history.size(), source);
        return i < 0 ? 0 : contributions[i];
    }

    /** {@return where the weight of a target stands among those of a source, negative if it has none} */
    private int position(int source, int target) {
        return Arrays.binarySearch(targets, offsets[source], offsets[source + 1], target);
    }

    @Override
    public void write(ArtifactWriter out) {
        events.write(out);
        out.ints(OFFSETS, offsets).ints(TARGETS, targets).floats(WEIGHTS, weights);
    }

    static ItemWeights read(ArtifactReader in) {
        int[] offsets = in.ints(OFFSETS);
        int[] targets = in.ints(TARGETS);
        float[] weights = in.floats(WEIGHTS);
        int items = offsets.length - 1;
        if (items < 0 || offsets[0] != 0 || offsets[items] != targets.length || weights.length != targets.length) {
            throw corrupt("arrays of " + offsets.length + ", " + targets.length + " and " + weights.length
                    + " values that do not fit together");
        }
        for (int source = 0; source < items; source++) {
            if (offsets[source] > offsets[source + 1]) {
                throw corrupt("falling offsets at item " + source);
            }
        }
        for (int source = 0; source < items; source++) {
            checkRow(source, offsets, targets, weights);
        }
        return new ItemWeights(EventWeights.read(in), offsets, targets, weights);
    }

    private static void checkRow(int source, int[] offsets, int[] targets, float[] weights) {
        int items = offsets.length - 1;
        int before = -1;
        for (int p = offsets[source]; p < offsets[source + 1]; p++) {
            if (targets[p] <= before || targets[p] >= items || !Float.isFinite(weights[p])) {
                throw corrupt("item " + targets[p] + " with weight " + weights[p] + " after item " + before
                        + " in the row of item " + source + " of " + items);
            }
            before = targets[p];
        }
    }

    private static CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException("the " + LinearItemRecipe.NAME + " model has " + what
                + ": restore it from a copy, or train the version again");
    }
}
