package dev.personalize.internal.serving;

import dev.personalize.data.AttributeVersion;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Popularity;
import dev.personalize.filter.FilterData;
import dev.personalize.internal.dataset.ItemActivity;
import dev.personalize.internal.ranking.ExplorationPool;
import dev.personalize.math.Bits;
import dev.personalize.math.Spares;
import dev.personalize.schema.DatasetType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The items a deployment answers with, and how they change: to those of its model come items that are put, some are young enough to be
 * explored, and some are deleted. Safe for any number of threads.
 */
public final class ItemCatalogue {
    /** A request waits until so many items that were put are learned; more are learned beside the requests. */
    private static final int TOLD_AT_ONCE = 256;

    private final IdIndex trained;
    private final Popularity popularity;
    private final FilterData filterData;
    private final @Nullable Learning learning;
    private volatile State state;
    private volatile Present present;

    /**
     * What a request sees from beginning to end.
     *
     * @param young items to explore, or null before the first time
     */
    record State(
            Candidates candidates,
            Spares<Scratch> scratches,
            @Nullable ExplorationPool young) {
        /** {@return what a request makes with arrays of its own} */
        <R> R withScratch(Function<Scratch, R> request) {
            Scratch scratch = scratches.take();
            try {
                return request.apply(scratch);
            } finally {
                scratches.giveBack(scratch);
            }
        }
    }

    /** Which candidates were not deleted; the same for as long as nothing is deleted or admitted. */
    private record Present(Candidates of, Set<String> deleted, Bits items) {}

    /**
     * @param trained items of the model
     * @param popularity of these
     * @param filterData what filters look at
     */
    ItemCatalogue(IdIndex trained, Popularity popularity, FilterData filterData) {
        this.trained = trained;
        this.popularity = popularity;
        this.filterData = filterData;
        this.learning = null;
        this.state = stateOf(trained);
        Candidates candidates = state.candidates();
        this.present = new Present(candidates, Set.of(), Bits.all(candidates.size()));
    }

    /**
     * Items that change apart from those of another catalogue; until they do, the two share what filters remember.
     *
     * @param learning has the last word on the positions of items, or null where nothing goes on learning
     */
    ItemCatalogue(ItemCatalogue other, @Nullable Learning learning) {
        this.learning = learning;
        trained = other.trained;
        popularity = other.popularity;
        filterData = other.filterData;
        state = other.state;
        present = other.present;
    }

    private State stateOf(IdIndex all) {
        Candidates candidates = new Candidates(all, trained.size(), popularity, filterData);
        int scored = learning == null ? trained.size() : candidates.size();
        return new State(candidates, new Spares<>(() -> new Scratch(scored, candidates.size())), null);
    }

    private Optional<AttributeVersion> records() {
        return filterData.attributes().apply(DatasetType.ITEMS);
    }

    /** Lets answers be made of items that the model does not know, as if they had been refreshed; while nobody asks yet. */
    public void admit(List<String> newItems) {
        if (!newItems.isEmpty()) {
            state = stateOf(trained.extendedBy(newItems));
        }
    }

    /**
     * Lets answers be made of items that were put since the training, and counts anew how often each was used and shown. Requests
     * under way finish with the items they began with.
     *
     * @param activity of all items until now
     * @param cutOffDays greatest age of an item that is explored
     */
    public void refresh(ItemActivity activity, double cutOffDays) {
        Optional<AttributeVersion> records = records();
        List<String> all = new ArrayList<>(activity.items());
        records.ifPresent(
                table -> IntStream.range(0, table.rows()).mapToObj(table::id).forEach(all::add));
        refresh(all(all), activity, cutOffDays, records);
    }

    /** Counts anew how often each item was used and shown, as {@link #refresh}, and admits none. */
    public void count(ItemActivity activity, double cutOffDays) {
        refresh(state.candidates().ids(), activity, cutOffDays, records());
    }

    /** {@return ids of the items that can be recommended though the model does not know them, in their order} */
    public List<String> admitted() {
        List<String> all = state.candidates().ids().ids();
        return all.subList(trained.size(), all.size());
    }

    /** {@return whether it knows which items are young} */
    public boolean knowsYoung() {
        return state.young() != null;
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

    private static long created(String itemId, int column, Optional<AttributeVersion> records, ItemActivity activity) {
        int row = column < 0 ? -1 : records.map(table -> table.row(itemId)).orElse(-1);
        Object value = row < 0 ? null : records.orElseThrow().value(column, row);
        return value instanceof Long seconds ? seconds : activity.oldest(itemId);
    }

    private synchronized void replace(IdIndex ids, ExplorationPool young) {
        int known = state.candidates().size();
        // While this learns, a request may have found items that came after the ids were collected.
        boolean same = ids.size() == known || (learning != null && ids.size() < known);
        State next = same ? state : stateOf(ids);
        state = new State(next.candidates(), next.scratches(), young);
    }

    /** {@return the ids of all items; where something goes on learning, it has the last word on their positions} */
    private IdIndex all(List<String> used) {
        Learning learns = learning;
        if (learns == null) {
            return trained.extendedBy(used);
        }
        records().ifPresent(learns::tell);
        return learns.positionsOf(used);
    }

    /** Tells what goes on learning of all items that were put, also when they are so many that no request should wait for it. */
    public void learnItems() {
        Learning learns = learning;
        if (learns != null) {
            records().ifPresent(learns::tell);
        }
    }

    /** {@return whether so many items were put that {@link #learnItems} has to tell of them} */
    public boolean isBehind() {
        Learning learns = learning;
        return learns != null && records().map(learns::untold).orElse(0) > TOLD_AT_ONCE;
    }

    /** {@return the items of now, with those that came since the last request where something goes on learning} */
    State now() {
        Learning learns = learning;
        if (learns == null) {
            return state;
        }
        AttributeVersion records = records().orElse(null);
        int untold = records == null ? 0 : learns.untold(records);
        if (records != null && untold > 0 && untold <= TOLD_AT_ONCE) {
            learns.tellNew(records);
        }
        State now = state;
        return learns.items() <= now.candidates().size() ? now : extended(learns);
    }

    private synchronized State extended(Learning learns) {
        State now = state;
        if (learns.items() > now.candidates().size()) {
            State longer = stateOf(learns.index());
            now = new State(longer.candidates(), longer.scratches(), now.young());
            state = now;
        }
        return now;
    }

    /** {@return which candidates were not deleted} */
    Bits present(Candidates candidates, Set<String> deleted) {
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
}
