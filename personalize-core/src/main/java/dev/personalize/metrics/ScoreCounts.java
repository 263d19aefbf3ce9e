package dev.personalize.metrics;

import dev.personalize.math.Parallel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts the scores a model gives in the cases of a holdout, and how many of them belong to items asked for, in bins whose edges
 * are scores of such items. Memory does not grow with cases and items: the pairs of the two are only counted.
 */
final class ScoreCounts {
    private static final int CASES_PER_CHUNK = 32;
    private static final int MOST_EDGES = 4096;
    /** Pairs of case and item looked at: a few seconds of work. With more, every n-th case is asked. */
    private static final long MOST_PAIRS = 1L << 28;

    private final Model model;
    private final RecipeType type;
    private final Holdout holdout;
    private final Parallel parallel;
    private final int stride;
    private final int cases;

    private ScoreCounts(Model model, RecipeType type, Holdout holdout, Parallel parallel) {
        this.model = model;
        this.type = type;
        this.holdout = holdout;
        this.parallel = parallel;
        int all = holdout.cases().size();
        long pairs = (long) all * Math.max(1, model.items());
        this.stride = (int) Math.max(1, Math.min(all, (pairs + MOST_PAIRS - 1) / MOST_PAIRS));
        this.cases = Parallel.chunks(all, stride);
    }

    /** {@return the calibration of a model's scores, or null if no item asked for has a score} */
    static @Nullable Calibration calibration(Model model, RecipeType type, Holdout holdout, Parallel parallel) {
        ScoreCounts counts = new ScoreCounts(model, type, holdout, parallel);
        float[] edges = edges(counts.scoresOfHits());
        if (edges.length == 0) {
            return null;
        }
        long[] pairs = new long[edges.length + 1];
        long[] hits = new long[edges.length + 1];
        counts.count(edges, pairs, hits);
        return Calibration.fit(edges, pairs, hits);
    }

    private Holdout.Case asked(int number) {
        return holdout.cases().get(number * stride);
    }

    private float[] scoresOfHits() {
        float[][] ofCases = new float[cases][];
        parallel.forChunks(cases, CASES_PER_CHUNK, (chunk, from, to) -> {
            for (int i = from; i < to; i++) {
                Query query = Evaluation.query(asked(i), type, holdout.events());
                int[] targets = Evaluation.targets(asked(i), query, holdout.events());
                ofCases[i] = new float[targets.length];
                model.score(query, targets, ofCases[i]);
            }
        });
        int size = 0;
        for (float[] scores : ofCases) {
            size += scores.length;
        }
        float[] all = new float[size];
        int at = 0;
        for (float[] scores : ofCases) {
            for (float score : scores) {
                if (Float.isFinite(score)) {
                    all[at++] = score + 0f; // no -0: it would be an edge of its own
                }
            }
        }
        return Arrays.copyOf(all, at);
    }

    /** {@return different scores, rising: all of them, or as many quantiles} */
    private static float[] edges(float[] scores) {
        Arrays.sort(scores);
        int most = Math.min(scores.length, MOST_EDGES);
        float[] edges = new float[most];
        int size = 0;
        for (int i = 0; i < most; i++) {
            float score = scores[(int) ((long) i * scores.length / most)];
            if (size == 0 || score > edges[size - 1]) {
                edges[size++] = score;
            }
        }
        return Arrays.copyOf(edges, size);
    }

    private void count(float[] edges, long[] pairs, long[] hits) {
        parallel.forChunks(cases, CASES_PER_CHUNK, (chunk, from, to) -> {
            long[] pairsHere = new long[pairs.length];
            long[] hitsHere = new long[hits.length];
            float[] scores = new float[model.items()];
            for (int i = from; i < to; i++) {
                Query query = Evaluation.query(asked(i), type, holdout.events());
                model.score(query, scores);
                for (int item = 0; item < scores.length; item++) {
                    if (item != query.anchor() && !Float.isNaN(scores[item])) {
                        pairsHere[bin(edges, scores[item])]++;
                    }
                }
                for (int target : Evaluation.targets(asked(i), query, holdout.events())) {
                    if (!Float.isNaN(scores[target])) {
                        hitsHere[bin(edges, scores[target])]++;
                    }
                }
            }
            synchronized (pairs) { // whole numbers: the sum does not depend on the order
                add(pairs, pairsHere);
                add(hits, hitsHere);
            }
        });
    }

    private static int bin(float[] edges, float score) {
        int at = Arrays.binarySearch(edges, score + 0f);
        return at >= 0 ? at + 1 : -at - 1;
    }

    private static void add(long[] sums, long[] counts) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += counts[i];
        }
    }
}
