package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import dev.personalize.data.Popularity;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** How much of what rose after an instant was among the first places of one list for everybody. */
final class TrendAccuracy {
    private static final int PLACES = 25;

    /** Events in the window after the instant minus those in the window before it; shape [items]. */
    private final int[] growth;

    private final double possible;

    /**
     * @param split everything from the instant on is asked for, everything before is trained on
     * @param from the instant, seconds since the epoch
     * @param window length of a window in seconds
     */
    TrendAccuracy(Holdout split, long from, long window) {
        growth = new int[split.train().items().size()];
        count(split.asked(), from, from + window, 1);
        count(split.train().interactions(), from - window, from, -1);
        possible = Arrays.stream(growth)
                .filter(rise -> rise > 0)
                .sorted()
                .skip(Math.max(0, Arrays.stream(growth).filter(rise -> rise > 0).count() - PLACES))
                .sum();
    }

    private void count(Interactions events, long from, long to, int each) {
        for (int p = 0; p < events.size(); p++) {
            if (events.timestamp(p) >= from && events.timestamp(p) < to) {
                growth[events.item(p)] += each;
            }
        }
    }

    /** {@return the accuracy of a model's answer to somebody nothing is known about} */
    double of(Model model) {
        float[] scores = new float[model.items()];
        model.score(Query.empty(), scores);
        TopK top = new TopK(PLACES);
        top.offerAll(scores);
        int[] list = top.drain();
        return of(list.length, place -> list[place]);
    }

    /** {@return the accuracy of the most popular items} */
    double of(Popularity popularity) {
        return of(Math.min(PLACES, popularity.size()), popularity::item);
    }

    private double of(int places, IntUnaryOperator list) {
        long risen = IntStream.range(0, places)
                .map(place -> growth[list.applyAsInt(place)])
                .asLongStream()
                .sum();
        return possible == 0 ? 0 : Math.max(0, risen) / possible;
    }
}
