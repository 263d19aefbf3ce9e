package dev.personalize.recipes.blend;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.math.Spares;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.PopularityBias;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.RecipeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Models that are asked together: a score is the weighted sum of the parts' scores on one scale ({@link Standard}), plus what speaks
 * for items of the history itself ({@link Repeats}). Immutable but for scratch memory, which threads take turns with.
 *
 * <p>Everything is NaN for an empty history; an item no part scores is NaN.
 */
final class BlendModel implements ExplainingModel {
    private static final String PARTS = "parts";
    private static final String RECIPE = "recipe";
    private static final String WEIGHTS = "weights";
    private static final String ROOTS = "roots";

    /**
     * A model of the blend.
     *
     * @param label what it is called in the file
     * @param recipe that reads it
     * @param model of that recipe
     * @param weight above 0
     */
    record Weighted(String label, Recipe recipe, Model model, float weight) {
        /** {@return what this model is asked: one of related items about the newest item of the history} */
        Query asked(Query query) {
            return recipe.type() == RecipeType.RELATED_ITEMS
                    ? query.withAnchor(query.items()[query.size() - 1])
                    : query;
        }
    }

    private final List<Weighted> parts;
    private final Repeats repeats;
    /** How many square roots are drawn of a part's scores. */
    private final int roots;

    private final int items;
    /** Scratch memory for the scores of a part; the answers do not depend on it. */
    private final Spares<float[]> rows;

    /**
     * @param parts at least one, of as many items each
     * @param roots how many square roots are drawn of a part's scores
     */
    BlendModel(List<Weighted> parts, int roots, Repeats repeats) {
        this.parts = List.copyOf(parts);
        this.roots = roots;
        this.repeats = repeats;
        this.items = parts.get(0).model().items();
        this.rows = new Spares<>(() -> new float[items]);
    }

    @Override
    public int items() {
        return items;
    }

    @Override
    public void score(Query query, float[] scores) {
        Arrays.fill(scores, 0, items, Float.NaN);
        if (query.size() == 0) {
            return;
        }
        float[] row = rows.take();
        for (Weighted part : parts) {
            part.model().score(part.asked(query), row);
            add(part, row, query, scores);
        }
        rows.giveBack(row);
        repeats.addTo(scores, query);
    }

    private void add(Weighted part, float[] row, Query query, float[] scores) {
        float greatest = Standard.greatest(row, items, query);
        for (int item = 0; item < items; item++) {
            if (!Float.isNaN(row[item])) {
                float before = Float.isNaN(scores[item]) ? 0 : scores[item];
                scores[item] = before + share(part, row[item], greatest);
            }
        }
    }

    /** {@return what a score of a part adds to the blend's} */
    private float share(Weighted part, float score, float greatest) {
        return greatest == 0 ? 0 : part.weight() * Standard.of(score, greatest, roots);
    }

    @Override
    public void score(List<Query> queries, float[][] scores) {
        List<Query> known = new ArrayList<>();
        List<float[]> rowOf = new ArrayList<>();
        for (int q = 0; q < queries.size(); q++) {
            Arrays.fill(scores[q], 0, items, Float.NaN);
            if (queries.get(q).size() > 0) {
                known.add(queries.get(q));
                rowOf.add(scores[q]);
            }
        }
        float[][] ofPart = new float[known.size()][items];
        for (Weighted part : parts) {
            part.model().score(known.stream().map(part::asked).toList(), ofPart);
            for (int q = 0; q < ofPart.length; q++) {
                add(part, ofPart[q], known.get(q), rowOf.get(q));
            }
        }
        for (int q = 0; q < ofPart.length; q++) {
            repeats.addTo(rowOf.get(q), known.get(q));
        }
    }

    @Override
    public Breakdown explain(Query query) {
        if (query.size() == 0) {
            return item -> null;
        }
        float[] blended = new float[items];
        score(query, blended);
        List<Opened> opened =
                parts.stream().map(part -> new Opened(part, query)).toList();
        return item -> {
            if (Float.isNaN(blended[item])) {
                return null;
            }
            Contributions sum = repeats.contributions(query, item);
            for (Opened part : opened) {
                sum = sum.plus(part.contributions(item));
            }
            return sum;
        };
    }

    /** What a part says to one query, and why. */
    private final class Opened {
        /** Below that share of the greatest score a score is not taken apart: its contributions all but cancel. */
        private static final float SMALL = 1e-4f;

        private final Weighted part;
        private final int events;
        private final float[] scores = new float[items];
        private final float greatest;
        private final @Nullable Breakdown breakdown;

        Opened(Weighted part, Query query) {
            this.part = part;
            this.events = query.size();
            Query asked = part.asked(query);
            part.model().score(asked, scores);
            greatest = Standard.greatest(scores, items, query);
            breakdown = part.model() instanceof ExplainingModel explaining ? explaining.explain(asked) : null;
        }

        /** {@return parts of what it adds to the score of an item, which sum to it whatever rounding the model does} */
        Contributions contributions(int item) {
            float score = scores[item];
            if (Float.isNaN(score)) {
                return Contributions.ofRemainder(0);
            }
            double share = share(part, score, greatest);
            Contributions raw = breakdown == null || Math.abs(score) <= SMALL * greatest ? null : breakdown.of(item);
            if (raw == null || share == 0) {
                return Contributions.ofRemainder(share);
            }
            Contributions scaled = ofTheNewest(raw.times(share / score));
            return scaled.plus(Contributions.ofRemainder(share - scaled.sum()));
        }

        /** {@return the same, with what the item asked about contributes given to the event it is of} */
        private Contributions ofTheNewest(Contributions contributions) {
            if (contributions.anchor() == 0) {
                return contributions;
            }
            double[] byEvent = Arrays.copyOf(contributions.events(), events);
            byEvent[events - 1] += contributions.anchor();
            return new Contributions(
                    byEvent, 0, contributions.popularity(), contributions.attributes(), contributions.remainder());
        }
    }

    @Override
    public void write(ArtifactWriter out) {
        float[] weights = new float[parts.size()];
        for (int i = 0; i < weights.length; i++) {
            Weighted part = parts.get(i);
            weights[i] = part.weight();
            out.part(part.label()).text(RECIPE, part.recipe().name());
            part.model().write(out.part(part.label()).part("model"));
        }
        out.text(PARTS, String.join(",", parts.stream().map(Weighted::label).toList()));
        out.floats(WEIGHTS, weights);
        out.text(ROOTS, Integer.toString(roots));
        repeats.write(out);
    }

    static BlendModel read(ArtifactReader in) {
        String[] labels = in.text(PARTS).split(",", -1);
        float[] weights = in.floats(WEIGHTS);
        if (weights.length != labels.length) {
            throw corrupt(weights.length + " weights of " + labels.length + " parts", null);
        }
        List<Weighted> parts = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i].isEmpty() || !(weights[i] > 0 && weights[i] < Float.POSITIVE_INFINITY)) {
                throw corrupt("a part '" + labels[i] + "' of weight " + weights[i], null);
            }
            ArtifactReader own = in.part(labels[i]);
            Recipe recipe = recipe(own.text(RECIPE));
            Model model = PopularityBias.reopened(recipe.read(own.part("model")), own.part("model"));
            parts.add(new Weighted(labels[i], recipe, model, weights[i]));
            if (model.items() != parts.get(0).model().items()) {
                throw corrupt("parts of different numbers of items", null);
            }
        }
        String roots = in.text(ROOTS);
        if (!roots.matches("[0-" + Standard.MOST_ROOTS + "]")) {
            throw corrupt(ROOTS + " '" + roots + "'", null);
        }
        return new BlendModel(parts, Integer.parseInt(roots), Repeats.read(in));
    }

    private static Recipe recipe(String name) {
        Recipe recipe;
        try {
            recipe = RecipeRegistry.installed().recipe(name);
        } catch (ResourceNotFoundException e) {
            throw corrupt("a part of a recipe that is not there: " + e.getMessage(), e);
        }
        if (recipe.getClass().getPackage().equals(BlendModel.class.getPackage())) {
            throw corrupt("a part of the recipe '" + name + "'", null);
        }
        return recipe;
    }

    static CorruptArtifactException corrupt(String what, @Nullable Throwable cause) {
        String message = "the blended model has " + what + ": restore it from a copy, or train the version again";
        return cause == null ? new CorruptArtifactException(message) : new CorruptArtifactException(message, cause);
    }
}
