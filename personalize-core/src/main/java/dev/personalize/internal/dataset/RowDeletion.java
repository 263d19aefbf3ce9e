package dev.personalize.internal.dataset;

import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be deleted. Immutable.
 *
 * @param users ids of users: their records, their events, and the anonymous events of sessions they were identified in
 * @param items ids of items: their records and the events with them
 * @param events single events
 * @param eventIds ids of single streamed events
 */
public record RowDeletion(Set<String> users, Set<String> items, Set<Event> events, Set<String> eventIds) {
    /**
     * Events told apart by what every event has. Anonymous ones are the user's if he was identified in their session.
     *
     * @param userId the user
     * @param itemId the item
     * @param timestamp seconds since the epoch
     */
    public record Event(String userId, String itemId, long timestamp) {}

    /**
     * What was deleted.
     *
     * @param users number of users of whom there was a record or an event
     * @param rows number of rows, of all datasets
     */
    public record Outcome(int users, long rows) {}

    /** Copies the sets. */
    public RowDeletion {
        users = Set.copyOf(users);
        items = Set.copyOf(items);
        events = Set.copyOf(events);
        eventIds = Set.copyOf(eventIds);
    }

    /**
     * {@return which rows of a dataset go}
     *
     * @param usersOf the {@linkplain #namedUsers named users} identified in each session
     * @param found gets the deleted users that have a row
     */
    Predicate<@Nullable Object[]> rows(
            DatasetType type, Schema schema, Map<String, Set<String>> usersOf, Set<String> found) {
        return switch (type) {
            case USERS -> idIn(users, schema.position(type.idField()), found);
            case ITEMS -> idIn(items, schema.position(type.idField()), new HashSet<>());
            case ACTIONS -> row -> false;
            case INTERACTIONS, ACTION_INTERACTIONS -> events(type, schema, usersOf, found);
        };
    }

    /** {@return the users of whom anything is to be deleted, whose sessions therefore matter} */
    Set<String> namedUsers() {
        Set<String> named = new HashSet<>(users);
        events.forEach(event -> named.add(event.userId()));
        return named;
    }

    private static Predicate<@Nullable Object[]> idIn(Set<String> ids, int column, Set<String> found) {
        return row -> {
            boolean named = row[column] instanceof String id && ids.contains(id);
            if (named) {
                found.add(String.valueOf(row[column]));
            }
            return named;
        };
    }

    private Predicate<@Nullable Object[]> events(
            DatasetType type, Schema schema, Map<String, Set<String>> usersOf, Set<String> found) {
        EventColumns columns = new EventColumns(schema);
        return row -> {
            String user = columns.text(row, columns.user);
            if (user != null && users.contains(user)) {
                found.add(user);
                return true;
            }
            String session = columns.text(row, columns.session);
            Set<String> behind =
                    user != null ? Set.of(user) : session == null ? Set.of() : usersOf.getOrDefault(session, Set.of());
            return behind.stream().anyMatch(users::contains)
                    || (type == DatasetType.INTERACTIONS && isNamed(row, columns, behind));
        };
    }

    private boolean isNamed(@Nullable Object[] row, EventColumns columns, Set<String> behind) {
        if (row[columns.eventId] instanceof String id && eventIds.contains(id)) {
            return true;
        }
        String item = columns.text(row, columns.item);
        return item != null
                && (items.contains(item)
                        || behind.stream()
                                .anyMatch(user -> events.contains(new Event(user, item, columns.timestamp(row)))));
    }
}
