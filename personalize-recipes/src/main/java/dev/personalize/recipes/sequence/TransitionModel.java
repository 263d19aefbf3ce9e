package dev.personalize.recipes.sequence;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;

/**
 * What follows each item, in compressed rows. Immutable.
 *
 * <p>The targets of a source are the positions {@code offsets[source] … offsets[source+1]-1} of the other two arrays, ascending.
 */
final class TransitionModel implements ExplainingModel {
    private static final String OFFSETS = "offsets";
    private static final String TARGETS = "targets";
    private static final String WEIGHTS = "weights";

    private final EventWeights events;
    private final Aging aging;
    private final int[] offsets;
    private final int[] targets;
    private final float[] weights;

    private TransitionModel(EventWeights events, Aging aging, int[] offsets, int[] targets, float[] weights) {
        this.events = events;
        this.aging = aging;
        this.offsets = offsets;
        this.targets = targets;
        this.weights = weights;
    }

    /**
     * {@return the model of these rows}
     *
     * @param targets of each source, ascending; shape [items][…]
     * @param weights shape as {@code targets}
     */
    static TransitionModel of(EventWeights events, Aging aging, int[][] targets, float[][] weights) {
        int[] offsets = new int[targets.length + 1];
        for (int source = 0; source < targets.length; source++) {
            offsets[source + 1] = Math.addExact(offsets[source], targets[source].length);
        }
        int[] flatTargets = new int[offsets[targets.length]];
        float[] flatWeights = new float[flatTargets.length];
        for (int source = 0; source < targets.length; source++) {
            System.arraycopy(targets[source], 0, flatTargets, offsets[source], targets[source].length);
            System.arraycopy(weights[source], 0, flatWeights, offsets[source], weights[source].length);
        }
        return new TransitionModel(events, aging, offsets, flatTargets, flatWeights);
    }

    @Override
    public int items() {
        return offsets.length - 1;
    }

    @Override
    public void score(Query query, float[] scores) {
        Arrays.fill(scores, 0, items(), Float.NaN);
        Steps steps = new Steps(query, events, aging);
        for (int step = 0; step < steps.size(); step++) {
            float factor = (float) steps.factor(step);
            int source = steps.item(step);
            for (int p = offsets[source]; p < offsets[source + 1]; p++) {
                float before = scores[targets[p]];
                float contribution = factor * weights[p];
                scores[targets[p]] = Float.isNaN(before) ? contribution : before + contribution;
            }
        }
    }

    @Override
    public Breakdown explain(Query query) {
        Steps steps = new Steps(query, events, aging);
        return item -> {
            double[] contributions = new double[steps.size()];
            boolean reached = false;
            for (int step = 0; step < contributions.length; step++) {
                int source = steps.item(step);
                int p = Arrays.binarySearch(targets, offsets[source], offsets[source + 1], item);
                reached |= p >= 0;
                contributions[step] = p < 0 ? 0 : steps.factor(step) * weights[p];
            }
            return reached ? Contributions.ofEvents(steps.ofEvents(contributions)) : null;
        };
    }

    @Override
    public void write(ArtifactWriter out) {
        events.write(out);
        aging.write(out);
        out.ints(OFFSETS, offsets).ints(TARGETS, targets).floats(WEIGHTS, weights);
    }

    static TransitionModel read(ArtifactReader in) {
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
        return new TransitionModel(EventWeights.read(in), Aging.read(in), offsets, targets, weights);
    }

    private static void checkRow(int source, int[] offsets, int[] targets, float[] weights) {
        int items = offsets.length - 1;
        int before = -1;
        for (int p = offsets[source]; p < offsets[source + 1]; p++) {
            if (targets[p] <= before || targets[p] >= items || !(weights[p] >= 0 && weights[p] <= Float.MAX_VALUE)) {
                throw corrupt("item " + targets[p] + " with weight " + weights[p] + " after item " + before
                        + " in the row of item " + source + " of " + items);
            }
            before = targets[p];
        }
    }

    private static CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException("the " + SequentialRulesRecipe.NAME + " model has " + what
                + ": restore it from a copy, or train the version again");
    }
}
