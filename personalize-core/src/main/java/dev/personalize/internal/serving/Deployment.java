package dev.personalize.internal.serving;

import dev.personalize.coldstart.ColdStart;
import dev.personalize.coldstart.ContextLift;
import dev.personalize.data.ColumnSelection;
import dev.personalize.data.EventSelection;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Popularity;
import dev.personalize.error.InvalidInputException;
import dev.personalize.filter.FilterData;
import dev.personalize.filter.FilterTrace;
import dev.personalize.ingest.LiveHistories.History;
import dev.personalize.internal.dataset.EventFollower;
import dev.personalize.internal.ranking.RankingInfluence;
import dev.personalize.recipe.InfluencedModel;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeType;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model ready to answer: everything a request needs besides who asks. Safe for any number of threads. */
public final class Deployment {
    private final Model model;
    private final RecipeType type;
    private final IdIndex items;
    private final IdIndex eventTypes;
    private final EventSelection events;
    private final ColumnSelection columns;
    private final ColdStart coldStart;
    private final ContextLift contextLift;
    private final Queries queries;
    private final @Nullable Learning learning;
    private final ItemCatalogue catalogue;

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
        this.events = events;
        this.columns = columns;
        this.coldStart = coldStart;
        this.contextLift = type.isPersonal() ? contextLift : ContextLift.NONE;
        this.queries = new Queries(items, eventTypes, events);
        this.learning = null;
        this.catalogue = new ItemCatalogue(items, popularity, filterData);
    }

    private Deployment(Deployment other, @Nullable Learning learning) {
        this.learning = learning;
        model = other.model;
        type = other.type;
        items = other.items;
        eventTypes = other.eventTypes;
        events = other.events;
        columns = other.columns;
        coldStart = other.coldStart;
        contextLift = other.contextLift;
        queries = other.queries;
        catalogue = new ItemCatalogue(other.catalogue, learning);
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

    /** {@return the items it answers with} */
    public ItemCatalogue catalogue() {
        return catalogue;
    }

    private Moment moment(ItemCatalogue.State now) {
        Candidates candidates = now.candidates();
        return new Moment(this, candidates, learning == null ? model : learning.answering(candidates.size()));
    }

    /** {@return what a batch sees of it} */
    Moment moment() {
        return moment(catalogue.now());
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
        return recommend(ask, null);
    }

    /**
     * {@return the best items for a user, or related to an item}
     *
     * @param scored what the model said to this ask, which is used up; null where it was not asked yet
     */
    Answer recommend(Ask ask, @Nullable Scored scored) {
        ItemCatalogue.State now = catalogue.now();
        Moment moment = moment(now);
        return now.withScratch(scratch -> new Recommending(moment, ask, scratch, scored)
                .answer(catalogue.present(now.candidates(), ask.deleted), now.young()));
    }

    /** {@return the given items in order; see {@link Ranking}} */
    public Answer rank(Ask ask, List<String> itemIds) {
        ItemCatalogue.State now = catalogue.now();
        return now.withScratch(scratch -> {
            scratch.allowed.become(catalogue.present(now.candidates(), ask.deleted));
            return new Ranking(moment(now), ask, scratch.allowed).rank(itemIds);
        });
    }

    /**
     * {@return what the filter of a request would do, and why; after deletions, consumed items and the standing filter}
     *
     * @param ask has a filter
     */
    public FilterTrace trace(Ask ask) {
        ItemCatalogue.State now = catalogue.now();
        FilterUse use = Objects.requireNonNull(ask.filter, "filter");
        return now.withScratch(scratch -> {
            Narrowing narrowing = new Narrowing(now.candidates(), ask);
            narrowing.begin(catalogue.present(now.candidates(), ask.deleted), scratch.allowed);
            return now.candidates()
                    .filter()
                    .trace(use.expression(), ask.asker.asking(ask.itemId, use.values()), scratch.allowed);
        });
    }

    ColdStart coldStart() {
        return coldStart;
    }

    ContextLift contextLift() {
        return contextLift;
    }

    /**
     * {@return what the model is asked for a history; events that do not count and items the model does not know drop out}
     *
     * @param itemId the item in question, or null
     */
    public Query query(History history, @Nullable String itemId) {
        return queries.of(history, itemId, items);
    }

    /** {@return the same for the items of a request, which are more than the model's where something goes on learning} */
    Query query(History history, @Nullable String itemId, Candidates candidates) {
        return queries.of(history, itemId, learning == null ? items : candidates.ids());
    }
}
