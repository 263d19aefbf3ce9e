package dev.personalize.data;

import java.util.Arrays;
import java.util.stream.IntStream;

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
        this.order = IntStream.range(0, users.length)
                .boxed()
                .sorted((a, b) -> users[a] == users[b] ? Integer.compare(a, b) : Integer.compare(users[b], users[a]))
                .mapToInt(Integer::intValue)
                .toArray();
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
     * Completes a list with the most popular items that are not in it. Between equally popular items the one earlier in the
     * index comes first; items without users come last.
     *
     * @param best the list so far, at most {@code k} items
     * @param k length wanted
     * @param excluded {@code excluded[item]} is true for items that may not be added; the items of {@code best} need not be
     *     marked; shape [items], modified: the items of the result are marked
     * @return {@code best} followed by popular items; shorter than {@code k} when too few may be added
     */
    public int[] fill(int[] best, int k, boolean[] excluded) {
        for (int item : best) {
            excluded[item] = true;
        }
        int[] filled = Arrays.copyOf(best, k);
        int size = best.length;
        for (int i = 0; i < order.length && size < k; i++) {
            if (!excluded[order[i]]) {
                excluded[order[i]] = true;
                filled[size++] = order[i];
            }
        }
        return size == k ? filled : Arrays.copyOf(filled, size);
    }
}
