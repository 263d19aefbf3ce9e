package dev.personalize.internal.serving;

import dev.personalize.data.IdIndex;
import dev.personalize.data.Popularity;
import dev.personalize.math.Bits;

/**
 * The items an answer can be made of: those of the model, at the positions the model knows them by, and after them items that
 * were put since the training and have been admitted. Immutable.
 */
public final class Candidates {
    private final IdIndex trained;
    private final IdIndex admitted;
    private final Popularity popularity;

    /**
     * @param trained ids of the model's items
     * @param admitted ids of further items, none of them the model's
     * @param popularity of the model's items
     */
    public Candidates(IdIndex trained, IdIndex admitted, Popularity popularity) {
        this.trained = trained;
        this.admitted = admitted;
        this.popularity = popularity;
    }

    /** {@return number of items} */
    public int size() {
        return trained.size() + admitted.size();
    }

    /** {@return number of items the model knows, which come first} */
    public int trained() {
        return trained.size();
    }

    /** {@return the position of an item, or -1 for one that is no candidate} */
    public int find(String itemId) {
        int item = trained.find(itemId);
        if (item >= 0 || admitted.size() == 0) {
            return item;
        }
        int later = admitted.find(itemId);
        return later < 0 ? -1 : trained.size() + later;
    }

    /** {@return the id of an item} */
    public String id(int item) {
        return item < trained.size() ? trained.id(item) : admitted.id(item - trained.size());
    }

    /** {@return number of different users of an item in the training} */
    public int users(int item) {
        return item < trained.size() ? popularity.users(item) : 0;
    }

    /**
     * Adds the most popular items of a set to a list, best first, those without users last.
     *
     * @param best filled from {@code size} on
     * @param size number of items the list has
     * @param allowed the set; items that are added leave it
     * @return number of items the list has now; less than its length when the set has too few
     */
    int fill(int[] best, int size, Bits allowed) {
        int filled = popularity.fill(best, size, allowed);
        for (int item = trained.size(); item < size() && filled < best.length; item++) {
            if (allowed.get(item)) {
                allowed.clear(item);
                best[filled++] = item;
            }
        }
        return filled;
    }
}
