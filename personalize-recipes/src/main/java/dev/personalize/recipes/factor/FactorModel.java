package dev.personalize.recipes.factor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.WeightedItems;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.DimMajor;
import dev.personalize.math.Parallel;
import dev.personalize.math.Spares;
import dev.personalize.math.Vectors;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of items, twice: as rows to fold a user in and to score single items, and dimension by dimension to score
 * all of them. Immutable but for scratch memory, which threads take turns with.
 */
final class FactorModel implements EmbeddingModel, ExplainingModel {
    private static final String ITEM_FACTORS = "item_factors";
    private static final String WITHOUT_EVENTS = "items_without_events";
    /** A request is answered or not; it is not cancelled half-way. */
    private static final Cancellation NEVER = new Cancellation();

    private final int d;
    private final Penalty penalty;
    private final EventWeights weights;
    private final Side items;
    private final float[][] byDimension;
    /** Whether an item has a vector; shape [items]. */
    private final boolean[] active;
    /** The items whose vector is of their metadata alone, ascending: it counts for nobody who did not have them. */
    private final int[] withoutEvents;
    /** The items that have none, which have no score. */
    private final int[] inactive;
    /** Scratch memory to fold users in; the answers do not depend on it. */
    private final Spares<CholeskySolver> solvers;
    /** What metadata lets one expect of users, or null for nothing. */
    private final @Nullable UserPrior prior;

    private FactorModel(
            int d,
            Penalty penalty,
            EventWeights weights,
            Side items,
            boolean[] active,
            int[] withoutEvents,
            @Nullable UserPrior prior) {
        this.d = d;
        this.penalty = penalty;
        this.weights = weights;
        this.items = items;
        this.byDimension = DimMajor.of(items.factors(), d);
        this.solvers = new Spares<>(() -> new CholeskySolver(d, penalty, NEVER));
        this.active = active;
        this.withoutEvents = withoutEvents;
        this.prior = prior;
        this.inactive =
                IntStream.range(0, active.length).filter(item -> !active[item]).toArray();
    }

    /**
     * {@return a model of these vectors}
     *
     * @param itemFactors zero where nothing is known of an item; kept; shape [items][d]
     * @param withoutEvents items whose vector is not one of the training, ascending; kept
     * @param weights what the events of a history count for
     * @param prior what metadata lets one expect of users, or null for nothing
     */
    static FactorModel of(
            float[][] itemFactors,
            int[] withoutEvents,
            Penalty penalty,
            EventWeights weights,
            @Nullable UserPrior prior,
            int d,
            Parallel parallel) {
        boolean[] active = new boolean[itemFactors.length];
        int count = 0;
        for (int item = 0; item < active.length; item++) {
            for (float value : itemFactors[item]) {
                active[item] |= value != 0;
            }
            count += active[item] ? 1 : 0;
        }
        Side items = Side.of(itemFactors, withoutEvents, d, count - withoutEvents.length, parallel);
        return new FactorModel(d, penalty, weights, items, active, withoutEvents, prior);
    }

    /** {@return the same model that does not look at the metadata of users} */
    FactorModel withoutPrior() {
        return new FactorModel(d, penalty, weights, items, active, withoutEvents, null);
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
        WeightedItems history = history(query);
        if (history.size() == 0) {
            return false;
        }
        CholeskySolver solver = solvers.take();
        boolean solved =
                solver.solve(items, Pairs.of(history), expected(query, history).centre(), vector);
        solvers.giveBack(solver);
        return solved;
    }

    private Expected expected(Query query, WeightedItems history) {
        return prior == null
                ? Expected.NOTHING
                : prior.of(query, Pairs.of(history).mass());
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
        eraseInactive(scores);
    }

    @Override
    public void score(List<Query> queries, float[][] scores) {
        float[][] users = new float[queries.size()][];
        float[][] scoresOfUsers = new float[queries.size()][];
        int known = 0;
        for (int q = 0; q < queries.size(); q++) {
            float[] user = new float[d];
            if (user(queries.get(q), user)) {
                users[known] = user;
                scoresOfUsers[known++] = scores[q];
            } else {
                Arrays.fill(scores[q], 0, items(), Float.NaN);
            }
        }
        DimMajor.scan(byDimension, Arrays.copyOf(users, known), scoresOfUsers);
        for (int u = 0; u < known; u++) {
            eraseInactive(scoresOfUsers[u]);
        }
    }

    private void eraseInactive(float[] scores) {
        for (int item : inactive) {
            scores[item] = Float.NaN;
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

    @Override
    public Breakdown explain(Query query) {
        if (!user(query, new float[d])) {
            return item -> null;
        }
        WeightedItems history = history(query);
        Expected expected = expected(query, history);
        return new ScoreBreakdown(
                query,
                history,
                items,
                active,
                d,
                penalty,
                vector -> prior == null ? UserPrior.Parts.NONE : prior.parts(expected, vector));
    }

    /** {@return the items of a history that count, ascending as in training: its order does not reach the last bit} */
    private WeightedItems history(Query query) {
        return weights.history(query).filter(item -> active[item]);
    }

    @Override
    public void write(ArtifactWriter out) {
        out.text(MatrixFactorizationRecipe.UNOBSERVED_WEIGHT, Double.toString(penalty.unobservedWeight()));
        out.text(MatrixFactorizationRecipe.REGULARIZATION, Double.toString(penalty.regularization()));
        out.text(MatrixFactorizationRecipe.FREQUENCY_EXPONENT, Double.toString(penalty.frequencyExponent()));
        weights.write(out);
        out.text(MatrixFactorizationRecipe.FACTORS, Integer.toString(d));
        out.matrix(ITEM_FACTORS, items.factors(), d);
        if (withoutEvents.length > 0) {
            out.ints(WITHOUT_EVENTS, withoutEvents);
        }
        if (prior != null) {
            prior.write(out);
        }
    }

    static FactorModel read(ArtifactReader in) {
        Penalty penalty = new Penalty(
                positive(in, MatrixFactorizationRecipe.UNOBSERVED_WEIGHT),
                positive(in, MatrixFactorizationRecipe.REGULARIZATION),
                // Models of before had no other exponent.
                in.has(MatrixFactorizationRecipe.FREQUENCY_EXPONENT)
                        ? number(in, MatrixFactorizationRecipe.FREQUENCY_EXPONENT)
                        : 1);
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
        int[] withoutEvents = withoutEvents(in, itemFactors);
        return of(
                itemFactors,
                withoutEvents,
                penalty,
                EventWeights.read(in),
                UserPrior.read(in, (int) d),
                (int) d,
                Parallel.ofProcessors());
    }

    private static int[] withoutEvents(ArtifactReader in, float[][] itemFactors) {
        int[] positions = in.has(WITHOUT_EVENTS) ? in.ints(WITHOUT_EVENTS) : new int[0];
        int before = -1;
        for (int item : positions) {
            if (item <= before || item >= itemFactors.length || Vectors.allZero(itemFactors[item])) {
                throw corrupt(WITHOUT_EVENTS + " with " + item + " after " + before, null);
            }
            before = item;
        }
        return positions;
    }

    static double positive(ArtifactReader in, String name) {
        double value = number(in, name);
        if (value == 0) {
            throw corrupt(name + " '" + value + "'", null);
        }
        return value;
    }

    /** {@return a number that is finite and not negative} */
    private static double number(ArtifactReader in, String name) {
        String text = in.text(name);
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw corrupt(name + " '" + text + "'", e);
        }
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw corrupt(name + " '" + text + "'", null);
        }
        return value;
    }

    static CorruptArtifactException corrupt(String what, @Nullable Throwable cause) {
        String message = "the " + MatrixFactorizationRecipe.NAME + " model has " + what
                + ": restore it from a copy, or train the version again";
        return cause == null ? new CorruptArtifactException(message) : new CorruptArtifactException(message, cause);
    }
}
