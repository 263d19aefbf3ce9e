package dev.personalize.insight;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How events lie in time, and over users and items. Immutable.
 *
 * @param oldest when the first event was; empty without events
 * @param newest when the last event was; empty without events
 * @param resolution the coarsest of a day, an hour, a minute and a second of which all times are multiples, in UTC
 * @param timeline events by day
 * @param types events by event type; those without one are not in it
 * @param perUser events of a user
 * @param perItem events of an item
 * @param sameSecond events that share user and second with another event; their order in time is not known
 * @param busyUsers users with implausibly many events, most first, at most 20: more than 100, and either more than
 *     {@code e^(q₃ + 3·(q₃ - q₁))}, where q₁ and q₃ are the quartiles of the logarithm of a user's number of events (Tukey's outer
 *     fence), or more than a hundredth of all events and 20 times the median
 * @param busyUserCount how many such users there are
 * @param newestPart how the newest tenth of the events differs from what came before; empty when all lie in one day
 */
public record EventProfile(
        Optional<Instant> oldest,
        Optional<Instant> newest,
        Duration resolution,
        Timeline timeline,
        SortedMap<String, Long> types,
        Activity perUser,
        Activity perItem,
        long sameSecond,
        List<BusyUser> busyUsers,
        int busyUserCount,
        Optional<NewestPart> newestPart) {
    /** Copies the collections. */
    public EventProfile {
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
        busyUsers = List.copyOf(busyUsers);
    }

    /**
     * A user with implausibly many events.
     *
     * @param userId who
     * @param events how many
     * @param share share of all events, 0 to 1
     * @param busiestDay most events in one day, in UTC
     */
    public record BusyUser(String userId, int events, double share, int busiestDay) {}

    /**
     * The days at the end of the data that together have at least a tenth of the events: what a split by time would test on.
     *
     * @param begin first moment of it
     * @param events number of events in it
     * @param newItems items without an earlier event
     * @param eventsOfNewItems events of those items
     * @param newUsers users without an earlier event
     * @param eventsOfNewUsers events of those users
     */
    public record NewestPart(
            Instant begin, long events, int newItems, long eventsOfNewItems, int newUsers, long eventsOfNewUsers) {
        /** {@return share of its events that are of new items, 0 to 1} */
        public double newItemShare() {
            return (double) eventsOfNewItems / events;
        }

        /** {@return share of its events that are of new users, 0 to 1} */
        public double newUserShare() {
            return (double) eventsOfNewUsers / events;
        }
    }
}
