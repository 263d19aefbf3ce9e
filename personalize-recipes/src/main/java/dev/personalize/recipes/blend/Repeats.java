package dev.personalize.recipes.blend;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.Query;
import java.util.Arrays;

/**
 * What is added to the scores of items that the history has already: a constant, which is negative where people do not come back to
 * what they had, and more the more often and the more recently an item was had. Immutable.
 *
 * <p>With <i>d</i> the number of events after an event, an item of the history gets
 *
 * <pre>
 * had + again · Σ 0.9^d   over the events of the item
 * </pre>
 *
 * @param had added to every item of the history
 * @param again added for an item whose only event is the newest; at least 0
 */
record Repeats(float had, float again) {
    static final Repeats NONE = new Repeats(0, 0);

    private static final String NAME = "repeats";
    private static final double DECAY = 0.9;

    /** {@return Σ 0.9^d over the events of an item} */
    static double freshness(Query query, int item) {
        double sum = 0;
        double weight = 1;
        for (int position = query.size() - 1; position >= 0; position--) {
            sum += query.items()[position] == item ? weight : 0;
            weight *= DECAY;
        }
        return sum;
    }

    /** Adds to the scores of the items of the history that have one. */
    void addTo(float[] scores, Query query) {
        if (equals(NONE)) {
            return;
        }
        int[] items = query.items();
        float weight = again;
        for (int position = items.length - 1; position >= 0; position--) {
            scores[items[position]] += weight; // no score stays none
            weight *= (float) DECAY;
        }
        int[] sorted = items.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                scores[sorted[i]] += had;
            }
        }
    }

    /** {@return what is added to the score of an item, by the events of the item} */
    Contributions contributions(Query query, int item) {
        int count = 0;
        for (int had : query.items()) {
            count += had == item ? 1 : 0;
        }
        if (count == 0 || equals(NONE)) {
            return Contributions.ofRemainder(0);
        }
        double[] events = new double[query.size()];
        double weight = again;
        for (int position = events.length - 1; position >= 0; position--) {
            if (query.items()[position] == item) {
                events[position] = weight + (double) had / count;
            }
            weight *= DECAY;
        }
        return Contributions.ofEvents(events);
    }

    void write(ArtifactWriter out) {
        out.floats(NAME, new float[] {had, again});
    }

    static Repeats read(ArtifactReader in) {
        float[] values = in.floats(NAME);
        if (values.length != 2 || !Float.isFinite(values[0]) || !(values[1] >= 0 && Float.isFinite(values[1]))) {
            throw BlendModel.corrupt("repeats that are none", null);
        }
        return new Repeats(values[0], values[1]);
    }
}
