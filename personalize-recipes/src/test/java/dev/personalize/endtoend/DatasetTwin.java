package dev.personalize.endtoend;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a dataset group must hold, kept in plain lists in order of arrival and worked out anew each time it is asked. */
final class DatasetTwin {
    private final List<Arrival> events = new ArrayList<>();
    private final List<ItemArrival> items = new ArrayList<>();

    /**
     * An event as somebody sent it.
     *
     * @param device a column of the schema beside those every event has
     */
    record Sent(
            @Nullable String user,
            @Nullable String session,
            @Nullable String item,
            String type,
            @Nullable Float value,
            long second,
            @Nullable String device,
            @Nullable String eventId) {}

    record Item(String id, @Nullable String name, @Nullable Float price) {
        @Override
        public String toString() {
            return id + "," + Objects.requireNonNullElse(name, "") + "," + (price == null ? "" : price);
        }
    }

    private record Arrival(boolean imported, Sent sent) {}

    private record ItemArrival(boolean imported, Item item) {}

    private record Owned(String user, Sent sent) {}

    void importEvents(boolean full, List<Sent> rows) {
        if (full) {
            events.removeIf(Arrival::imported);
        }
        new LinkedHashSet<>(rows).forEach(row -> events.add(new Arrival(true, row)));
    }

    void putEvents(List<Sent> rows) {
        rows.forEach(row -> events.add(new Arrival(false, row)));
    }

    void importItems(boolean full, List<Item> rows) {
        if (full) {
            items.removeIf(ItemArrival::imported);
        }
        rows.forEach(row -> items.add(new ItemArrival(true, row)));
    }

    void putItems(List<Item> rows) {
        rows.forEach(row -> items.add(new ItemArrival(false, row)));
    }

    void deleteUser(String user) {
        delete(arrival -> arrival.sent.user == null
                ? Objects.equals(arrival.sent.session, user)
                        || usersSeenIn(arrival.sent.session).contains(user)
                : arrival.sent.user.equals(user));
    }

    void deleteItem(String item) {
        delete(arrival -> item.equals(arrival.sent.item));
        items.removeIf(arrival -> arrival.item.id.equals(item));
    }

    /** Deletes the events that look like this one, those of the user's sessions before he was known included. */
    void deleteEvent(String user, String item, long second) {
        delete(arrival -> item.equals(arrival.sent.item)
                && second == arrival.sent.second
                && (arrival.sent.user == null
                        ? Objects.equals(arrival.sent.session, user)
                                || usersSeenIn(arrival.sent.session).contains(user)
                        : arrival.sent.user.equals(user)));
    }

    void deleteEventId(String eventId) {
        delete(arrival -> eventId.equals(arrival.sent.eventId));
    }

    /** An event that did not count, because its id had come before, must not count after that one was deleted. */
    private void delete(Predicate<Arrival> named) {
        List<Arrival> counted = counted();
        Set<Arrival> gone = new HashSet<>();
        counted.stream().filter(named).forEach(gone::add); // decided on all rows, before any is gone
        events.clear();
        counted.stream().filter(arrival -> !gone.contains(arrival)).forEach(events::add);
    }

    private Set<String> usersSeenIn(@Nullable String session) {
        Set<String> users = new HashSet<>();
        for (Arrival arrival : events) {
            if (session != null && session.equals(arrival.sent.session) && arrival.sent.user != null) {
                users.add(arrival.sent.user);
            }
        }
        return users;
    }

    private List<Arrival> counted() {
        List<Arrival> counted = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Arrival arrival : events) {
            if (arrival.sent.eventId == null || ids.add(arrival.sent.eventId)) {
                counted.add(arrival);
            }
        }
        return counted;
    }

    /** {@return user, item, type, value and second of each event that belongs to somebody, sorted} */
    List<String> eventsOfUsers() {
        List<Arrival> counted = counted();
        Set<Owned> owned = new LinkedHashSet<>();
        for (int i = 0; i < counted.size(); i++) {
            Sent sent = counted.get(i).sent;
            String user = sent.user != null ? sent.user : userBehind(counted, i);
            if (user != null && sent.item != null) {
                owned.add(new Owned(
                        user, new Sent(null, null, sent.item, sent.type, sent.value, sent.second, sent.device, null)));
            }
        }
        return owned.stream()
                .map(event -> line(
                        event.user,
                        Objects.requireNonNull(event.sent.item),
                        event.sent.type,
                        event.sent.value == null ? Float.NaN : event.sent.value,
                        event.sent.second))
                .sorted()
                .toList();
    }

    static String line(String user, String item, String type, float value, long second) {
        return user + " " + item + " " + type + " " + value + " " + second;
    }

    private static @Nullable String userBehind(List<Arrival> counted, int anonymous) {
        String session = counted.get(anonymous).sent.session;
        for (int i = anonymous - 1; i >= 0; i--) {
            if (identifies(counted.get(i), session)) {
                return counted.get(i).sent.user;
            }
        }
        for (int i = anonymous + 1; i < counted.size(); i++) {
            if (identifies(counted.get(i), session)) {
                return counted.get(i).sent.user;
            }
        }
        return null;
    }

    private static boolean identifies(Arrival arrival, @Nullable String session) {
        return arrival.sent.user != null && session != null && session.equals(arrival.sent.session);
    }

    long importedEvents() {
        return events.stream().filter(Arrival::imported).count();
    }

    long importedItems() {
        return items.stream().filter(ItemArrival::imported).count();
    }

    /** {@return the newest record of each item as a line of CSV, sorted} */
    List<String> newestItems() {
        Map<String, Item> newest = new LinkedHashMap<>();
        items.forEach(arrival -> newest.put(arrival.item.id, arrival.item));
        return newest.values().stream().map(Item::toString).sorted().toList();
    }
}
