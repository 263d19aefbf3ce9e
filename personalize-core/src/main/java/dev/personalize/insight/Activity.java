package dev.personalize.insight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How events are spread over users, or over items; only those with events count. Immutable.
 *
 * <p>A quantile is the value at place <i>⌈q·n⌉</i> of the <i>n</i> numbers of events in ascending order: a number that occurs.
 *
 * @param members number of users or items with events
 * @param mean mean number of events; 0 without members
 * @param quantiles events at the quantiles 0, 0.25, 0.5, 0.75, 0.9, 0.99 and 1, unmodifiable; empty without members
 * @param bands how many have 1 event, 2 to 3, 4 to 7, 8 to 15 and so on, unmodifiable
 * @param curve events of the member at a rank, rank 1 having the most, at ranks that grow by a tenth at least, the last one
 *     included; unmodifiable
 * @param gini how unequal it is: 0 when all have equally many, towards 1 when one has all
 */
public record Activity(
        int members, double mean, List<Quantile> quantiles, List<Band> bands, List<Rank> curve, double gini) {
    private static final double[] QUANTILES = {0, 0.25, 0.5, 0.75, 0.9, 0.99, 1};

    /** So many members have this number of events or fewer. */
    public record Quantile(double share, int events) {}

    /** Members with {@code from} to {@code to} events. */
    public record Band(int from, int to, int members) {}

    /** The member at a rank, its events, and the share of all events that it and those above it have. */
    public record Rank(int rank, int events, double shareUntil) {}

    /** {@return the spread of these numbers of events, of which zeros do not count} */
    static Activity of(int[] events) {
        int[] sorted = Arrays.stream(events).filter(count -> count > 0).sorted().toArray();
        if (sorted.length == 0) {
            return new Activity(0, 0, List.of(), List.of(), List.of(), 0);
        }
        double all = Arrays.stream(sorted).asLongStream().sum();
        return new Activity(
                sorted.length,
                all / sorted.length,
                quantiles(sorted),
                bands(sorted),
                curve(sorted, all),
                gini(sorted, all));
    }

    private static List<Quantile> quantiles(int[] sorted) {
        return Arrays.stream(QUANTILES)
                .mapToObj(share -> new Quantile(share, quantile(sorted, share)))
                .toList();
    }

    static int quantile(int[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private static List<Band> bands(int[] sorted) {
        int[] members = new int[Integer.SIZE];
        for (int count : sorted) {
            members[Integer.SIZE - 1 - Integer.numberOfLeadingZeros(count)]++;
        }
        int last = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(sorted[sorted.length - 1]);
        List<Band> bands = new ArrayList<>();
        for (int bit = 0; bit <= last; bit++) {
            bands.add(new Band(1 << bit, (int) ((2L << bit) - 1), members[bit]));
        }
        return List.copyOf(bands);
    }

    private static List<Rank> curve(int[] sorted, double all) {
        List<Rank> curve = new ArrayList<>();
        long until = 0;
        int next = 1;
        for (int rank = 1; rank <= sorted.length; rank++) {
            int events = sorted[sorted.length - rank];
            until += events;
            if (rank == next || rank == sorted.length) {
                curve.add(new Rank(rank, events, until / all));
                next = Math.max(rank + 1, (int) (rank * 1.1));
            }
        }
        return List.copyOf(curve);
    }

    private static double gini(int[] sorted, double all) {
        double weighted = 0;
        for (int i = 0; i < sorted.length; i++) {
            weighted += (2.0 * (i + 1) - sorted.length - 1) * sorted[i];
        }
        return weighted / (sorted.length * all);
    }

    /**
     * {@return number of events at a quantile; 0 without members}
     *
     * @param share one of those {@link #quantiles()} has
     */
    public int events(double share) {
        return quantiles.stream()
                .filter(quantile -> quantile.share() == share)
                .mapToInt(Quantile::events)
                .findFirst()
                .orElse(0);
    }
}
