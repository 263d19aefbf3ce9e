package dev.personalize.testkit;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import java.util.Random;
import java.util.stream.IntStream;

/** Small data sets whose right answers are plain. Users and items have numbers, which are their positions too. */
final class ContractData {
    /** Users of the checkerboard; each item is missing for two of them. */
    static final int USERS = 32;
    /** Items of the checkerboard that have events. */
    static final int ITEMS = 16;
    /** A further item of the checkerboard that is known but has no events. */
    static final int ITEM_WITHOUT_EVENTS = ITEMS;

    private ContractData() {}

    /**
     * {@return users of even number with the even items but one, odd users with the odd items but one; besides one item and
     * one user without events}
     */
    static Snapshot checkerboard() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < USERS; user++) {
            add(builder, user, historyOf(user));
        }
        add(builder, USERS, ITEM_WITHOUT_EVENTS);
        Snapshot all = builder.build();
        Interactions events = all.interactions();
        return all.withInteractions(events.filter(position -> events.item(position) != ITEM_WITHOUT_EVENTS));
    }

    /** {@return the item of its colour that a user of the checkerboard has not had} */
    static int missingItem(int user) {
        return user % ITEMS;
    }

    /**
     * {@return what a user of the checkerboard has had, oldest first: the items of its colour in their order, from the one
     * after the missing item round to the one before it, so the missing item is what comes next as well}
     */
    static int[] historyOf(int user) {
        return IntStream.range(1, ITEMS / 2)
                .map(step -> (missingItem(user) + 2 * step) % ITEMS)
                .toArray();
    }

    /** {@return ten users and ten items; user u has the items 0 … u, so item i has one user more than item i+1} */
    static Snapshot staircase() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < 10; user++) {
            add(builder, user, IntStream.rangeClosed(0, user).toArray());
        }
        return builder.build();
    }

    /** {@return enough users and items to be cut into many chunks, with items of very different popularity} */
    static Snapshot random() {
        Random random = new Random(42);
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < 600; user++) {
            add(
                    builder,
                    user,
                    random.ints(12, 0, 300).map(item -> item * item / 300).toArray());
        }
        return builder.build();
    }

    /** {@return one user who had three items} */
    static Snapshot oneUser() {
        return add(Snapshot.builder(), 0, 0, 1, 2).build();
    }

    /** {@return one item that three users had, one after another} */
    static Snapshot oneItem() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < 3; user++) {
            builder.interaction(id(user), id(0), "view", Float.NaN, 60L * user);
        }
        return builder.build();
    }

    private static Snapshot.Builder add(Snapshot.Builder builder, int user, int... items) {
        for (int i = 0; i < items.length; i++) {
            builder.interaction(id(user), id(items[i]), "view", Float.NaN, 60L * i);
        }
        return builder;
    }

    /** Numbers of one length, because positions follow the order of the ids as text. */
    private static String id(int number) {
        return Integer.toString(1000 + number);
    }
}
