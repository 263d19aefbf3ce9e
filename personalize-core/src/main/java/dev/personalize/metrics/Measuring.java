package dev.personalize.metrics;

import dev.personalize.data.Popularity;
import dev.personalize.math.Bits;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Asks about every case of a holdout, once for all metrics. Immutable, safe for any number of threads; the result does not depend on
 * how many work on it.
 *
 * <p>A case is asked as a campaign would ask it: the events given are the user's history, a related-items model is asked about the
 * newest item given, and where the model names too few items the most popular ones of the training data follow. An item asked for
 * counts once, however often it occurs.
 */
public final class Measuring {
    private static final int CASES_PER_CHUNK = 32;
    private static final int MOST_QUERIES = 8;
    /** Scores kept by a thread at a time, unless one query has more. */
    private static final int MOST_SCORES = 1 << 20;

    private final Holdout holdout;
    private final RecipeType type;
    private final List<Metric> metrics;
    private final boolean repeats;
    private final Parallel parallel;
    private final int depth;
    private final Popularity popularity;

    /** Makes the lists of some queries; may use and change the scratch. */
    @FunctionalInterface
    private interface Ranking {
        void rank(List<Query> queries, Scratch scratch, int[][] lists, int from);
    }

    /**
     * @param type what the model is asked for
     * @param metrics each with a name of its own
     * @param repeats whether items of the history may be recommended; if not, those are not to be found either
     * @param parallel spreads the cases over threads
     * @throws IllegalArgumentException if two metrics have one name
     */
    public Measuring(Holdout holdout, RecipeType type, List<Metric> metrics, boolean repeats, Parallel parallel) {
        Set<String> names = new HashSet<>();
        for (Metric metric : metrics) {
            if (!names.add(metric.name())) {
                throw new IllegalArgumentException("two metrics are named '" + metric.name() + "'");
            }
        }
        this.holdout = holdout;
        this.type = type;
        this.metrics = List.copyOf(metrics);
        this.repeats = repeats;
        this.parallel = parallel;
        this.depth = metrics.stream().mapToInt(Metric::depth).max().orElse(1);
        this.popularity = Popularity.of(holdout.train().interactions());
    }

    /** {@return the split it measures on} */
    public Holdout holdout() {
        return holdout;
    }

    List<Metric> metrics() {
        return metrics;
    }

    /** {@return how long lists are: as deep as the deepest metric looks} */
    public int depth() {
        return depth;
    }

    /** {@return how many users each item has in the training data} */
    public Popularity popularity() {
        return popularity;
    }

    /** Measures a model that was trained on {@code holdout.train()}. */
    public Measurement of(Model model) {
        return measured((queries, scratch, lists, from) -> {
            float[][] scores = scratch.scores(queries.size(), model.items());
            model.score(queries, scores);
            for (int i = 0; i < queries.size(); i++) {
                lists[from + i] = best(queries.get(i), scores[i], model.items(), scratch.allowed);
            }
        });
    }

    /** Measures recommending the most popular items to everybody, as popular as they are here. */
    public Measurement of(Popularity order) {
        return measured((queries, scratch, lists, from) -> {
            for (int i = 0; i < queries.size(); i++) {
                lists[from + i] = filled(new int[0], queries.get(i), order, scratch.allowed);
            }
        });
    }

    private Measurement measured(Ranking ranking) {
        int cases = holdout.cases();
        int[][] lists = new int[cases][];
        double[][] values = new double[metrics.size()][cases];
        int batch = Math.max(1, Math.min(MOST_QUERIES, MOST_SCORES / Math.max(1, popularity.size())));
        parallel.forChunks(cases, CASES_PER_CHUNK, (chunk, from, to) -> {
            Scratch scratch = new Scratch(popularity.size());
            for (int begin = from; begin < to; begin += batch) {
                List<Query> queries = queries(begin, Math.min(to, begin + batch));
                ranking.rank(queries, scratch, lists, begin);
                for (int i = 0; i < queries.size(); i++) {
                    RankedCase ranked = ranked(begin + i, queries.get(i), lists[begin + i]);
                    for (int metric = 0; metric < values.length; metric++) {
                        values[metric][begin + i] = metrics.get(metric).of(ranked);
                    }
                }
            }
        });
        return new Measurement(this, lists, values);
    }

    private List<Query> queries(int from, int to) {
        List<Query> queries = new ArrayList<>(to - from);
        for (int number = from; number < to; number++) {
            queries.add(holdout.query(number, type));
        }
        return queries;
    }

    /** {@return a case with its list} */
    RankedCase ranked(int number, int[] list) {
        return ranked(number, holdout.query(number, type), list);
    }

    private RankedCase ranked(int number, Query query, int[] list) {
        int[] relevant = holdout.relevant(number, query);
        if (!repeats) {
            relevant = IntStream.of(relevant).filter(item -> !query.has(item)).toArray();
        }
        return new RankedCase(holdout, number, query, list, relevant);
    }

    private int[] best(Query query, float[] scores, int items, Bits allowed) {
        if (query.anchor() >= 0) {
            scores[query.anchor()] = Float.NaN;
        }
        for (int i = 0; !repeats && i < query.size(); i++) {
            scores[query.items()[i]] = Float.NaN;
        }
        TopK top = new TopK(depth);
        top.offerAll(scores, items);
        int[] best = top.drain();
        return best.length == depth ? best : filled(best, query, popularity, allowed);
    }

    /** {@return the list with the most popular items after it that are not in it and may be} */
    private int[] filled(int[] best, Query query, Popularity order, Bits allowed) {
        for (int item : best) {
            allowed.clear(item);
        }
        if (query.anchor() >= 0) {
            allowed.clear(query.anchor()); // an item is not its own related item
        }
        for (int i = 0; !repeats && i < query.size(); i++) {
            allowed.clear(query.items()[i]);
        }
        int[] filled = Arrays.copyOf(best, depth);
        int size = order.fill(filled, best.length, allowed);
        for (int place = 0; place < size; place++) {
            allowed.set(filled[place]);
        }
        if (query.anchor() >= 0) {
            allowed.set(query.anchor());
        }
        for (int i = 0; !repeats && i < query.size(); i++) {
            allowed.set(query.items()[i]);
        }
        return size == depth ? filled : Arrays.copyOf(filled, size);
    }

    /** What a thread works with, as it was before after every list. */
    private static final class Scratch {
        final Bits allowed;
        float[][] scores = new float[0][];

        Scratch(int items) {
            allowed = Bits.all(items);
        }

        float[][] scores(int queries, int items) {
            if (scores.length < queries) {
                scores = new float[queries][items];
            }
            return scores;
        }
    }
}
