package dev.personalize.recipes.factor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.DimMajor;
import dev.personalize.math.Parallel;
import dev.personalize.math.Vectors;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of items, twice: as rows to fold a user in and to score single items, and dimension by dimension to score
 * all of them. Immutable.
 */
final class FactorModel implements EmbeddingModel {
    private static final String ITEM_FACTORS = "item_factors";
    /** A request is answered or not; it is not cancelled half-way. */
    private static final Cancellation NEVER = new Cancellation();

    private final int d;
    private final Penalty penalty;
    private final Side items;
    private final float[][] byDimension;
    /** Whether an item had events; shape [items]. */
    private final boolean[] active;

    private FactorModel(int d, Penalty penalty, Side items, boolean[] active) {
        this.d = d;
        this.penalty = penalty;
        this.items = items;
        this.byDimension = DimMajor.of(items.factors(), d);
        this.active = active;
    }

    /**
     * {@return a model of these vectors}
     *
     * @param itemFactors zero where an item had no events; kept; shape [items][d]
     */
    static FactorModel of(float[][] itemFactors, Penalty penalty, int d, Parallel parallel) {
        boolean[] active = new boolean[itemFactors.length];
        int count = 0;
        for (int item = 0; item < active.length; item++) {
            for (float value : itemFactors[item]) {
                active[item] |= value != 0;
            }
            count += active[item] ? 1 : 0;
        }
        return new FactorModel(d, penalty, Side.of(itemFactors, d, count, parallel), active);
    }

    @Override
    public int items() {
        return active.length;
    }

    @Override
    public int dimensions() {
        return d;
    }

    /**
     * Folds a user in. Besides for a history that holds nothing to go by, the answer is false for equations that have no
     * solution in single precision.
     */
    @Override
    public boolean user(Query query, float[] vector) {
        int[] history = distinctItems(query);
        return history.length > 0
                && new RowSolver(d, penalty, NEVER).solve(items, history.length, i -> history[i], vector);
    }

    @Override
    public boolean item(int item, float[] vector) {
        System.arraycopy(items.factors()[item], 0, vector, 0, d);
        return active[item];
    }

    @Override
    public void score(Query query, float[] scores) {
        float[] user = new float[d];
        if (!user(query, user)) {
            Arrays.fill(scores, 0, items(), Float.NaN);
            return;
        }
        DimMajor.scan(byDimension, user, scores);
        for (int item = 0; item < active.length; item++) {
            if (!active[item]) {
                scores[item] = Float.NaN;
            }
        }
    }

    @Override
    public void score(Query query, int[] candidates, float[] scores) {
        float[] user = new float[d];
        boolean known = user(query, user);
        for (int i = 0; i < candidates.length; i++) {
            int item = candidates[i];
            scores[i] = known && active[item] ? DimMajor.product(items.factors()[item], user) : Float.NaN;
        }
    }

    /** {@return the items of a history that have a vector, each once} */
    private int[] distinctItems(Query query) {
        // Ascending, as in training: the order of the history does not reach the last bit.
        return Arrays.stream(query.items())
                .filter(item -> active[item])
                .sorted()
                .distinct()
                .toArray();
    }

    @Override
    public void write(ArtifactWriter out) {
        out.text(MatrixFactorizationRecipe.UNOBSERVED_WEIGHT, Double.toString(penalty.unobservedWeight()));
        out.text(MatrixFactorizationRecipe.REGULARIZATION, Double.toString(penalty.regularization()));
        out.text(MatrixFactorizationRecipe.FACTORS, Integer.toString(d));
        out.matrix(ITEM_FACTORS, items.factors(), d);
    }

    static FactorModel read(ArtifactReader in) {
        Penalty penalty = new Penalty(
                positive(in, MatrixFactorizationRecipe.UNOBSERVED_WEIGHT),
                positive(in, MatrixFactorizationRecipe.REGULARIZATION));
        double d = positive(in, MatrixFactorizationRecipe.FACTORS);
        if (d != Math.rint(d) || d > MatrixFactorizationRecipe.MOST_FACTORS) {
            throw corrupt(MatrixFactorizationRecipe.FACTORS + " '" + d + "'", null);
        }
        float[][] itemFactors = in.matrix(ITEM_FACTORS);
        for (int item = 0; item < itemFactors.length; item++) {
            if (itemFactors[item].length != d || !Vectors.allFinite(itemFactors[item])) {
                throw corrupt("a vector of item " + item + " that is not " + (int) d + " finite numbers", null);
            }
        }
        return of(itemFactors, penalty, (int) d, Parallel.ofProcessors());
    }

    private static double positive(ArtifactReader in, String name) {
        String text = in.text(name);
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw corrupt(name + " '" + text + "'", e);
        }
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw corrupt(name + " '" + text + "'", null);
        }
        return value;
    }

    private static CorruptArtifactException corrupt(String what, @Nullable Throwable cause) {
        String message = "the " + MatrixFactorizationRecipe.NAME + " model has " + what
                + ": restore it from a copy, or train the version again";
        return cause == null ? new CorruptArtifactException(message) : new CorruptArtifactException(message, cause);
    }
}
