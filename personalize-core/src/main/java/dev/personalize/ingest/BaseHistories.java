package dev.personalize.ingest;

import dev.personalize.data.IdIndex;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import org.jspecify.annotations.Nullable;

/** The histories in a snapshot, whose arrays are read as they are. Safe for any thread. */
final class BaseHistories {
    private final IdIndex users;
    private final IdIndex items;
    private final IdIndex eventTypes;
    private final Interactions events;

    BaseHistories(Snapshot snapshot) {
        users = snapshot.users();
        items = snapshot.items();
        eventTypes = snapshot.eventTypes();
        events = snapshot.interactions();
    }

    /** {@return the newest {@code most} events of a user, oldest first} */
    LiveHistories.History history(String userId, int most) {
        int user = users.find(userId);
        if (user < 0) {
            return LiveHistories.NOTHING;
        }
        int size = Math.min(most, events.end(user) - events.begin(user));
        int begin = events.end(user) - size;
        String[] itemIds = new String[size];
        @Nullable String[] types = new String[size];
        float[] values = new float[size];
        long[] timestamps = events.timestamps(begin, begin + size);
        int[] itemOf = events.items(begin, begin + size);
        int[] typeOf = events.eventTypes(begin, begin + size);
        for (int i = 0; i < size; i++) {
            itemIds[i] = items.id(itemOf[i]);
            types[i] = typeOf[i] < 0 ? null : eventTypes.id(typeOf[i]);
            values[i] = events.value(begin + i);
        }
        return new LiveHistories.History(
                itemIds, types, values, timestamps, new LiveHistories.Places(items, itemOf, eventTypes, typeOf));
    }

    /** Tells of all events that are not older than a time, user by user. */
    void forEachSince(long timestamp, LiveHistories.Listener listener) {
        if (timestamp == Long.MAX_VALUE) {
            return;
        }
        for (int user = 0; user < users.size(); user++) {
            int begin = events.end(user);
            while (begin > events.begin(user) && events.timestamp(begin - 1) >= timestamp) {
                begin--;
            }
            for (int p = begin; p < events.end(user); p++) {
                int type = events.eventType(p);
                listener.added(
                        users.id(user),
                        items.id(events.item(p)),
                        type < 0 ? null : eventTypes.id(type),
                        events.value(p),
                        events.timestamp(p));
            }
        }
    }

    /** {@return the snapshot's own string for a user it knows, else the given one} */
    String user(String userId) {
        int user = users.find(userId);
        return user < 0 ? userId : users.id(user);
    }

    /** {@return the snapshot's own string for an item it knows, or null} */
    @Nullable String item(String itemId) {
        int item = items.find(itemId);
        return item < 0 ? null : items.id(item);
    }

    /** {@return the snapshot's own string for an event type it knows, or null} */
    @Nullable String eventType(String eventType) {
        int type = eventTypes.find(eventType);
        return type < 0 ? null : eventTypes.id(type);
    }
}
