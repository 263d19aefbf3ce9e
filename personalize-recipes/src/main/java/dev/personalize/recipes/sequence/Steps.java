package dev.personalize.recipes.sequence;

import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.Query;
import java.util.Arrays;

/**
 * The newest steps of a query's history, newest first, and what each counts for. Steps are what they are in training: an item that
 * several events in a row are about is one, and events that weigh nothing are none. Immutable.
 */
final class Steps {
    private static final int NONE = -1;

    private final int[] items;
    private final double[] factors;
    /** Step of each event, or {@link #NONE}; shape [events]. */
    private final int[] stepOf;
    /** Number of events of each step. */
    private final int[] events;

    private int size;

    Steps(Query query, EventWeights weights, Aging aging) {
        int most = Math.min(query.size(), aging.steps());
        items = new int[most];
        factors = new double[most];
        events = new int[most];
        stepOf = new int[query.size()];
        Arrays.fill(stepOf, NONE);
        float[] eventWeights = weights.ofEvents(query);
        int[] newest = new int[most];
        for (int event = query.size() - 1; event >= 0; event--) {
            if (eventWeights[event] > 0 && !take(query, event, eventWeights[event], newest)) {
                break;
            }
        }
        age(query, newest, aging);
    }

    /**
     * Makes an event part of the last step, or a step of its own.
     *
     * @param newest newest event of each step
     * @return false if there are as many steps as are wanted, and it would be another one
     */
    private boolean take(Query query, int event, float weight, int[] newest) {
        int last = size - 1;
        if (last >= 0 && items[last] == query.items()[event]) {
            factors[last] = Math.max(factors[last], weight);
        } else if (size == items.length) {
            return false;
        } else {
            last = size++;
            items[last] = query.items()[event];
            factors[last] = weight;
            newest[last] = event;
        }
        stepOf[event] = last;
        events[last]++;
        return true;
    }

    /** Steps of one second have no order: each gets the mean of what their ages count for. */
    private void age(Query query, int[] newest, Aging aging) {
        boolean timed = hasTimes(query.timestamps());
        for (int begin = 0, end; begin < size; begin = end) {
            end = begin + 1;
            double sum = aging.of(begin);
            while (timed && end < size && query.timestamps()[newest[end]] == query.timestamps()[newest[begin]]) {
                sum += aging.of(end++);
            }
            for (int step = begin; step < end; step++) {
                factors[step] *= sum / (end - begin);
            }
        }
    }

    /** Equal times of all events say nothing: then the order of the events is all there is. */
    private static boolean hasTimes(long[] timestamps) {
        for (long timestamp : timestamps) {
            if (timestamp != timestamps[0]) {
                return true;
            }
        }
        return false;
    }

    int size() {
        return size;
    }

    int item(int step) {
        return items[step];
    }

    /** {@return what a step counts for, at least 0} */
    double factor(int step) {
        return factors[step];
    }

    /**
     * {@return the contributions of the events: those of a step share its own equally}
     *
     * @param contributions of each step; shape [size]
     */
    double[] ofEvents(double[] contributions) {
        double[] shares = new double[stepOf.length];
        for (int event = 0; event < shares.length; event++) {
            int step = stepOf[event];
            shares[event] = step == NONE ? 0 : contributions[step] / events[step];
        }
        return shares;
    }
}
