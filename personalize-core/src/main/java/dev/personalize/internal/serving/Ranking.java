package dev.personalize.internal.serving;

import dev.personalize.math.TopK;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Puts given items in order for a user: first those the model scores, best first, then known ones by popularity, then unknown ones
 * as they were given.
 */
final class Ranking {
    private final Deployment deployment;
    private final Candidates candidates;
    private final Set<String> deleted;

    /** @param deleted ids of items that are not there any more, and count as unknown */
    Ranking(Deployment deployment, Candidates candidates, Set<String> deleted) {
        this.deployment = deployment;
        this.candidates = candidates;
        this.deleted = deleted;
    }

    Answer rank(Asker asker, List<String> itemIds) {
        int[] known = itemIds.stream()
                .filter(itemId -> !deleted.contains(itemId))
                .mapToInt(candidates::find)
                .filter(item -> item >= 0 && item < candidates.trained())
                .toArray();
        float[] scores = new float[known.length];
        deployment.model().score(deployment.query(asker.history(), null), known, scores);
        Softmax softmax = Softmax.over(scores);
        TopK byScore = new TopK(itemIds.size());
        byScore.offerAll(scores);
        TopK byPopularity = new TopK(itemIds.size());
        for (int i = 0; i < known.length; i++) {
            if (Float.isNaN(scores[i])) {
                byPopularity.offer(i, candidates.users(known[i]));
            }
        }
        List<Ranked> ranked = new ArrayList<>(itemIds.size());
        for (int i : byScore.drain()) {
            ranked.add(new Ranked(candidates.id(known[i]), softmax.of(scores[i]), false));
        }
        for (int i : byPopularity.drain()) {
            ranked.add(new Ranked(candidates.id(known[i]), null, true));
        }
        for (String itemId : itemIds) {
            int item = candidates.find(itemId);
            if (item < 0 || item >= candidates.trained() || deleted.contains(itemId)) {
                ranked.add(new Ranked(itemId, null, false));
            }
        }
        return new Answer(ranked, ranked.size());
    }
}
