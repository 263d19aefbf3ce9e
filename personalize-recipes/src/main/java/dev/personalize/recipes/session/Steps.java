package dev.personalize.recipes.session;

import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.Query;
import java.util.Arrays;

/** The newest different items of a query's history, newest first, and what each counts for. Immutable. */
final class Steps {
    private static final int NONE = -1;

    private final int[] items;
    private final double[] weights;
    /** Step of each event, or {@link #NONE}; shape [events]. */
    private final int[] stepOf;
    /** Number of events of each step. */
    private final int[] events;

    private int size;

    Steps(Query query, EventWeights eventWeights, Settings settings) {
        int most = Math.min(query.size(), settings.length());
        items = new int[most];
        weights = new double[most];
        events = new int[most];
        stepOf = new int[query.size()];
        Arrays.fill(stepOf, NONE);
        float[] counts = eventWeights.ofEvents(query);
        double ofSession = 1;
        for (int event = query.size() - 1; event >= 0; event--) {
            if (ofSession == 1 && event + 1 < query.size() && isApart(query, event, settings.gap())) {
                ofSession = settings.earlierWeight();
            }
            double weight = counts[event] * ofSession;
            if (weight > 0) {
                take(query.items()[event], event, weight, settings);
            }
        }
    }

    private static boolean isApart(Query query, int event, long gap) {
        return query.timestamps()[event + 1] - query.timestamps()[event] > gap;
    }

    private void take(int item, int event, double weight, Settings settings) {
        int step = 0;
        while (step < size && items[step] != item) {
            step++;
        }
        if (step == size) {
            if (size == items.length) {
                return;
            }
            items[size] = item;
            weights[size] = weight * settings.ofStep(size);
            size++;
        }
        stepOf[event] = step;
        events[step]++;
    }

    int size() {
        return size;
    }

    int item(int step) {
        return items[step];
    }

    /** {@return what a step counts for, greater than 0} */
    double weight(int step) {
        return weights[step];
    }

    /** {@return the root of the sum of the squares of the weights} */
    double length() {
        double sum = 0;
        for (int step = 0; step < size; step++) {
            sum += weights[step] * weights[step];
        }
        return Math.sqrt(sum);
    }

    /**
     * {@return the contributions of the events: those of an item share its own equally}
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
