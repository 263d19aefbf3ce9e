package dev.personalize.internal.dataset;

import dev.personalize.ingest.LiveHistories;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who follow the events of a group. What one of them throws is logged: an event that is stored was put, whatever others make of
 * it. Safe for any number of threads.
 */
final class EventFollowers implements LiveHistories.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(EventFollowers.class);

    private final List<EventFollower> all = new CopyOnWriteArrayList<>();

    /**
     * Adds one.
     *
     * @param histories what it begins with, or null while nothing is loaded
     */
    void add(EventFollower newcomer, @Nullable LiveHistories histories) {
        all.add(newcomer);
        if (histories != null) {
            newcomer.begin(histories);
        }
    }

    void remove(EventFollower follower) {
        all.remove(follower);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Lets all begin anew with what was loaded, and follow it. */
    void begin(LiveHistories loaded) {
        loaded.tell(this);
        for (EventFollower follower : all) {
            try {
                follower.begin(loaded);
            } catch (RuntimeException e) {
                LOG.warn("a campaign cannot learn from the events there are; it answers as it did", e);
            }
        }
    }

    @Override
    public void added(String ownerId, String itemId, @Nullable String eventType, float value, long timestamp) {
        for (EventFollower follower : all) {
            try {
                follower.added(ownerId, itemId, eventType, value, timestamp);
            } catch (RuntimeException e) {
                LOG.warn("a campaign could not learn from an event of item '{}'; the event is stored", itemId, e);
            }
        }
    }
}
