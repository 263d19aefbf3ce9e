package dev.personalize.internal.serving;

import dev.personalize.coldstart.ColdStart;
import dev.personalize.coldstart.ContextLift;
import dev.personalize.data.AttributeVersion;
import dev.personalize.data.ColumnSelection;
import dev.personalize.data.EventSelection;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Popularity;
import dev.personalize.error.InvalidInputException;
import dev.personalize.filter.FilterData;
import dev.personalize.filter.FilterTrace;
import dev.personalize.ingest.LiveHistories.History;
import dev.personalize.internal.dataset.EventFollower;
import dev.personalize.internal.dataset.ItemActivity;
import dev.personalize.internal.ranking.ExplorationPool;
import dev.personalize.internal.ranking.RankingInfluence;
import dev.personalize.math.Bits;
import dev.personalize.math.Spares;
import dev.personalize.recipe.InfluencedModel;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeType;
import dev.personalize.schema.DatasetType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A model ready to answer: everything a request needs besides who asks. Safe for any number of threads. */
public final class Deployment {
    /** A request waits until so many items that were put are learned; more are learned beside the requests. */
    private static final int TOLD_AT_ONCE = 256;

    private final Model model;
    private final RecipeType type;
    private final IdIndex items;
    private final IdIndex eventTypes;
    private final Popularity popularity;
    private final EventSelection events;
    private final ColumnSelection columns;
    private final ColdStart coldStart;
    private final ContextLift contextLift;
    private final FilterData filterData;
    private final Translation translation;
    private final @Nullable Learning learning;
    private volatile Catalogue catalogue;
    private volatile Present present;

    /**
     * What changes when items are refreshed.
     *
     * @param young items to explore, or null before the first time
     */
    private record Catalogue(
            Candidates candidates,
            Spares<Scratch> scratches,
            @Nullable ExplorationPool young) {}

    /** Which candidates were not deleted; the same for as long as nothing is deleted or admitted. */
    private record Present(Candidates of, Set<String> deleted, Bits items) {}

    /**
     * @param model the model
     * @param type what it is asked for
     * @param items ids of its items
     * @param eventTypes names of its event types
     * @param popularity of its items, for those the model knows nothing to say to
     * @param events which events of a history count
     * @param columns what the model is told of users and items
     * @param coldStart what is recommended to somebody without a history
     * @param contextLift what the context of a request adds to scores, unless the model is not asked for items for a user
     * @param filterData what filters look at
     */
    public Deployment(
            Model model,
            RecipeType type,
            IdIndex items,
            IdIndex eventTypes,
            Popularity popularity,
            EventSelection events,
            ColumnSelection columns,
            ColdStart coldStart,
            ContextLift contextLift,
            FilterData filterData) {
        this.model = model;
        this.type = type;
        this.items = items;
        this.eventTypes = eventTypes;
        this.popularity = popularity;
        this.events = events;
        this.columns = columns;
        this.coldStart = coldStart;
        this.contextLift = type.isPersonal() ? contextLift : ContextLift.NONE;
        this.filterData = filterData;
        this.translation = new Translation(items, eventTypes);
        this.learning = null;
        this.catalogue = catalogue(items);
        Candidates candidates = catalogue.candidates();
        this.present = new Present(candidates, Set.of(), Bits.all(candidates.size()));
    }

    private Deployment(Deployment other, @Nullable Learning learning) {
        this.learning = learning;
        model = other.model;
        type = other.type;
        items = other.items;
        eventTypes = other.eventTypes;
        popularity = other.popularity;
        events = other.events;
        columns = other.columns;
        coldStart = other.coldStart;
        contextLift = other.contextLift;
        filterData = other.filterData;
        translation = other.translation;
        catalogue = other.catalogue;
        present = other.present;
    }

    private Catalogue catalogue(IdIndex all) {
        Candidates candidates = new Candidates(all, items.size(), popularity, filterData);
        int scored = learning == null ? items.size() : candidates.size();
        return new Catalogue(candidates, new Spares<>(() -> new Scratch(scored, candidates.size())), null);
    }

    /** Lets answers be made of items that the model does not know, as if they had been refreshed; of a deployment nobody asks yet. */
    public void admit(List<String> newItems) {
        if (!newItems.isEmpty()) {
            catalogue = catalogue(items.extendedBy(newItems));
        }
    }

    /** {@return the same model, whose items are refreshed apart from those of this; until then they share what filters remember} */
    public Deployment copy() {
        return new Deployment(this, null);
    }

    /**
     * {@return as {@link #copy}; if the model is a {@link LiveModel}, one that goes on learning}
     *
     * @param clock the time requests are answered at
     */
    public Deployment live(Clock clock) {
        return new Deployment(
                this,
                model instanceof LiveModel able ? new Learning(able, clock, items, eventTypes, events, columns) : null);
    }

    /** {@return who has to be told of events, if this goes on learning} */
    public Optional<EventFollower> follower() {
        return Optional.ofNullable(learning);
    }

    /**
     * Lets answers be made of items that were put since the training, and counts anew how often each was used and shown. Requests
     * under way finish with the items they began with.
     *
     * @param activity of all items until now
     * @param cutOffDays greatest age of an item that is explored
     */
    public void refresh(ItemActivity activity, double cutOffDays) {
        Optional<AttributeVersion> records = filterData.attributes().apply(DatasetType.ITEMS);
        List<String> all = new ArrayList<>(activity.items());
        records.ifPresent(
                table -> IntStream.range(0, table.rows()).mapToObj(table::id).forEach(all::add));
        refresh(all(all), activity, cutOffDays, records);
    }

    /** Counts anew how often each item was used and shown, as {@link #refresh}, and admits none. */
    public void count(ItemActivity activity, double cutOffDays) {
        refresh(
                catalogue.candidates().ids(),
                activity,
                cutOffDays,
                filterData.attributes().apply(DatasetType.ITEMS));
    }

    /** {@return ids of the items that can be recommended though the model does not know them, in their order} */
    public List<String> admitted() {
        List<String> all = catalogue.candidates().ids().ids();
        return all.subList(items.size(), all.size());
    }

    /** {@return whether it knows which items are young} */
    public boolean explores() {
        return catalogue.young() != null;
    }

    private void refresh(IdIndex ids, ItemActivity activity, double cutOffDays, Optional<AttributeVersion> records) {
        int created = records.map(table -> table.schema().has("CREATION_TIMESTAMP")
                        ? table.schema().position("CREATION_TIMESTAMP")
                        : -1)
                .orElse(-1);
        ExplorationPool young = ExplorationPool.of(
                ids.size(),
                item -> created(ids.id(item), created, records, activity),
                activity.newest(),
                cutOffDays,
                item -> activity.interactions(ids.id(item)),
                item -> activity.impressions(ids.id(item)));
        replace(ids, young);
    }

    private synchronized void replace(IdIndex ids, ExplorationPool young) {
        int known = catalogue.candidates().size();
        // While this learns, a request may have found items that came after the ids were collected.
        boolean same = ids.size() == known || (learning != null && ids.size() < known);
        Catalogue next = same ? catalogue : catalogue(ids);
        catalogue = new Catalogue(next.candidates(), next.scratches(), young);
    }

    /** {@return the ids of all items; where something goes on learning, it has the last word on their positions} */
    private IdIndex all(List<String> used) {
        Learning learns = learning;
        if (learns == null) {
            return items.extendedBy(used);
        }
        filterData.attributes().apply(DatasetType.ITEMS).ifPresent(learns::tell);
        return learns.positionsOf(used);
    }

    /** Tells what goes on learning of all items that were put, also when they are so many that no request should wait for it. */
    public void learnItems() {
        Learning learns = learning;
        if (learns != null) {
            filterData.attributes().apply(DatasetType.ITEMS).ifPresent(learns::tell);
        }
    }

    /** {@return whether so many items were put that {@link #learnItems} has to tell of them} */
    public boolean isBehind() {
        Learning learns = learning;
        return learns != null
                && filterData
                                .attributes()
                                .apply(DatasetType.ITEMS)
                                .map(learns::untold)
                                .orElse(0)
                        > TOLD_AT_ONCE;
    }

    /** {@return the catalogue of now, with what came since the last request where something goes on learning} */
    private Catalogue catalogue() {
        Learning learns = learning;
        if (learns == null) {
            return catalogue;
        }
        AttributeVersion records =
                filterData.attributes().apply(DatasetType.ITEMS).orElse(null);
        int untold = records == null ? 0 : learns.untold(records);
        if (records != null && untold > 0 && untold <= TOLD_AT_ONCE) {
            learns.tellNew(records);
        }
        Catalogue now = catalogue;
        return learns.items() <= now.candidates().size() ? now : extended(learns);
    }

    private synchronized Catalogue extended(Learning learns) {
        Catalogue now = catalogue;
        if (learns.items() > now.candidates().size()) {
            Catalogue longer = catalogue(learns.index());
            now = new Catalogue(longer.candidates(), longer.scratches(), now.young());
            catalogue = now;
        }
        return now;
    }

    private Moment moment(Catalogue now) {
        Candidates candidates = now.candidates();
        return new Moment(this, candidates, learning == null ? model : learning.answering(candidates.size()));
    }

    /** {@return what a batch sees of it} */
    Moment moment() {
        return moment(catalogue());
    }

    private static long created(String itemId, int column, Optional<AttributeVersion> records, ItemActivity activity) {
        int row = column < 0 ? -1 : records.map(table -> table.row(itemId)).orElse(-1);
        Object value = row < 0 ? null : records.orElseThrow().value(column, row);
        return value instanceof Long seconds ? seconds : activity.oldest(itemId);
    }

    /** {@return what the model is asked for} */
    public RecipeType type() {
        return type;
    }

    /** {@return the model} */
    public Model model() {
        return model;
    }

    /**
     * Refuses an influence on a model that knows nothing of popularity and freshness.
     *
     * @param recipe of the model, for the message
     * @throws InvalidInputException if it is one
     */
    public void requireInfluenced(RankingInfluence influence, String recipe) {
        if (!influence.isNone() && !(model instanceof InfluencedModel)) {
            throw new InvalidInputException("popularityInfluence " + influence.popularity() + " and freshnessInfluence "
                    + influence.freshness() + " do nothing to models of recipe '" + recipe
                    + "': leave them at 0, or serve a version of 'semantic-similarity'");
        }
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

    /** {@return what the model is told of users and items} */
    public ColumnSelection columns() {
        return columns;
    }

    /** {@return the best items for a user, or related to an item} */
    public Answer recommend(Ask ask) {
        Catalogue now = catalogue();
        return recommend(ask, now, moment(now), null);
    }

    /**
     * {@return the best items for a user, or related to an item}
     *
     * @param scored what the model said to this ask, which is used up
     */
    Answer recommend(Ask ask, Scored scored) {
        Catalogue now = catalogue();
        return recommend(ask, now, moment(now), scored);
    }

    private Answer recommend(Ask ask, Catalogue now, Moment moment, @Nullable Scored scored) {
        return withScratch(
                now,
                scratch -> new Recommending(moment, ask, scratch, scored)
                        .answer(present(now.candidates(), ask.deleted), now.young()));
    }

    /** {@return the given items in order; see {@link Ranking}} */
    public Answer rank(Ask ask, List<String> itemIds) {
        Catalogue now = catalogue();
        return withScratch(now, scratch -> {
            scratch.allowed.become(present(now.candidates(), ask.deleted));
            return new Ranking(moment(now), ask, scratch.allowed).rank(itemIds);
        });
    }

    /**
     * {@return what the filter of a request would do, and why; after deletions, consumed items and the standing filter}
     *
     * @param ask has a filter
     */
    public FilterTrace trace(Ask ask) {
        Catalogue now = catalogue();
        FilterUse use = Objects.requireNonNull(ask.filter, "filter");
        return withScratch(now, scratch -> {
            Narrowing narrowing = new Narrowing(now.candidates(), ask);
            narrowing.begin(present(now.candidates(), ask.deleted), scratch.allowed);
            return now.candidates()
                    .filter()
                    .trace(use.expression(), ask.asker.asking(ask.itemId, use.values()), scratch.allowed);
        });
    }

    private static <R> R withScratch(Catalogue now, Function<Scratch, R> request) {
        Scratch scratch = now.scratches().take();
        try {
            return request.apply(scratch);
        } finally {
            now.scratches().giveBack(scratch);
        }
    }

    private Bits present(Candidates candidates, Set<String> deleted) {
        Present known = present;
        if (known.of() == candidates && known.deleted() == deleted) {
            return known.items();
        }
        Bits items = Bits.all(candidates.size());
        for (String itemId : deleted) {
            int item = candidates.find(itemId);
            if (item >= 0) {
                items.clear(item);
            }
        }
        present = new Present(candidates, deleted, items);
        return items;
    }

    ColdStart coldStart() {
        return coldStart;
    }

    ContextLift contextLift() {
        return contextLift;
    }

    /**
     * {@return what the model is asked for a history: ids become ints here, once a request; events that do not count and items the
     * model does not know drop out}
     *
     * @param itemId the item in question, or null
     */
    public Query query(History history, @Nullable String itemId) {
        return query(history, itemId, items);
    }

    /** {@return the same for the items of a request, which are more than the model's where something goes on learning} */
    Query query(History history, @Nullable String itemId, Candidates candidates) {
        return query(history, itemId, learning == null ? items : candidates.ids());
    }

    private Query query(History history, @Nullable String itemId, IdIndex all) {
        String[] itemIds = history.itemIds();
        Translation.Events known = translation.of(history.places());
        int[] itemOf = new int[itemIds.length];
        int[] typeOf = new int[itemIds.length];
        long[] timestamps = new long[itemIds.length];
        int size = 0;
        for (int i = 0; i < itemIds.length; i++) {
            String eventType = history.eventTypes()[i];
            int item = known.has(i) ? known.item(i) : all.find(itemIds[i]);
            if (item < 0 && known.has(i) && all.size() > items.size()) {
                item = all.find(itemIds[i]);
            }
            if (item >= 0 && events.accepts(eventType, history.values()[i])) {
                itemOf[size] = item;
                typeOf[size] = eventType == null ? -1 : known.has(i) ? known.type(i) : eventTypes.find(eventType);
                timestamps[size] = history.timestamps()[i];
                size++;
            }
        }
        int anchor = itemId == null ? -1 : all.find(itemId);
        return size == itemIds.length
                ? new Query(itemOf, typeOf, timestamps, anchor)
                : new Query(
                        Arrays.copyOf(itemOf, size),
                        Arrays.copyOf(typeOf, size),
                        Arrays.copyOf(timestamps, size),
                        anchor);
    }
}
