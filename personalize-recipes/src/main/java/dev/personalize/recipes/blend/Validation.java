package dev.personalize.recipes.blend;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Events of some users that are kept from training, to be found by it. Immutable.
 *
 * @param train the data without them; same users and items
 * @param cases one for each of the users, in order of user
 */
record Validation(Snapshot train, List<Case> cases) {
    private static final int LEAST_EVENTS = 2;
    /** One event of so many is kept from training, as in the service's measurement. */
    private static final int SHARE = 10;

    /**
     * A user to find items for.
     *
     * @param query the events left
     * @param targets items of the events taken away, ascending and distinct
     */
    // A record of an array: cases are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Case(Query query, int[] targets) {
        boolean wants(int item) {
            return Arrays.binarySearch(targets, item) >= 0;
        }
    }

    /**
     * Takes a tenth of the events of some users, at least one of each and never all.
     *
     * @param most users, chosen at random among those with two or more events
     * @param newest whether the newest events are taken, and otherwise any; any, too, if the events of most users are of one time
     */
    static Validation of(Snapshot data, int most, boolean newest, RandomGenerator random) {
        Interactions events = data.interactions();
        int[] users = chosen(events, most, random);
        boolean ordered =
                2 * Arrays.stream(users).filter(user -> lasts(events, user)).count() >= users.length;
        BitSet taken = new BitSet(events.size());
        List<Case> cases = new ArrayList<>();
        for (int user : users) {
            int begin = events.begin(user);
            int size = events.end(user) - begin;
            int count = Math.max(1, size / SHARE);
            int[] order = IntStream.range(begin, begin + size).toArray();
            if (!newest || !ordered) {
                shuffle(order, random);
            }
            Arrays.stream(order, size - count, size).forEach(taken::set);
            cases.add(cut(events, begin, begin + size, taken));
        }
        return new Validation(data.withInteractions(events.filter(position -> !taken.get(position))), cases);
    }

    private static boolean lasts(Interactions events, int user) {
        return events.timestamp(events.end(user) - 1) > events.timestamp(events.begin(user));
    }

    private static int[] chosen(Interactions events, int most, RandomGenerator random) {
        int[] users = IntStream.range(0, events.users())
                .filter(user -> events.end(user) - events.begin(user) >= LEAST_EVENTS)
                .toArray();
        shuffle(users, random);
        return Arrays.stream(users, 0, Math.min(most, users.length)).sorted().toArray();
    }

    private static void shuffle(int[] values, RandomGenerator random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    private static Case cut(Interactions events, int begin, int end, BitSet taken) {
        int[] left = IntStream.range(begin, end)
                .filter(position -> !taken.get(position))
                .toArray();
        int[] targets = IntStream.range(begin, end)
                .filter(taken::get)
                .map(events::item)
                .sorted()
                .distinct()
                .toArray();
        Query query = new Query(
                Arrays.stream(left).map(events::item).toArray(),
                Arrays.stream(left).map(events::eventType).toArray(),
                Arrays.stream(left).mapToLong(events::timestamp).toArray(),
                -1);
        return new Case(query, targets);
    }
}
