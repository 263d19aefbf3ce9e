package dev.personalize.insight;

/**
 * How much data there is. Immutable.
 *
 * @param events number of events; equal events of one second count once
 * @param users number of users, those without events included
 * @param usersWithEvents users with one event or more
 * @param usersWithTwo users with two events or more
 * @param describedUsers users with a value in some column of the users dataset
 * @param items number of items, those without events included
 * @param itemsWithEvents items with one event or more
 * @param describedItems items with a value in some column of the items dataset
 * @param pairs number of different pairs of user and item among the events
 */
public record Counts(
        long events,
        int users,
        int usersWithEvents,
        int usersWithTwo,
        int describedUsers,
        int items,
        int itemsWithEvents,
        int describedItems,
        long pairs) {
    /** {@return share of the users that have no event, 0 to 1; 0 without users} */
    public double coldUsers() {
        return share((long) users - usersWithEvents, users);
    }

    /** {@return share of the items that have no event, 0 to 1; 0 without items} */
    public double coldItems() {
        return share((long) items - itemsWithEvents, items);
    }

    /** {@return share of the events whose user had an event with the item before, 0 to 1; 0 without events} */
    public double repeats() {
        return share(events - pairs, events);
    }

    /** {@return share of all pairs of a user with events and an item with events that have one, 0 to 1; 0 without events} */
    public double density() {
        return share(pairs, (long) usersWithEvents * itemsWithEvents);
    }

    /** {@return whether the service would train on it} */
    public boolean enoughForService() {
        return events >= ServiceRules.INTERACTIONS
                && usersWithTwo >= ServiceRules.USERS_WITH_TWO
                && usersWithTwo >= ServiceRules.SHARE_WITH_TWO * usersWithEvents;
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
