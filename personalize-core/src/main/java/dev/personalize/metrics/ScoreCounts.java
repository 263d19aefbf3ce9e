package dev.personalize.metrics;

import dev.personalize.math.Parallel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts the scores a model gives in the cases of a holdout, and how many of them belong to items asked for, in bins whose edges
 * are scores of such items; apart for items new to the user and items of the history. Memory does not grow with cases times items.
 */
final class ScoreCounts {
    private static final int CASES_PER_CHUNK = 32;
    private static final int MOST_EDGES = 4096;
    /** Pairs of case and item looked at: a few seconds of work. With more, every n-th case is asked. */
    private static final long MOST_PAIRS = 1L << 28;

    private final Model model;
    private final RecipeType type;
    private final Holdout holdout;
    private final int stride;
    private final int cases;
    private final Counts ofNew;
    private final Counts ofRepeated;

    /**
     * Asks the model twice about every case.
     *
     * @param parallel spreads the cases over threads; the result does not depend on their number
     */
    ScoreCounts(Model model, RecipeType type, Holdout holdout, Parallel parallel) {
        this.model = model;
        this.type = type;
        this.holdout = holdout;
        int all = holdout.cases();
        long pairs = (long) all * Math.max(1, model.items());
        this.stride = (int) Math.max(1, Math.min(all, (pairs + MOST_PAIRS - 1) / MOST_PAIRS));
        this.cases = Parallel.chunks(all, stride);
        float[][] newHits = new float[cases][];
        float[][] repeatedHits = new float[cases][];
        parallel.forChunks(cases, CASES_PER_CHUNK, (chunk, from, to) -> collectHits(from, to, newHits, repeatedHits));
        this.ofNew = new Counts(edges(newHits));
        this.ofRepeated = new Counts(edges(repeatedHits));
        parallel.forChunks(cases, CASES_PER_CHUNK, (chunk, from, to) -> count(from, to));
    }

    /** {@return what scores of items mean that are not in the user's history, or null if none has a score} */
    @Nullable Calibration ofNew() {
        return ofNew.calibration();
    }

    /** {@return what scores of items of the user's history mean, or null if none has a score} */
    @Nullable Calibration ofRepeated() {
        return ofRepeated.calibration();
    }

    private int number(int asked) {
        return asked * stride;
    }

    private void collectHits(int from, int to, float[][] newHits, float[][] repeatedHits) {
        boolean[] had = new boolean[model.items()];
        for (int i = from; i < to; i++) {
            Query query = holdout.query(number(i), type);
            int[] targets = holdout.relevant(number(i), query);
            float[] scores = new float[targets.length];
            model.score(query, targets, scores);
            mark(had, query, true);
            newHits[i] = scored(targets, scores, had, false);
            repeatedHits[i] = scored(targets, scores, had, true);
            mark(had, query, false);
        }
    }

    private static float[] scored(int[] targets, float[] scores, boolean[] had, boolean wanted) {
        float[] found = new float[targets.length];
        int size = 0;
        for (int t = 0; t < targets.length; t++) {
            if (had[targets[t]] == wanted && Float.isFinite(scores[t])) {
                found[size++] = scores[t] + 0f; // no -0: it would be an edge of its own
            }
        }
        return Arrays.copyOf(found, size);
    }

    private static void mark(boolean[] had, Query query, boolean value) {
        for (int item : query.items()) {
            had[item] = value;
        }
    }

    /** {@return different scores, rising: all of them, or as many quantiles} */
    private static float[] edges(float[][] ofCases) {
        int total = 0;
        for (float[] scores : ofCases) {
            total += scores.length;
        }
        float[] all = new float[total];
        int at = 0;
        for (float[] scores : ofCases) {
            System.arraycopy(scores, 0, all, at, scores.length);
            at += scores.length;
        }
        Arrays.sort(all);
        int most = Math.min(total, MOST_EDGES);
        float[] edges = new float[most];
        int size = 0;
        for (int i = 0; i < most; i++) {
            float score = all[(int) ((long) i * total / most)];
            if (size == 0 || score > edges[size - 1]) {
                edges[size++] = score;
            }
        }
        return Arrays.copyOf(edges, size);
    }

    private void count(int from, int to) {
        boolean[] had = new boolean[model.items()];
        float[] scores = new float[model.items()];
        Counts newHere = new Counts(ofNew.edges);
        Counts repeatedHere = new Counts(ofRepeated.edges);
        for (int i = from; i < to; i++) {
            Query query = holdout.query(number(i), type);
            model.score(query, scores);
            mark(had, query, true);
            for (int item = 0; item < scores.length; item++) {
                if (item != query.anchor()) {
                    Counts counts = had[item] ? repeatedHere : newHere;
                    counts.add(counts.pairs, scores[item]);
                }
            }
            for (int item : holdout.relevant(number(i), query)) {
                Counts counts = had[item] ? repeatedHere : newHere;
                counts.add(counts.hits, scores[item]);
            }
            mark(had, query, false);
        }
        ofNew.addAll(newHere);
        ofRepeated.addAll(repeatedHere);
    }

    private static final class Counts {
        final float[] edges;
        final long[] pairs;
        final long[] hits;

        Counts(float[] edges) {
            this.edges = edges;
            this.pairs = new long[edges.length + 1];
            this.hits = new long[edges.length + 1];
        }

        void add(long[] counts, float score) {
            if (!Float.isNaN(score)) {
                int at = Arrays.binarySearch(edges, score + 0f);
                counts[at >= 0 ? at + 1 : -at - 1]++;
            }
        }

        /** Whole numbers: the sum does not depend on the order in which threads come. */
        synchronized void addAll(Counts more) {
            for (int bin = 0; bin < pairs.length; bin++) {
                pairs[bin] += more.pairs[bin];
                hits[bin] += more.hits[bin];
            }
        }

        @Nullable Calibration calibration() {
            return Calibration.fit(edges, pairs, hits);
        }
    }
}
