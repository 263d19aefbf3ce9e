package dev.personalize.internal.serving;

import dev.personalize.coldstart.ColdStart;
import dev.personalize.ingest.LiveHistories.History;
import dev.personalize.internal.ranking.CategoryCap;
import dev.personalize.internal.ranking.Diversity;
import dev.personalize.internal.ranking.Exploration;
import dev.personalize.internal.ranking.ExplorationPool;
import dev.personalize.internal.ranking.NegativeFeedback;
import dev.personalize.internal.ranking.PromotionPlan;
import dev.personalize.internal.ranking.Similarity;
import dev.personalize.internal.serving.Ranked.Origin;
import dev.personalize.math.Bits;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One request for recommendations. The rules act in this order: which candidates are allowed; what the model says of them, the
 * context beside it, and negative events against them; the best, with popular ones where the model names too few; variety, and the most of a category;
 * young items in place of some; promoted items among all. For one thread.
 */
final class Recommending {
    /** So many candidates are looked at for each place when the answer is to be varied. */
    private static final int CHOICE = 3;

    private static final int LEAST_CHOICE = 20;

    private final Moment moment;
    private final Deployment deployment;
    private final Candidates candidates;
    private final Ask ask;
    private final Scratch scratch;
    private final Query query;
    private final float[] scores;
    private final boolean scored;
    private final Bits allowed;
    private final Narrowing narrowing;
    private final RandomGenerator random;
    private final Explainer explainer;

    /** Events that speak against items. */
    private final History turnedDown;

    /** The user's metadata, where it or the context has put items in an order of its own; else null. */
    private @Nullable Map<String, String> coldBy;

    /** @param known what the model says, if it was asked already; changed */
    Recommending(Moment moment, Ask ask, Scratch scratch, @Nullable Scored known) {
        this.moment = moment;
        this.deployment = moment.deployment();
        this.candidates = moment.candidates();
        this.ask = ask;
        this.scratch = scratch;
        this.query = known == null ? Scored.query(moment, ask) : known.query();
        this.scores = known == null ? scratch.scores : known.scores();
        this.scored = known != null;
        this.allowed = scratch.allowed;
        this.narrowing = new Narrowing(candidates, ask);
        this.random = new SplittableRandom(ask.seed);
        this.explainer = moment.explainer(query);
        this.turnedDown = ask.negative.negative(ask.asker.history());
    }

    /**
     * @param existing the candidates that were not deleted
     * @param young items to explore, or null when that is not known
     */
    Answer answer(Bits existing, @Nullable ExplorationPool young) {
        begin(existing, allowed);
        narrowing.filter(allowed);
        score();
        markHad();
        Softmax softmax = ask.scored ? Softmax.over(scores) : null; // as dear as selecting, for a large catalogue
        int[] main = main();
        Exploration.Slots slots = ask.explorationWeight > 0 && young != null
                ? Exploration.fill(main, ask.explorationWeight, young, allowed, random)
                : null;
        int[] items = slots == null ? main : slots.items();
        if (ask.explained && moved()) {
            explainer.ask(items);
        }
        List<Ranked> places = new ArrayList<>(ask.numResults);
        for (int i = 0; i < items.length; i++) {
            boolean explored = slots != null && slots.explored()[i];
            places.add(ranked(items[i], softmax, explored, slots == null ? 1 : slots.propensities()[i]));
        }
        return new Answer(
                ask.promotions.isEmpty() ? places : promoted(places, items, existing, softmax), narrowing.counts());
    }

    /** Begins a set of candidates with what binds every part of the answer; what was turned down is not offered again. */
    private void begin(Bits existing, Bits set) {
        narrowing.begin(existing, set);
        for (String itemId : turnedDown.itemIds()) {
            int item = candidates.find(itemId);
            if (item >= 0) {
                set.clear(item);
            }
        }
    }

    private Ranked ranked(int item, @Nullable Softmax softmax, boolean explored, double propensity) {
        float raw = raw(item);
        Origin origin = explored ? Origin.EXPLORED : Float.isNaN(raw) ? Origin.POPULAR : Origin.MODEL;
        return new Ranked(
                candidates.id(item),
                raw,
                softmax == null || Float.isNaN(raw) ? null : (Double) softmax.of(raw),
                origin,
                scratch.had.get(item),
                null,
                propensity,
                ask.explained ? explained(item, raw, explored) : null);
    }

    private Explained explained(int item, float raw, boolean explored) {
        if (coldBy != null && Float.isNaN(raw) && item < candidates.trained()) {
            ColdStart prior = deployment.coldStart();
            List<ColdStart.Part> parts = prior.parts(coldBy, ask.asker.context(), item);
            Explained explained = explainer.explainCold(item, prior.popularity(item), parts);
            return explored ? explained.explored() : explained;
        }
        Explained explained = moved()
                ? explainer.explainMoved(item, raw, deployment.contextLift(), ask.asker.context())
                : explainer.explain(item, raw, 0);
        return explored ? explained.explored() : explained;
    }

    /** {@return whether scores are not what the model said} */
    private boolean moved() {
        return turnedDown.itemIds().length > 0 || deployment.contextLift().mayMatter(ask.asker.context());
    }

    private float raw(int item) {
        return item < scores.length ? scores[item] : Float.NaN;
    }

    private void score() {
        if (!scored) {
            Scored.score(moment, ask, query, scores);
        }
        if (turnedDown.itemIds().length > 0) {
            moment.model().score(moment.query(turnedDown, null), scratch.against());
            NegativeFeedback.lower(scores, scratch.against(), ask.negative.strength());
        }
    }

    private void markHad() {
        scratch.had.clear();
        for (int item : query.items()) {
            scratch.had.set(item);
        }
    }

    /** {@return whether what is known of somebody without a history has put the items in an order of its own} */
    private boolean isCold() {
        if (deployment.type() != RecipeType.USER_PERSONALIZATION || query.size() > 0) {
            return false;
        }
        Map<String, String> attributes = ask.asker.attributes().get();
        boolean known = deployment.coldStart().score(attributes, ask.asker.context(), scratch.against());
        coldBy = known ? attributes : null;
        return known;
    }

    /** {@return the best items without exploration and promotions, best first} */
    private int[] main() {
        if (ask.diversity == 0 && ask.categoryCaps.isEmpty()) {
            return best(allowed, ask.numResults);
        }
        List<CategoryCap.Cap> caps = caps();
        int choice = CHOICE * ask.numResults + LEAST_CHOICE;
        while (true) {
            int[] ranked = best(allowed, choice);
            boolean all = ranked.length < choice;
            if (ask.diversity > 0) {
                Similarity alike = Similarity.ofCategories(ItemCategories.all(candidates.records(), candidates));
                Diversity.rerank(ranked, ask.numResults, ask.diversity, alike);
            }
            int taken = CategoryCap.take(ranked, ask.numResults, caps);
            if (taken == ask.numResults || all) {
                return Arrays.copyOf(ranked, taken);
            }
            choice = Math.min(CHOICE * choice, candidates.size() + 1); // the caps have used up those looked at
        }
    }

    private List<CategoryCap.Cap> caps() {
        List<CategoryCap.Cap> caps = new ArrayList<>();
        ask.categoryCaps.forEach((column, most) ->
                caps.add(new CategoryCap.Cap(most, ItemCategories.of(candidates.records(), candidates, column))));
        return caps;
    }

    /**
     * {@return the best items of a set: those the model scores, best first, and then popular ones}
     *
     * @param set left as it is
     */
    private int[] best(Bits set, int count) {
        TopK top = new TopK(Math.min(count, candidates.size()));
        top.offerAll(scores, scores.length, set.words());
        int[] scored = top.drain();
        int[] best = Arrays.copyOf(scored, Math.min(count, candidates.size()));
        for (int item : scored) {
            set.clear(item);
        }
        int size = fill(best, scored.length, set);
        for (int i = 0; i < size; i++) {
            set.set(best[i]);
        }
        return Arrays.copyOf(best, size);
    }

    /** Fills a list with what suits somebody of whom only metadata and context are known, or else with popular items. */
    private int fill(int[] best, int size, Bits set) {
        int filled = size;
        if (filled < best.length && isCold()) {
            TopK top = new TopK(best.length - filled);
            top.offerAll(scratch.against(), candidates.trained(), set.words());
            for (int item : top.drain()) {
                best[filled++] = item;
                set.clear(item);
            }
        }
        return candidates.fill(best, filled, set);
    }

    private List<Ranked> promoted(List<Ranked> places, int[] items, Bits existing, @Nullable Softmax softmax) {
        List<int[]> lists = new ArrayList<>();
        for (PromotionUse promotion : ask.promotions) {
            begin(existing, scratch.promoted);
            narrowing.apply(promotion.filter(), scratch.promoted);
            lists.add(best(scratch.promoted, ask.numResults));
        }
        List<PromotionPlan.Share> shares =
                ask.promotions.stream().map(PromotionUse::share).toList();
        PromotionPlan.Placement placement = new PromotionPlan(ask.numResults, shares).place(items, lists, random);
        List<Ranked> mixed = new ArrayList<>(placement.items().length);
        for (int i = 0; i < placement.items().length; i++) {
            int promotion = placement.promotions()[i];
            mixed.add(
                    promotion == PromotionPlan.NOT_PROMOTED
                            ? places.get(indexOf(items, placement.items()[i]))
                            : promoted(
                                    placement.items()[i],
                                    ask.promotions.get(promotion).name(),
                                    softmax));
        }
        return mixed;
    }

    private Ranked promoted(int item, String promotion, @Nullable Softmax softmax) {
        Ranked own = ranked(item, softmax, false, 1);
        return new Ranked(
                own.itemId(),
                own.raw(),
                own.score(),
                own.origin(),
                own.had(),
                promotion,
                null,
                own.explained() == null ? null : own.explained().promotedBy(promotion));
    }

    private static int indexOf(int[] items, int item) {
        int i = 0;
        while (items[i] != item) {
            i++;
        }
        return i;
    }
}
