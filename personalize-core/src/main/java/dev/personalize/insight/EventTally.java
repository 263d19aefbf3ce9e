package dev.personalize.insight;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.insight.EventProfile.BusyUser;
import dev.personalize.insight.EventProfile.NewestPart;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Counts events in one pass, user by user; what the profile says follows from the counts. Takes 16 bytes for each item and 12 for each
 * user. For one thread.
 */
final class EventTally {
    private static final int[] RESOLUTIONS = {86_400, 3600, 60, 1};
    private static final double NEWEST = 0.1;
    private static final int MOST_BUSY_USERS = 20;
    private static final int LEAST_BUSY = 100;
    private static final double BUSY_SHARE = 0.01;
    private static final int BUSY_MEDIANS = 20;

    private final Snapshot data;
    private final Interactions events;
    private final int[] eventsOfUser;
    private final int[] eventsOfItem;
    private final long[] firstOfUser;
    private final long[] firstOfItem;
    private final int[] lastUserOfItem;
    private final long[] eventsOfType;
    private final Timeline timeline;
    private long oldest = Long.MAX_VALUE;
    private long newest = Long.MIN_VALUE;
    private int resolution;
    private long sameSecond;
    private long pairs;

    EventTally(Snapshot data) {
        this.data = data;
        this.events = data.interactions();
        this.eventsOfUser = new int[events.users()];
        this.eventsOfItem = new int[events.items()];
        this.firstOfUser = new long[events.users()];
        this.firstOfItem = new long[events.items()];
        this.lastUserOfItem = new int[events.items()];
        this.eventsOfType = new long[data.eventTypes().size()];
        Arrays.fill(firstOfItem, Long.MAX_VALUE);
        Arrays.fill(lastUserOfItem, -1);
        findBounds();
        this.timeline = events.size() == 0 ? Timeline.empty() : Timeline.between(oldest, newest);
        for (int user = 0; user < events.users(); user++) {
            count(user);
        }
    }

    private void findBounds() {
        for (int user = 0; user < events.users(); user++) {
            if (events.end(user) > events.begin(user)) {
                oldest = Math.min(oldest, events.timestamp(events.begin(user)));
                newest = Math.max(newest, events.timestamp(events.end(user) - 1));
            }
        }
    }

    private void count(int user) {
        int begin = events.begin(user);
        int end = events.end(user);
        eventsOfUser[user] = end - begin;
        firstOfUser[user] = end > begin ? events.timestamp(begin) : Long.MAX_VALUE;
        int sinceSecond = begin;
        for (int p = begin; p < end; p++) {
            long time = events.timestamp(p);
            if (p > begin && time != events.timestamp(p - 1)) {
                countSecond(p - sinceSecond);
                sinceSecond = p;
            }
            countItem(user, events.item(p), time);
            if (events.eventType(p) >= 0) {
                eventsOfType[events.eventType(p)]++;
            }
            timeline.count(time);
            while (time % RESOLUTIONS[resolution] != 0) {
                resolution++;
            }
        }
        countSecond(end - sinceSecond);
    }

    private void countSecond(int together) {
        sameSecond += together > 1 ? together : 0;
    }

    private void countItem(int user, int item, long time) {
        eventsOfItem[item]++;
        firstOfItem[item] = Math.min(firstOfItem[item], time);
        if (lastUserOfItem[item] != user) {
            lastUserOfItem[item] = user;
            pairs++;
        }
    }

    int usersWith(int least) {
        return (int) Arrays.stream(eventsOfUser).filter(count -> count >= least).count();
    }

    int itemsWithEvents() {
        return (int) Arrays.stream(eventsOfItem).filter(count -> count > 0).count();
    }

    long pairs() {
        return pairs;
    }

    /** {@return seconds since the epoch of an item's first event, {@link Long#MAX_VALUE} without any} */
    long firstOfItem(int item) {
        return firstOfItem[item];
    }

    EventProfile profile() {
        boolean some = events.size() > 0;
        int[] busy = busyUsers();
        return new EventProfile(
                some ? Optional.of(Instant.ofEpochSecond(oldest)) : Optional.empty(),
                some ? Optional.of(Instant.ofEpochSecond(newest)) : Optional.empty(),
                Duration.ofSeconds(RESOLUTIONS[some ? resolution : RESOLUTIONS.length - 1]),
                timeline,
                types(),
                Activity.of(eventsOfUser),
                Activity.of(eventsOfItem),
                sameSecond,
                Arrays.stream(busy)
                        .limit(MOST_BUSY_USERS)
                        .mapToObj(this::busyUser)
                        .toList(),
                busy.length,
                newestPart());
    }

    private SortedMap<String, Long> types() {
        SortedMap<String, Long> types = new TreeMap<>();
        for (int type = 0; type < eventsOfType.length; type++) {
            types.put(data.eventTypes().id(type), eventsOfType[type]);
        }
        return types;
    }

    private int[] busyUsers() {
        int[] sorted =
                Arrays.stream(eventsOfUser).filter(count -> count > 0).sorted().toArray();
        if (sorted.length == 0) {
            return sorted;
        }
        double lower = Math.log(Activity.quantile(sorted, 0.25));
        double upper = Math.log(Activity.quantile(sorted, 0.75));
        double fence = Math.exp(upper + 3 * (upper - lower));
        double large = Math.max(BUSY_SHARE * events.size(), BUSY_MEDIANS * (double) Activity.quantile(sorted, 0.5));
        double most = Math.max(LEAST_BUSY, Math.min(fence, large));
        return IntStream.range(0, eventsOfUser.length)
                .filter(user -> eventsOfUser[user] > most)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(user -> -eventsOfUser[user])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private BusyUser busyUser(int user) {
        int busiest = 0;
        int sinceDay = events.begin(user);
        for (int p = events.begin(user); p < events.end(user); p++) {
            if (day(p) != day(sinceDay)) {
                sinceDay = p;
            }
            busiest = Math.max(busiest, p + 1 - sinceDay);
        }
        return new BusyUser(
                data.users().id(user), eventsOfUser[user], (double) eventsOfUser[user] / events.size(), busiest);
    }

    private long day(int position) {
        return Math.floorDiv(events.timestamp(position), RESOLUTIONS[0]);
    }

    private Optional<NewestPart> newestPart() {
        int bucket = timeline.beginOfNewest(NEWEST);
        if (bucket == 0) {
            return Optional.empty();
        }
        long inside = IntStream.range(bucket, timeline.size())
                .mapToLong(timeline::events)
                .sum();
        Instant begin = timeline.begin(bucket);
        New items = New.since(begin.getEpochSecond(), firstOfItem, eventsOfItem);
        New users = New.since(begin.getEpochSecond(), firstOfUser, eventsOfUser);
        return Optional.of(
                new NewestPart(begin, inside, items.members(), items.events(), users.members(), users.events()));
    }

    /** Users or items whose first event lies in a part, and their events, all of which lie in it. */
    private record New(int members, long events) {
        static New since(long begin, long[] first, int[] events) {
            int members = 0;
            long all = 0;
            for (int i = 0; i < first.length; i++) {
                if (events[i] > 0 && first[i] >= begin) {
                    members++;
                    all += events[i];
                }
            }
            return new New(members, all);
        }
    }
}
