package dev.personalize.ingest;

import dev.personalize.data.IdIndex;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The histories in a snapshot, whose arrays are read as they are; what was removed since is left out. Safe for any thread. */
final class BaseHistories {
    private final IdIndex users;
    private final IdIndex items;
    private final IdIndex eventTypes;
    private final Interactions events;
    private final Set<Integer> removedUsers = ConcurrentHashMap.newKeySet();
    private final Set<Integer> removedItems = ConcurrentHashMap.newKeySet();
    private final Set<Integer> removedEvents = ConcurrentHashMap.newKeySet();

    BaseHistories(Snapshot snapshot) {
        users = snapshot.users();
        items = snapshot.items();
        eventTypes = snapshot.eventTypes();
        events = snapshot.interactions();
    }

    /** {@return the newest {@code most} events of a user, oldest first} */
    LiveHistories.History history(String userId, int most) {
        int user = users.find(userId);
        if (user < 0 || removedUsers.contains(user)) {
            return LiveHistories.NOTHING;
        }
        int[] positions = newest(user, most);
        String[] itemIds = new String[positions.length];
        @Nullable String[] types = new String[positions.length];
        float[] values = new float[positions.length];
        long[] timestamps = new long[positions.length];
        for (int i = 0; i < positions.length; i++) {
            int type = events.eventType(positions[i]);
            itemIds[i] = items.id(events.item(positions[i]));
            types[i] = type < 0 ? null : eventTypes.id(type);
            values[i] = events.value(positions[i]);
            timestamps[i] = events.timestamp(positions[i]);
        }
        return new LiveHistories.History(itemIds, types, values, timestamps);
    }

    private int[] newest(int user, int most) {
        int[] positions = new int[Math.min(most, events.end(user) - events.begin(user))];
        int free = positions.length;
        for (int p = events.end(user) - 1; p >= events.begin(user) && free > 0; p--) {
            if (!removedItems.contains(events.item(p)) && !removedEvents.contains(p)) {
                positions[--free] = p;
            }
        }
        return free == 0 ? positions : Arrays.copyOfRange(positions, free, positions.length);
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

    void removeUser(String userId) {
        int user = users.find(userId);
        if (user >= 0) {
            removedUsers.add(user);
        }
    }

    void removeItem(String itemId) {
        int item = items.find(itemId);
        if (item >= 0) {
            removedItems.add(item);
        }
    }

    void removeEvent(String userId, String itemId, long timestamp) {
        int user = users.find(userId);
        int item = items.find(itemId);
        if (user >= 0 && item >= 0) {
            for (int p = events.begin(user); p < events.end(user); p++) {
                if (events.item(p) == item && events.timestamp(p) == timestamp) {
                    removedEvents.add(p);
                }
            }
        }
    }
}
