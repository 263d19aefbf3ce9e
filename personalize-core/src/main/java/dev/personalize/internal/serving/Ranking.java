package dev.personalize.internal.serving;

import dev.personalize.internal.ranking.SearchBlend;
import dev.personalize.internal.serving.Ranked.Origin;
import dev.personalize.math.Bits;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts given items in order for a user: first those the model scores, best first, then known ones by popularity, then unknown ones
 * as they were given. Items the filters drop are left out; of an unknown item a filter knows nothing, so that an INCLUDE drops it
 * and an EXCLUDE does not. For one request.
 */
final class Ranking {
    private final Moment moment;
    private final Deployment deployment;
    private final Candidates candidates;
    private final Ask ask;
    private final Bits allowed;
    private final Query query;
    private final Explainer explainer;

    /** @param allowed the candidates that were not deleted; deleted items count as unknown */
    Ranking(Moment moment, Ask ask, Bits allowed) {
        this.moment = moment;
        this.deployment = moment.deployment();
        this.candidates = moment.candidates();
        this.ask = ask;
        this.allowed = allowed;
        this.query = moment.query(ask.asker.history(), null);
        this.explainer = moment.explainer(query);
    }

    Answer rank(List<String> itemIds) {
        List<String> unknown = new ArrayList<>();
        int[] given = new int[itemIds.size()];
        int known = 0;
        for (String itemId : itemIds) {
            int item = candidates.find(itemId);
            if (item >= 0 && allowed.get(item)) {
                given[known++] = item;
            } else {
                unknown.add(itemId);
            }
        }
        Narrowing narrowing = new Narrowing(candidates, ask);
        narrowing.apply(ask.standing, allowed);
        int[] standing = kept(given, known);
        boolean unknownStand = !includes(ask.standing);
        narrowing.apply(ask.filter, allowed);
        List<Ranked> ranked = order(kept(standing, standing.length));
        if (unknownStand && !includes(ask.filter)) {
            unknown.forEach(itemId -> ranked.add(Ranked.unknown(itemId)));
        }
        int wanted = itemIds.size();
        int left = standing.length + (unknownStand ? unknown.size() : 0);
        return new Answer(ranked, new Answer.Counts(wanted, wanted, left, ranked.size()));
    }

    private static boolean includes(@Nullable FilterUse use) {
        return use != null && use.expression().includes();
    }

    private int[] kept(int[] given, int size) {
        return Arrays.stream(given, 0, size).filter(allowed::get).toArray();
    }

    private List<Ranked> order(int[] items) {
        float[] scores = scores(items);
        Softmax softmax = Softmax.over(scores);
        if (ask.explained && moved()) {
            explainer.ask(items);
        }
        List<Ranked> ranked = new ArrayList<>(items.length);
        for (int i : ask.search == null ? personal(items, scores) : blended(ask.search, items, scores)) {
            boolean scored = !Float.isNaN(scores[i]);
            ranked.add(new Ranked(
                    candidates.id(items[i]),
                    scores[i],
                    scored ? softmax.of(scores[i]) : null,
                    scored ? Origin.MODEL : Origin.POPULAR,
                    query.has(items[i]),
                    null,
                    1.0,
                    ask.explained ? explained(items[i], scores[i]) : null));
        }
        return ranked;
    }

    private Explained explained(int item, float raw) {
        return moved()
                ? explainer.explainMoved(item, raw, deployment.contextLift(), ask.asker.context())
                : explainer.explain(item, raw, 0);
    }

    /** {@return whether scores are not what the model said} */
    private boolean moved() {
        return deployment.contextLift().mayMatter(ask.asker.context());
    }

    private int[] personal(int[] items, float[] scores) {
        TopK byScore = new TopK(Math.max(1, items.length));
        TopK byPopularity = new TopK(Math.max(1, items.length));
        byScore.offerAll(scores);
        for (int i = 0; i < items.length; i++) {
            if (Float.isNaN(scores[i])) {
                byPopularity.offer(i, candidates.users(items[i]));
            }
        }
        return IntStream.concat(Arrays.stream(byScore.drain()), Arrays.stream(byPopularity.drain()))
                .toArray();
    }

    /** {@return positions in the list of items, those the search did not score as if it had scored them least} */
    private int[] blended(SearchScores search, int[] items, float[] scores) {
        float least = search.least();
        float[] found = new float[items.length];
        for (int i = 0; i < items.length; i++) {
            Float known = search.byItem().get(candidates.id(items[i]));
            found[i] = known == null ? least : known;
        }
        TopK bySearch = new TopK(Math.max(1, items.length));
        bySearch.offerAll(found);
        int[] order = bySearch.drain();
        float[] relevance = new float[order.length];
        float[] personal = new float[order.length];
        for (int place = 0; place < order.length; place++) {
            relevance[place] = found[order[place]];
            personal[place] = scores[order[place]];
        }
        return Arrays.stream(SearchBlend.order(relevance, personal, search.personalWeight()))
                .map(place -> order[place])
                .toArray();
    }

    /** {@return what the model and the context say of each item; NaN for items it does not know} */
    private float[] scores(int[] items) {
        int most = moment.model().items();
        int[] learned = Arrays.stream(items).filter(item -> item < most).toArray();
        float[] known = new float[learned.length];
        moment.model().score(query, learned, known);
        deployment.contextLift().addTo(known, learned, ask.asker.context());
        float[] scores = new float[items.length];
        int next = 0;
        for (int i = 0; i < items.length; i++) {
            scores[i] = items[i] < most ? known[next++] : Float.NaN;
        }
        return scores;
    }
}
