package dev.personalize.recipes.session;

import dev.personalize.data.EventWeight;
import dev.personalize.data.Interactions;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Cuts the histories of users into sessions. One object a training. */
final class Cut {
    private static final String TASK = "train " + SessionNeighborsRecipe.NAME;
    /** Below this share of events in sessions of two items and more, times say nothing about sessions. */
    private static final double LEAST_SHARE = 0.5;

    private static final int INDEX_BITS = 31;
    private static final long MOST_SECONDS = (1L << 32) - 1;

    private final Interactions events;
    private final EventWeight weight;
    private final TrainingContext context;
    private final int longest;

    private int[] offsets = new int[16];
    private long[] times = new long[16];
    private float[] weights = new float[16];
    private final int[] itemsOf;
    private int size;
    /** Events in sessions of two items and more. */
    private long inCompany;

    Cut(Interactions events, EventWeight weight, TrainingContext context) {
        this.events = events;
        this.weight = weight;
        this.context = context;
        this.longest = context.hyperparameters().integer(SessionNeighborsRecipe.LONGEST_SESSION);
        this.itemsOf = new int[events.size()];
    }

    /**
     * {@return seconds without event that end a session in this data: those of the setting, or {@link Long#MAX_VALUE} where they would leave most
     * events alone}. The sessions are cut by then.
     */
    long cut() {
        long gap = context.hyperparameters().integer(SessionNeighborsRecipe.SESSION_GAP) * 60L;
        context.progress().progress(TASK, 0, events.size());
        cut(gap);
        if (inCompany < LEAST_SHARE * counted()) {
            gap = Long.MAX_VALUE;
            cut(gap);
        }
        return gap;
    }

    private long counted() {
        long counted = 0;
        for (int p = 0; p < events.size(); p++) {
            counted += weight.of(events.eventType(p), events.timestamp(p)) > 0 ? 1 : 0;
        }
        return counted;
    }

    private void cut(long gap) {
        size = 0;
        inCompany = 0;
        for (int user = 0; user < events.users(); user++) {
            context.cancellation().throwIfCancelled();
            int begin = events.begin(user);
            while (begin < events.end(user)) {
                int end = begin + 1;
                while (end < events.end(user)
                        && end - begin < longest
                        && events.timestamp(end) - events.timestamp(end - 1) <= gap) {
                    end++;
                }
                add(begin, end);
                begin = end;
            }
        }
    }

    /** Each item stands where it came last. */
    private void add(int begin, int end) {
        int from = offsets[size];
        int to = from;
        float greatest = 0;
        int counted = 0;
        for (int p = begin; p < end; p++) {
            float counts = weight.of(events.eventType(p), events.timestamp(p));
            if (counts > 0) {
                greatest = Math.max(greatest, counts);
                counted++;
                to = Distinct.add(itemsOf, from, to, events.item(p));
            }
        }
        if (to - from < 2) {
            return;
        }
        inCompany += counted;
        if (size + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
            times = Arrays.copyOf(times, 2 * times.length);
            weights = Arrays.copyOf(weights, 2 * weights.length);
        }
        times[size] = events.timestamp(end - 1);
        weights[size++] = greatest;
        offsets[size] = to;
    }

    /** {@return the sessions by time, those of one second by user} */
    private int[] order() {
        long oldest = Arrays.stream(times, 0, size).min().orElse(0);
        long newest = Arrays.stream(times, 0, size).max().orElse(0);
        if (newest - oldest < 0 || newest - oldest > MOST_SECONDS) {
            return IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparingLong(session -> times[session]))
                    .mapToInt(session -> session)
                    .toArray();
        }
        long[] keys = new long[size];
        for (int session = 0; session < size; session++) {
            keys[session] = (times[session] - oldest) << INDEX_BITS | session;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys)
                .mapToInt(key -> (int) (key & (1L << INDEX_BITS) - 1))
                .toArray();
    }

    /** {@return the sessions, by the time of their last events} */
    SessionIndex index(int perItem) {
        int[] order = order();
        int[] sortedOffsets = new int[size + 1];
        int[] sortedItems = new int[offsets[size]];
        long[] sortedTimes = new long[size];
        float[] sortedWeights = new float[size];
        for (int i = 0; i < size; i++) {
            int session = order[i];
            int length = offsets[session + 1] - offsets[session];
            System.arraycopy(itemsOf, offsets[session], sortedItems, sortedOffsets[i], length);
            sortedOffsets[i + 1] = sortedOffsets[i] + length;
            sortedTimes[i] = times[session];
            sortedWeights[i] = weights[session];
        }
        SessionIndex index =
                new SessionIndex(events.items(), sortedOffsets, sortedItems, sortedTimes, sortedWeights, perItem);
        context.progress().progress(TASK, events.size(), events.size());
        context.cancellation().throwIfCancelled();
        return index;
    }
}
