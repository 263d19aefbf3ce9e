package dev.personalize.recipes.content;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.WeightedItems;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.DimMajor;
import dev.personalize.math.Vectors;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.DistinctItems;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;

/** Vectors of items and the counts that correct them, as {@link SimilarItemsRecipe} says. Immutable. */
final class SimilarItemsModel implements ExplainingModel {
    private static final String VECTORS = "vectors";
    private static final String ROOTS = "roots";
    private static final String USERS = "prior_users";
    private static final String DISCOUNT = "popularity_discount";
    private static final String OFFSETS = "offsets";
    private static final String OTHERS = "others";
    private static final String COUNTS = "counts";

    private final EventWeights events;
    private final float[][] vectors;
    private final float[] roots;
    private final float users;
    private final double discount;
    private final SparseRows counts;
    /** The vectors by dimension; shape [d][items]. */
    private final float[][] byDimension;
    /** What popularity takes from a score; shape [items]. */
    private final float[] factors;

    /**
     * @param events what the events of a history count for
     * @param vectors v; kept; shape [items][d]
     * @param roots √n; kept; shape [items]
     * @param users κ
     * @param discount δ
     * @param counts c of the pairs that have most, ascending within an item
     */
    SimilarItemsModel(
            EventWeights events, float[][] vectors, float[] roots, double users, double discount, SparseRows counts) {
        this.events = events;
        this.vectors = vectors;
        this.roots = roots;
        this.users = (float) users;
        this.discount = discount;
        this.counts = counts;
        this.byDimension = DimMajor.of(vectors, vectors.length == 0 ? 1 : vectors[0].length);
        this.factors = new float[roots.length];
        for (int item = 0; item < factors.length; item++) {
            factors[item] = (float) Math.pow(1 + (double) roots[item] * roots[item] / users, -discount / 2);
        }
    }

    @Override
    public int items() {
        return roots.length;
    }

    @Override
    public void score(Query query, float[] scores) {
        if (query.anchor() >= 0) {
            related(query.anchor(), scores);
            return;
        }
        Arrays.fill(scores, 0, items(), Float.NaN);
        WeightedItems history = events.history(query);
        float[] ofOne = new float[items()];
        for (int i = 0; i < history.size(); i++) {
            related(history.item(i), ofOne);
            for (int item = 0; item < ofOne.length; item++) {
                if (!Float.isNaN(ofOne[item])) {
                    float part = history.weight(i) * ofOne[item];
                    scores[item] = Float.isNaN(scores[item]) ? part : scores[item] + part;
                }
            }
        }
    }

    /** Overwrites the scores with those of the neighbours of an item. */
    private void related(int anchor, float[] scores) {
        DimMajor.scan(byDimension, vectors[anchor], scores);
        float root = roots[anchor];
        for (int item = 0; item < items(); item++) {
            scores[item] = users * scores[item];
        }
        for (int p = counts.begin(anchor); p < counts.end(anchor); p++) {
            scores[counts.column(p)] += counts.value(p);
        }
        for (int item = 0; item < items(); item++) {
            float score = factors[item] * scores[item] / (root * roots[item] + users);
            scores[item] = score > 0 ? score : Float.NaN;
        }
        scores[anchor] = Float.NaN;
    }

    /** A score of related items is the anchor's; a score of a history is a sum over its items, each of which counts once. */
    @Override
    public Breakdown explain(Query query) {
        float[] scores = new float[items()];
        score(query, scores);
        if (query.anchor() >= 0) {
            return item -> Float.isNaN(scores[item]) ? null : Contributions.ofAnchor(scores[item]);
        }
        DistinctItems past = new DistinctItems(query);
        WeightedItems history = events.history(query);
        return item -> {
            if (Float.isNaN(scores[item])) {
                return null;
            }
            double[] parts = new double[history.size()];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = history.weight(i) * Math.max(0, one(history.item(i), item));
            }
            return past.contributions(source -> of(source, history, parts));
        };
    }

    /** {@return what an item of the history contributes; nothing if its events count for nothing} */
    private static double of(int source, WeightedItems history, double[] parts) {
        int i = Arrays.binarySearch(history.items(), 0, history.size(), source);
        return i < 0 ? 0 : parts[i];
    }

    /** {@return the score of an item as a neighbour of another, not above 0 where it is none} */
    private double one(int anchor, int item) {
        double expected = users * Vectors.product(vectors[anchor], vectors[item]);
        double score = factors[item] * (expected + count(anchor, item)) / (roots[anchor] * roots[item] + users);
        return item == anchor ? 0 : score;
    }

    private float count(int anchor, int item) {
        int low = counts.begin(anchor);
        int high = counts.end(anchor);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (counts.column(middle) < item) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < counts.end(anchor) && counts.column(low) == item ? counts.value(low) : 0;
    }

    @Override
    public void write(ArtifactWriter out) {
        int[] offsets = new int[items() + 1];
        int[] others = new int[counts.size()];
        float[] values = new float[counts.size()];
        for (int item = 0; item < items(); item++) {
            offsets[item + 1] = counts.end(item);
        }
        for (int p = 0; p < others.length; p++) {
            others[p] = counts.column(p);
            values[p] = counts.value(p);
        }
        events.write(out);
        out.matrix(VECTORS, vectors, byDimension.length).floats(ROOTS, roots);
        out.ints(OFFSETS, offsets).ints(OTHERS, others).floats(COUNTS, values);
        out.text(USERS, Float.toString(users)).text(DISCOUNT, Double.toString(discount));
    }

    static SimilarItemsModel read(ArtifactReader in) {
        float[][] vectors = in.matrix(VECTORS);
        float[] roots = in.floats(ROOTS);
        int[] offsets = in.ints(OFFSETS);
        int[] others = in.ints(OTHERS);
        float[] values = in.floats(COUNTS);
        int items = roots.length;
        if (vectors.length != items || offsets.length != items + 1 || offsets[0] != 0) {
            throw corrupt(vectors.length + " vectors, " + items + " roots and " + offsets.length + " offsets");
        }
        for (int item = 0; item < items; item++) {
            if (!Vectors.allFinite(vectors[item]) || !(roots[item] >= 0 && roots[item] < Float.POSITIVE_INFINITY)) {
                throw corrupt("numbers that are none at item " + item);
            }
        }
        if (others.length != offsets[items] || values.length != others.length) {
            throw corrupt(others.length + " items and " + values.length + " counts of pairs");
        }
        checkRows(offsets, others, values);
        double users = number(in, USERS, Float.MIN_NORMAL, Float.MAX_VALUE);
        double discount = number(in, DISCOUNT, 0, 1);
        SparseRows counts = new SparseRows(items, offsets, others, values);
        return new SimilarItemsModel(EventWeights.read(in), vectors, roots, users, discount, counts);
    }

    private static void checkRows(int[] offsets, int[] others, float[] values) {
        int items = offsets.length - 1;
        for (int item = 0; item < items; item++) {
            if (offsets[item] > offsets[item + 1]) {
                throw corrupt("falling offsets at item " + item);
            }
        }
        for (int item = 0; item < items; item++) {
            int before = -1;
            for (int p = offsets[item]; p < offsets[item + 1]; p++) {
                if (others[p] <= before || others[p] >= items || !Float.isFinite(values[p])) {
                    throw corrupt("item " + others[p] + " with count " + values[p] + " after item " + before);
                }
                before = others[p];
            }
        }
    }

    private static double number(ArtifactReader in, String name, double min, double max) {
        String text = in.text(name);
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new CorruptArtifactException(message(name + " '" + text + "'"), e);
        }
        if (!(value >= min && value <= max)) {
            throw corrupt(name + " '" + text + "'");
        }
        return value;
    }

    private static CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException(message(what));
    }

    private static String message(String what) {
        return "the " + SimilarItemsRecipe.NAME + " model has " + what
                + ": restore it from a copy, or train the version again";
    }
}
