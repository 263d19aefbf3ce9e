package dev.personalize.recipes.content;

import dev.personalize.data.PreferenceMatrix;

/** Counts the users that one item shares with each other item. For one thread. */
final class CommonUsers {
    private final PreferenceMatrix itemsOfUser;
    private final PreferenceMatrix usersOfItem;
    private final float[] counts;
    private final int[] seen;
    private int size;

    CommonUsers(PreferenceMatrix itemsOfUser, PreferenceMatrix usersOfItem) {
        this.itemsOfUser = itemsOfUser;
        this.usersOfItem = usersOfItem;
        this.counts = new float[usersOfItem.rows()];
        this.seen = new int[usersOfItem.rows()];
    }

    /** Counts those of an item, in place of the one before. */
    void count(int item) {
        for (int i = 0; i < size; i++) {
            counts[seen[i]] = 0;
        }
        size = 0;
        for (int p = usersOfItem.begin(item); p < usersOfItem.end(item); p++) {
            int user = usersOfItem.column(p);
            float weight = usersOfItem.weight(p);
            for (int q = itemsOfUser.begin(user); q < itemsOfUser.end(user); q++) {
                int other = itemsOfUser.column(q);
                float product = weight * itemsOfUser.weight(q);
                // Products of very old events may be 0: such an item is not seen, nor seen again for every user.
                if (product > 0 && counts[other] == 0) {
                    seen[size++] = other;
                }
                counts[other] += product;
            }
        }
    }

    /** {@return how many items share a user, the item itself included} */
    int size() {
        return size;
    }

    /** {@return the i-th of those items, in no particular order} */
    int item(int i) {
        return seen[i];
    }

    /** {@return what the common users count for, of any item} */
    float of(int other) {
        return counts[other];
    }
}
