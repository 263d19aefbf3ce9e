package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeType;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A split of a snapshot into what training may see, what is given with a question, and what is asked for. A {@link Split} makes it.
 * Nothing of a dataset group is written for it. Immutable.
 *
 * <p>A case is one question: given these events of a user, which items are in those? Cases are numbered {@code 0 … cases()-1},
 * in order of user.
 */
public final class Holdout {
    private static final int EVENTS_A_REPEAT = 100;

    private final Snapshot train;
    private final Interactions given;
    private final Interactions asked;
    private final int[] users;

    private Holdout(Snapshot train, Interactions given, Interactions asked, int[] users) {
        this.train = train;
        this.given = given;
        this.asked = asked;
        this.users = users;
    }

    /**
     * A split with a case for each user of whom something is given and something is asked.
     *
     * @param train the data to train on; same users and items as the whole
     * @param given the events that come with the questions; of the same users and items
     * @param asked the events asked for; of the same users and items
     * @throws IllegalArgumentException if the three are not of the same numbers of users and items
     */
    public static Holdout of(Snapshot train, Interactions given, Interactions asked) {
        requireFit(train, given);
        requireFit(train, asked);
        int[] users = IntStream.range(0, asked.users())
                .filter(user -> asked.begin(user) < asked.end(user) && given.begin(user) < given.end(user))
                .toArray();
        return new Holdout(train, given, asked, users);
    }

    private static void requireFit(Snapshot train, Interactions events) {
        if (events.users() != train.users().size()
                || events.items() != train.items().size()) {
            throw new IllegalArgumentException("events of " + events.users() + " users and " + events.items()
                    + " items do not fit a snapshot of " + train.users().size() + " and "
                    + train.items().size());
        }
    }

    /** {@return the data to train on; same users and items as the whole} */
    public Snapshot train() {
        return train;
    }

    /** {@return the events that come with the questions} */
    public Interactions given() {
        return given;
    }

    /** {@return the events asked for} */
    public Interactions asked() {
        return asked;
    }

    /** {@return number of cases} */
    public int cases() {
        return users.length;
    }

    /** {@return the user of a case} */
    public int user(int number) {
        return users[number];
    }

    /**
     * {@return whether people come back to what they had: of the events asked for, at least one in a hundred is of an item that was given}
     */
    public boolean hasRepeats() {
        long repeats = Arrays.stream(users).mapToLong(this::repeats).sum();
        return repeats * EVENTS_A_REPEAT >= asked.size();
    }

    private long repeats(int user) {
        int[] had = given.items(given.begin(user), given.end(user));
        Arrays.sort(had);
        return IntStream.range(asked.begin(user), asked.end(user))
                .filter(position -> Arrays.binarySearch(had, asked.item(position)) >= 0)
                .count();
    }

    /** {@return the same split, asked only about the cases whose number passes} */
    public Holdout only(IntPredicate numbers) {
        return new Holdout(
                train,
                given,
                asked,
                IntStream.range(0, users.length)
                        .filter(numbers)
                        .map(number -> users[number])
                        .toArray());
    }

    /**
     * {@return the same questions, to be asked of a model trained on other data}
     *
     * @param other same users and items; for one who trains on a part of {@link #train()}
     * @throws IllegalArgumentException if its users and items are not as many
     */
    public Holdout withTrain(Snapshot other) {
        requireFit(other, given);
        return new Holdout(other, given, asked, users);
    }

    /** {@return what a model is asked in a case, as a campaign would: a related-items model about the newest item given} */
    public Query query(int number, RecipeType type) {
        int user = users[number];
        Query query = Query.ofHistory(given, given.begin(user), given.end(user))
                .withUserAttributes(() -> train.userAttributes().texts(user));
        return type == RecipeType.RELATED_ITEMS ? query.withAnchor(given.item(given.end(user) - 1)) : query;
    }

    /** {@return the items asked for in a case, ascending and distinct, without the item in question} */
    public int[] relevant(int number, Query query) {
        int user = users[number];
        int[] items = asked.items(asked.begin(user), asked.end(user));
        Arrays.sort(items);
        int size = 0;
        for (int item : items) {
            if (item != query.anchor() && (size == 0 || items[size - 1] != item)) {
                items[size++] = item;
            }
        }
        return Arrays.copyOf(items, size);
    }
}
