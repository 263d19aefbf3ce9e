package dev.personalize.data;

import dev.personalize.math.Bits;
import java.util.Arrays;

/**
 * How many different users each item has, and the items in that order. What everybody gets when nothing better is known,
 * and the baseline every model is held against. Immutable.
 */
public final class Popularity {
    private final int[] users;
    private final int[] order;

    /**
     * @param users number of different users of each item, at least 0; shape [items]
     */
    public Popularity(int[] users) {
        this.users = users.clone();
        this.order = order(users);
    }

    /** {@return the items by number of users, greatest first, and then by position} */
    private static int[] order(int[] users) {
        long[] keys = new long[users.length];
        for (int item = 0; item < users.length; item++) {
            keys[item] = (long) (Integer.MAX_VALUE - users[item]) << Integer.SIZE | item;
        }
        Arrays.sort(keys);
        int[] order = new int[users.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    /** {@return the popularity of the items of these events} */
    public static Popularity of(Interactions events) {
        return new Popularity(events.preferences().rowsOfColumns());
    }

    /** {@return number of different users of an item} */
    public int users(int item) {
        return users[item];
    }

    /** {@return number of items} */
    public int size() {
        return users.length;
    }

    /**
     * {@return the item at a place of the order of popularity}
     *
     * @param rank 0 for the most popular one, to {@code size()-1}
     */
    public int item(int rank) {
        return order[rank];
    }

    /**
     * Adds the most popular items of a set to a list. Between equally popular items the one earlier in the index comes first; items
     * without users come last.
     *
     * @param best filled from {@code size} on
     * @param size number of items the list has
     * @param allowed items that may be added; those that are leave the set. May be larger than the index
     * @return number of items the list has now; less than its length when the set has too few
     */
    public int fill(int[] best, int size, Bits allowed) {
        int filled = size;
        for (int i = 0; i < order.length && filled < best.length; i++) {
            if (allowed.get(order[i])) {
                allowed.clear(order[i]);
                best[filled++] = order[i];
            }
        }
        return filled;
    }
}
