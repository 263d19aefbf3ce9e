package dev.personalize.internal.dataset;

import dev.personalize.ingest.LiveHistories;

/**
 * Somebody who follows all events of a group: begins with those there are, and is then told each one that is put, once and before the
 * put is done.
 */
public interface EventFollower extends LiveHistories.Listener {
    /** Forgets all it was told and begins with these events. No event is added meanwhile. */
    void begin(LiveHistories all);
}
