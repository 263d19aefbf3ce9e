package dev.personalize.internal.serving;

import dev.personalize.data.AttributeVersion;
import dev.personalize.data.ColumnSelection;
import dev.personalize.data.EventSelection;
import dev.personalize.data.IdIndex;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.internal.dataset.EventFollower;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment goes on learning after the training: gives items that come their positions, and tells a {@link LiveModel.Live} of
 * events and items. Safe for any number of threads.
 */
final class Learning implements EventFollower {
    private final LiveModel model;
    private final Clock clock;
    private final IdIndex trained;
    private final IdIndex eventTypes;
    private final EventSelection events;
    private final ColumnSelection columns;
    private final Map<String, Integer> positions = new ConcurrentHashMap<>();
    private final List<String> added = new ArrayList<>();
    private final ReentrantLock telling = new ReentrantLock();
    private volatile State state;

    /**
     * @param live the one that is told and asked
     * @param table the records it was told, or null for none
     * @param rows how many of them
     */
    private record State(LiveModel.Live live, @Nullable AttributeVersion table, int rows) {}

    Learning(
            LiveModel model,
            Clock clock,
            IdIndex trained,
            IdIndex eventTypes,
            EventSelection events,
            ColumnSelection columns) {
        this.model = model;
        this.clock = clock;
        this.trained = trained;
        this.eventTypes = eventTypes;
        this.events = events;
        this.columns = columns;
        this.state = new State(model.open(clock), null, 0);
    }

    @Override
    public void begin(LiveHistories all) {
        LiveModel.Live fresh = model.open(clock);
        all.forEachSince(
                model.since(clock.instant()),
                (owner, itemId, type, value, timestamp) -> tell(fresh, owner, itemId, type, value, timestamp));
        synchronized (this) {
            state = new State(fresh, null, 0);
        }
    }

    @Override
    public void added(String ownerId, String itemId, @Nullable String eventType, float value, long timestamp) {
        tell(state.live(), ownerId, itemId, eventType, value, timestamp);
    }

    private void tell(
            LiveModel.Live live,
            String ownerId,
            String itemId,
            @Nullable String eventType,
            float value,
            long timestamp) {
        if (events.accepts(eventType, value)) {
            int item = position(itemId);
            if (item >= 0) {
                live.event(ownerId, item, eventType == null ? -1 : eventTypes.find(eventType), timestamp);
            }
        }
    }

    /** {@return the position of an item, which gets one if it has none; -1 when there are too many} */
    private int position(String itemId) {
        int known = trained.find(itemId);
        if (known >= 0) {
            return known;
        }
        Integer position = positions.get(itemId);
        return position == null ? append(itemId) : position;
    }

    private int append(String itemId) {
        synchronized (added) {
            Integer position = positions.get(itemId);
            if (position != null) {
                return position;
            }
            if (added.size() == LiveModel.Live.MOST_NEW_ITEMS) {
                return -1;
            }
            int next = trained.size() + added.size();
            added.add(itemId);
            positions.put(itemId, next);
            return next;
        }
    }

    /** {@return number of items that have a position} */
    int items() {
        return trained.size() + positions.size();
    }

    /** {@return the ids of all items that have a position} */
    IdIndex index() {
        synchronized (added) {
            return trained.followedBy(added);
        }
    }

    /** {@return as {@link #index}, after these items have got positions too} */
    IdIndex positionsOf(List<String> itemIds) {
        itemIds.forEach(this::position);
        return index();
    }

    /** {@return how many records there are that it was not told of} */
    int untold(AttributeVersion records) {
        State now = state;
        return isLater(records, now) ? records.rows() - now.rows() : records.rows();
    }

    private static boolean isLater(AttributeVersion records, State than) {
        AttributeVersion table = than.table();
        return table != null && table.sameTable(records) && records.rows() >= than.rows();
    }

    /** As {@link #tell}, unless another thread has done it meanwhile. */
    void tellNew(AttributeVersion records) {
        telling.lock();
        try {
            if (untold(records) > 0) {
                tell(records);
            }
        } finally {
            telling.unlock();
        }
    }

    /** Tells of the items that have records, and of those of events. */
    void tell(AttributeVersion records) {
        telling.lock();
        try {
            State now = state;
            for (int row = isLater(records, now) ? now.rows() : 0; row < records.rows(); row++) {
                position(records.id(row));
            }
            now.live().items(index(), columns.ofItems(records));
            synchronized (this) {
                if (state.live() == now.live()) {
                    state = new State(now.live(), records, records.rows());
                }
            }
        } finally {
            telling.unlock();
        }
    }

    /** {@return what answers a request with this many items} */
    Model answering(int items) {
        return state.live().answering(items);
    }
}
