package dev.personalize.internal.serving;

import dev.personalize.data.EventSelection;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Popularity;
import dev.personalize.ingest.LiveHistories.History;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model ready to answer: everything a request needs besides the user's history. Immutable. */
public final class Deployment {
    private final Model model;
    private final RecipeType type;
    private final IdIndex items;
    private final IdIndex eventTypes;
    private final Popularity popularity;
    private final EventSelection events;

    /**
     * @param model the model
     * @param type what it is asked for
     * @param items ids of its items
     * @param eventTypes names of its event types
     * @param popularity of its items, for those the model knows nothing to say to
     * @param events which events of a history count
     */
    public Deployment(
            Model model,
            RecipeType type,
            IdIndex items,
            IdIndex eventTypes,
            Popularity popularity,
            EventSelection events) {
        this.model = model;
        this.type = type;
        this.items = items;
        this.eventTypes = eventTypes;
        this.popularity = popularity;
        this.events = events;
    }

    /** {@return what the model is asked for} */
    public RecipeType type() {
        return type;
    }

    /** {@return the model} */
    public Model model() {
        return model;
    }

    /** {@return ids of the model's items} */
    public IdIndex items() {
        return items;
    }

    /** {@return names of the model's event types} */
    public IdIndex eventTypes() {
        return eventTypes;
    }

    /** {@return which events of a history count} */
    public EventSelection events() {
        return events;
    }

    /**
     * The best items for a user, or related to an item.
     *
     * @param history of the user
     * @param itemId item in question, or null; unknown items are answered with popular ones
     * @param numResults most places of the answer
     * @param excludeSeen whether items of the history are left out
     * @param deleted ids of items that are not there any more
     */
    public List<Ranked> recommend(
            History history, @Nullable String itemId, int numResults, boolean excludeSeen, Set<String> deleted) {
        int anchor = itemId == null ? -1 : items.find(itemId);
        Query query = query(history, anchor);
        float[] scores = new float[items.size()];
        if (itemId == null || anchor >= 0) {
            model.score(query, scores);
        } else {
            Arrays.fill(scores, Float.NaN);
        }
        Softmax softmax = type == RecipeType.USER_PERSONALIZATION ? Softmax.over(scores) : null;
        boolean[] excluded = excluded(query, excludeSeen, deleted);
        TopK top = new TopK(numResults);
        for (int item = 0; item < scores.length; item++) {
            if (!excluded[item]) {
                top.offer(item, scores[item]);
            }
        }
        int[] best = top.drain();
        int[] filled = popularity.fill(best, numResults, excluded);
        List<Ranked> ranked = new ArrayList<>(filled.length);
        for (int i = 0; i < filled.length; i++) {
            boolean popular = i >= best.length;
            ranked.add(new Ranked(
                    items.id(filled[i]), softmax == null || popular ? null : softmax.of(scores[filled[i]]), popular));
        }
        return ranked;
    }

    /**
     * The given items in the order of their scores: first those the model scores, then known ones by popularity, then
     * unknown ones as they were given.
     *
     * @param deleted ids of items that are not there any more, and count as unknown
     */
    public List<Ranked> rank(History history, List<String> itemIds, Set<String> deleted) {
        int[] known = itemIds.stream()
                .filter(itemId -> !deleted.contains(itemId))
                .mapToInt(items::find)
                .filter(item -> item >= 0)
                .toArray();
        float[] scores = new float[known.length];
        model.score(query(history, -1), known, scores);
        Softmax softmax = Softmax.over(scores);
        TopK byScore = new TopK(itemIds.size());
        byScore.offerAll(scores);
        TopK byPopularity = new TopK(itemIds.size());
        for (int i = 0; i < known.length; i++) {
            if (Float.isNaN(scores[i])) {
                byPopularity.offer(i, popularity.users(known[i]));
            }
        }
        List<Ranked> ranked = new ArrayList<>(itemIds.size());
        for (int i : byScore.drain()) {
            ranked.add(new Ranked(items.id(known[i]), softmax.of(scores[i]), false));
        }
        for (int i : byPopularity.drain()) {
            ranked.add(new Ranked(items.id(known[i]), null, true));
        }
        for (String itemId : itemIds) {
            if (items.find(itemId) < 0 || deleted.contains(itemId)) {
                ranked.add(new Ranked(itemId, null, false));
            }
        }
        return ranked;
    }

    /** Ids become ints here, once a request; events that do not count and items the model does not know drop out. */
    private Query query(History history, int anchor) {
        String[] itemIds = history.itemIds();
        int[] itemOf = new int[itemIds.length];
        int[] typeOf = new int[itemIds.length];
        long[] timestamps = new long[itemIds.length];
        int size = 0;
        for (int i = 0; i < itemIds.length; i++) {
            String type = history.eventTypes()[i];
            int item = items.find(itemIds[i]);
            if (item >= 0 && events.accepts(type, history.values()[i])) {
                itemOf[size] = item;
                typeOf[size] = type == null ? -1 : eventTypes.find(type);
                timestamps[size] = history.timestamps()[i];
                size++;
            }
        }
        return new Query(
                Arrays.copyOf(itemOf, size), Arrays.copyOf(typeOf, size), Arrays.copyOf(timestamps, size), anchor);
    }

    private boolean[] excluded(Query query, boolean excludeSeen, Set<String> deleted) {
        boolean[] excluded = new boolean[items.size()];
        for (String itemId : deleted) {
            int item = items.find(itemId);
            if (item >= 0) {
                excluded[item] = true;
            }
        }
        if (query.anchor() >= 0) {
            excluded[query.anchor()] = true;
        }
        if (excludeSeen) {
            for (int item : query.items()) {
                excluded[item] = true;
            }
        }
        return excluded;
    }
}
