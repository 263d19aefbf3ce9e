package dev.personalize.internal.serving;

import dev.personalize.math.Bits;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One request for recommendations: which candidates are allowed, what the model says of them, which are best, and popular ones
 * where the model names too few. For one thread.
 */
final class Recommending {
    private final Deployment deployment;
    private final Candidates candidates;
    private final Ask ask;
    private final Query query;
    private final float[] scores;
    private final Bits allowed;

    Recommending(Deployment deployment, Candidates candidates, Ask ask, Scratch scratch) {
        this.deployment = deployment;
        this.candidates = candidates;
        this.ask = ask;
        this.query = deployment.query(ask.asker.history(), ask.itemId);
        this.scores = scratch.scores;
        this.allowed = scratch.allowed;
    }

    /** @param present the candidates that were not deleted */
    Answer answer(Bits present) {
        Narrowing narrowing = new Narrowing(candidates, ask);
        narrowing.begin(present, allowed);
        narrowing.filter(allowed);
        score();
        Softmax softmax = Softmax.over(scores);
        int[] best = best(ask.numResults);
        int[] filled = Arrays.copyOf(best, ask.numResults);
        for (int item : best) {
            allowed.clear(item);
        }
        int size = candidates.fill(filled, best.length, allowed);
        List<Ranked> places = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            boolean popular = i >= best.length;
            places.add(new Ranked(
                    candidates.id(filled[i]), popular ? null : Double.valueOf(softmax.of(scores[filled[i]])), popular));
        }
        return new Answer(places, narrowing.counts());
    }

    private void score() {
        if (ask.itemId == null || query.anchor() >= 0) {
            deployment.model().score(query, scores);
        } else {
            Arrays.fill(scores, Float.NaN);
        }
    }

    private int[] best(int count) {
        TopK top = new TopK(count);
        for (int item = allowed.next(0); item >= 0 && item < scores.length; item = allowed.next(item + 1)) {
            top.offer(item, scores[item]);
        }
        return top.drain();
    }
}
