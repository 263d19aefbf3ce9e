package dev.personalize.coldstart;

import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.Optional;

/**
 * How many different users had each item under each value of a column. Of a field of the users, a user had all items under all
 * values the user has; of a context, under those of the events with the item. Immutable.
 */
final class Counts {
    private final Cells cells;
    private final int[] offsets;
    private final int[] items;
    private final int[] users;
    private final long[] pairs;

    private Counts(Cells cells, int[] offsets, int[] items, int[] users, long[] pairs) {
        this.cells = cells;
        this.offsets = offsets;
        this.items = items;
        this.users = users;
        this.pairs = pairs;
    }

    @FunctionalInterface
    private interface Pairs {
        void accept(int value, int item);
    }

    /**
     * {@return the counts of a column, the same for any number of threads; nothing if there are more pairs of a value and a
     * user's item than an array holds}
     */
    static Optional<Counts> of(Cells cells, Snapshot data, PreferenceMatrix preferences, Parallel parallel) {
        long[] pairs = new long[cells.values().size()];
        forEachPair(cells, data, preferences, (value, item) -> pairs[value]++);
        if (Arrays.stream(pairs).sum() > Integer.MAX_VALUE - 8) {
            return Optional.empty();
        }
        int[] begins = new int[pairs.length + 1];
        for (int value = 0; value < pairs.length; value++) {
            begins[value + 1] = begins[value] + (int) pairs[value];
        }
        int[] next = begins.clone();
        int[] itemOf = new int[begins[pairs.length]];
        forEachPair(cells, data, preferences, (value, item) -> itemOf[next[value]++] = item);
        parallel.forChunks(pairs.length, 1, (chunk, value, end) -> Arrays.sort(itemOf, begins[value], begins[end]));
        return Optional.of(counted(cells, begins, itemOf, pairs));
    }

    /** Makes one entry of each run of equal items. */
    private static Counts counted(Cells cells, int[] begins, int[] itemOf, long[] pairs) {
        int[] offsets = new int[begins.length];
        int[] users = new int[itemOf.length];
        int size = 0;
        for (int value = 0; value < pairs.length; value++) {
            for (int p = begins[value]; p < begins[value + 1]; p++) {
                if (p == begins[value] || itemOf[p] != itemOf[size - 1]) {
                    itemOf[size++] = itemOf[p];
                }
                users[size - 1]++;
            }
            offsets[value + 1] = size;
        }
        return new Counts(cells, offsets, Arrays.copyOf(itemOf, size), Arrays.copyOf(users, size), pairs);
    }

    private static void forEachPair(Cells cells, Snapshot data, PreferenceMatrix preferences, Pairs pairs) {
        for (int user = 0; user < preferences.rows(); user++) {
            if (cells.isContext()) {
                for (long pair : contextPairs(cells, data, user)) {
                    pairs.accept((int) (pair >>> Integer.SIZE), (int) pair);
                }
            } else {
                for (int value : cells.ofUser(user)) {
                    for (int p = preferences.begin(user); p < preferences.end(user); p++) {
                        pairs.accept(value, preferences.column(p));
                    }
                }
            }
        }
    }

    /** {@return the different pairs of a value and an item among a user's events, ascending, each as one number} */
    static long[] contextPairs(Cells cells, Snapshot data, int user) {
        long[] pairs =
                new long[data.interactions().end(user) - data.interactions().begin(user)];
        int size = 0;
        for (int p = data.interactions().begin(user); p < data.interactions().end(user); p++) {
            for (int value : cells.ofEvent(p)) {
                if (size == pairs.length) {
                    pairs = Arrays.copyOf(pairs, 2 * size);
                }
                pairs[size++] =
                        (long) value << Integer.SIZE | data.interactions().item(p);
            }
        }
        Arrays.sort(pairs, 0, size);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || pairs[i] != pairs[i - 1]) {
                pairs[distinct++] = pairs[i];
            }
        }
        return Arrays.copyOf(pairs, distinct);
    }

    /**
     * {@return the same counts of some items under other numbers}
     *
     * @param numberOf new number of each item, ascending with nothing but the order of {@code numberOf}, or -1 for none
     */
    Counts of(int[] numberOf) {
        int[] newOffsets = new int[offsets.length];
        int[] newItems = new int[items.length];
        int[] newUsers = new int[items.length];
        int size = 0;
        for (int value = 0; value < pairs.length; value++) {
            for (int p = offsets[value]; p < offsets[value + 1]; p++) {
                if (numberOf[items[p]] >= 0) {
                    newItems[size] = numberOf[items[p]];
                    newUsers[size++] = users[p];
                }
            }
            newOffsets[value + 1] = size;
        }
        return new Counts(cells, newOffsets, Arrays.copyOf(newItems, size), Arrays.copyOf(newUsers, size), pairs);
    }

    /** {@return the column} */
    Cells cells() {
        return cells;
    }

    /** {@return number of pairs of a user and an item under a value} */
    long pairs(int value) {
        return pairs[value];
    }

    /** {@return number of users who had an item under a value} */
    int users(int value, int item) {
        int place = Arrays.binarySearch(items, offsets[value], offsets[value + 1], item);
        return place < 0 ? 0 : users[place];
    }

    int begin(int value) {
        return offsets[value];
    }

    int end(int value) {
        return offsets[value + 1];
    }

    /** {@return item of an entry; ascending within a value} */
    int item(int position) {
        return items[position];
    }

    /** {@return users of an entry, at least 1} */
    int users(int position) {
        return users[position];
    }
}
