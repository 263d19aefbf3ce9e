package dev.personalize.internal.serving;

import dev.personalize.data.AttributeVersion;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Popularity;
import dev.personalize.error.InvalidInputException;
import dev.personalize.filter.CandidateFilter;
import dev.personalize.filter.FilterData;
import dev.personalize.filter.FilterTarget;
import dev.personalize.math.Bits;
import dev.personalize.schema.DatasetType;

/**
 * The items an answer can be made of: those of the model, at the positions the model knows them by, and after them items that
 * were put since the training and have been admitted. Safe for any number of threads.
 */
public final class Candidates {
    private final IdIndex items;
    private final int trained;
    private final Popularity popularity;
    private final FilterData data;
    private final CandidateFilter filter;

    /**
     * @param items ids of all of them
     * @param trained number of items the model knows, which come first
     * @param popularity of the model's items
     * @param data what filters look at
     */
    Candidates(IdIndex items, int trained, Popularity popularity, FilterData data) {
        this.items = items;
        this.trained = trained;
        this.popularity = popularity;
        this.data = data;
        this.filter = new CandidateFilter(FilterTarget.ITEM, items, data);
    }

    /** {@return number of items} */
    public int size() {
        return items.size();
    }

    /** {@return the ids of all of them} */
    IdIndex ids() {
        return items;
    }

    /** {@return number of items the model learned in its training, which come first} */
    int trained() {
        return trained;
    }

    /** {@return the position of an item, or -1 for one that is no candidate} */
    int find(String itemId) {
        return items.find(itemId);
    }

    /** {@return the id of an item} */
    String id(int item) {
        return items.id(item);
    }

    /** {@return number of different users of an item in the training} */
    int users(int item) {
        return item < trained ? popularity.users(item) : 0;
    }

    /**
     * {@return the records of items as they are now}
     *
     * @throws InvalidInputException if the group has no items dataset
     */
    AttributeVersion records() {
        return data.attributes()
                .apply(DatasetType.ITEMS)
                .orElseThrow(
                        () -> new InvalidInputException(
                                "diversity and the most items of a category need an items dataset, which the group does not have"));
    }

    /** {@return what applies filters to them} */
    CandidateFilter filter() {
        return filter;
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
        for (int item = trained; item < size() && filled < best.length; item++) {
            if (allowed.get(item)) {
                allowed.clear(item);
                best[filled++] = item;
            }
        }
        return filled;
    }
}
