package dev.personalize.recipes.sequence;

import dev.personalize.data.EventWeight;
import dev.personalize.data.Interactions;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;

/**
 * The steps of all users, oldest first within a user: an item that several events in a row are about is one step with the greatest
 * of their weights, and events that weigh nothing are none. Immutable.
 */
final class Sequences {
    private final int items;
    /** Item of each step. */
    private final int[] itemOf;
    /** User of each step. */
    private final int[] userOf;
    /** Number of the second of each step: equal for the steps of one user in one second, and for no others. */
    private final int[] secondOf;

    private final float[] weightOf;
    /** Number of steps of each user. */
    private final int[] lengths;
    /** Steps of each item, ascending, in compressed rows. */
    private final int[] offsets;

    private final int[] steps;

    private Sequences(int items, int[] itemOf, int[] userOf, int[] secondOf, float[] weightOf, int[] lengths) {
        this.items = items;
        this.itemOf = itemOf;
        this.userOf = userOf;
        this.secondOf = secondOf;
        this.weightOf = weightOf;
        this.lengths = lengths;
        this.offsets = new int[items + 1];
        for (int item : itemOf) {
            offsets[item + 1]++;
        }
        for (int item = 0; item < items; item++) {
            offsets[item + 1] += offsets[item];
        }
        this.steps = new int[itemOf.length];
        int[] next = Arrays.copyOf(offsets, items);
        for (int step = 0; step < itemOf.length; step++) {
            steps[next[itemOf[step]]++] = step;
        }
    }

    static Sequences of(Interactions events, EventWeights weights, TrainingContext context) {
        EventWeight eventWeight = weights == EventWeights.NONE ? EventWeight.ONE : weights;
        int[] itemOf = new int[events.size()];
        int[] userOf = new int[events.size()];
        int[] secondOf = new int[events.size()];
        float[] weightOf = new float[events.size()];
        int[] lengths = new int[events.users()];
        int size = 0;
        int second = 0;
        for (int user = 0; user < events.users(); user++) {
            context.cancellation().throwIfCancelled();
            int begin = size;
            second++;
            long time = Long.MIN_VALUE;
            for (int p = events.begin(user); p < events.end(user); p++) {
                float weight = eventWeight.of(events.eventType(p), events.timestamp(p));
                if (!(weight > 0)) {
                    continue;
                }
                if (size > begin && itemOf[size - 1] == events.item(p)) {
                    weightOf[size - 1] = Math.max(weightOf[size - 1], weight);
                    continue;
                }
                if (size > begin && events.timestamp(p) != time) {
                    second++;
                }
                time = events.timestamp(p);
                itemOf[size] = events.item(p);
                userOf[size] = user;
                secondOf[size] = second;
                weightOf[size++] = weight;
            }
            lengths[user] = size - begin;
        }
        return new Sequences(
                events.items(),
                Arrays.copyOf(itemOf, size),
                Arrays.copyOf(userOf, size),
                Arrays.copyOf(secondOf, size),
                Arrays.copyOf(weightOf, size),
                lengths);
    }

    /** {@return heap taken for {@code events} events while they are being read} */
    static long bytes(long events) {
        return events * 2 * (3L * Integer.BYTES + Float.BYTES) + events * Integer.BYTES;
    }

    /** {@return number of items of the snapshot} */
    int items() {
        return items;
    }

    /** {@return number of users} */
    int users() {
        return lengths.length;
    }

    /** {@return number of steps} */
    int size() {
        return itemOf.length;
    }

    /** {@return number of steps of a user} */
    int length(int user) {
        return lengths[user];
    }

    int item(int step) {
        return itemOf[step];
    }

    int user(int step) {
        return userOf[step];
    }

    float weight(int step) {
        return weightOf[step];
    }

    /** {@return whether two steps of one user are of one second} */
    boolean together(int step, int other) {
        return secondOf[step] == secondOf[other];
    }

    /** {@return where the steps of an item begin among those that {@link #step} numbers by item} */
    int begin(int item) {
        return offsets[item];
    }

    int end(int item) {
        return offsets[item + 1];
    }

    /** {@return the step at a position between {@link #begin} and {@link #end} of an item} */
    int step(int position) {
        return steps[position];
    }
}
