package dev.personalize.internal.dataset;

import dev.personalize.schema.Schema;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import org.jspecify.annotations.Nullable;

/**
 * The ids of events, so that an event sent twice counts once. An event to which the caller gave none cannot come again. 8 to 16
 * bytes an id; two ids are taken for one with a probability of n² / 2⁶⁵ among n of them. For one thread.
 */
final class EventIds {
    private final int eventId;
    private final LongOpenHashSet seen = new LongOpenHashSet();
    private final @Nullable EventIds earlier;

    EventIds(Schema schema) {
        eventId = schema.streamed().position(Schema.EVENT_ID);
        earlier = null;
    }

    /** Begins with the ids of earlier rows, which {@link #remember} gives these ids too. */
    EventIds(EventIds earlier) {
        this.eventId = earlier.eventId;
        this.earlier = earlier;
    }

    /** {@return whether no event with the id of this one came before} */
    boolean isNew(@Nullable Object[] row) {
        if (!(row[eventId] instanceof String id)) {
            return true;
        }
        long hash = hash(id);
        return (earlier == null || !earlier.seen.contains(hash)) && seen.add(hash);
    }

    /** Adds ids that began with these. */
    void remember(EventIds later) {
        seen.addAll(later.seen);
    }

    /** {@return 64 bits of an id, never 0} */
    static long hash(String id) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x9FB21C651E98DF25L;
            hash ^= hash >>> 32;
        }
        return hash == 0 ? 1 : hash;
    }
}
