package dev.personalize.metrics;

import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Two systems asked the same questions, user by user. Swapping the two turns every sign and nothing else. Immutable.
 */
public final class Comparison {
    private final Measurement first;
    private final Measurement second;
    private final List<Difference> differences;

    /**
     * One metric of both.
     *
     * @param metric its key
     * @param first mean of the first system
     * @param second mean of the second system
     * @param difference mean of first − second over users that both were measured on, with its interval
     * @param pValue how probable so great a difference is if the two were equally good, see {@link Bootstrap#pValues}
     * @param wins users with more from the first
     * @param losses users with more from the second
     * @param ties users with the same from both
     */
    public record Difference(
            String metric,
            double first,
            double second,
            Interval difference,
            double pValue,
            int wins,
            int losses,
            int ties) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: %.4f against %.4f, difference %s, p = %.4f, %d wins, %d losses, %d ties",
                    metric,
                    first,
                    second,
                    difference,
                    pValue,
                    wins,
                    losses,
                    ties);
        }
    }

    /**
     * What users would have chosen from one list made of both.
     *
     * @param first share of users with more hits among the places the first filled
     * @param second share of users with more among those of the second
     * @param ties share of the others
     */
    public record Interleaving(double first, double second, double ties) {}

    private Comparison(Measurement first, Measurement second, List<Difference> differences) {
        this.first = first;
        this.second = second;
        this.differences = List.copyOf(differences);
    }

    /**
     * Compares two measurements on the metrics both have.
     *
     * @throws InvalidInputException if they are not about the same users, what is given and what is asked for, or have no
     *     metric in common
     */
    public static Comparison of(Measurement first, Measurement second, Bootstrap bootstrap, Parallel parallel) {
        requireSameQuestions(first, second);
        List<String> metrics =
                first.metrics().stream().filter(second.metrics()::contains).toList();
        if (metrics.isEmpty()) {
            throw new InvalidInputException("no metric was measured for both: " + first.metrics() + " and "
                    + second.metrics() + "; measure both with the same list");
        }
        double[][] gains = new double[metrics.size()][];
        for (int metric = 0; metric < gains.length; metric++) {
            double[] gain = first.values(metrics.get(metric));
            double[] other = second.values(metrics.get(metric));
            Arrays.setAll(gain, user -> gain[user] - other[user]);
            gains[metric] = gain;
        }
        Interval[] intervals = bootstrap.means(gains, parallel);
        double[] pValues = bootstrap.pValues(gains, parallel);
        List<Difference> differences = new ArrayList<>();
        for (int metric = 0; metric < gains.length; metric++) {
            String name = metrics.get(metric);
            differences.add(new Difference(
                    name,
                    first.mean(name),
                    second.mean(name),
                    intervals[metric],
                    pValues[metric],
                    count(gains[metric], 1),
                    count(gains[metric], -1),
                    count(gains[metric], 0)));
        }
        return new Comparison(first, second, differences);
    }

    private static int count(double[] gains, int sign) {
        return (int)
                Arrays.stream(gains).filter(gain -> Math.signum(gain) == sign).count();
    }

    private static void requireSameQuestions(Measurement first, Measurement second) {
        if (first.measuring() == second.measuring()) {
            return;
        }
        boolean same = first.cases() == second.cases();
        for (int number = 0; same && number < first.cases(); number++) {
            RankedCase one = first.ranked(number);
            RankedCase other = second.ranked(number);
            same = one.train()
                            .users()
                            .id(one.user())
                            .equals(other.train().users().id(other.user()))
                    && sameItems(one, one.relevant(), other, other.relevant())
                    && sameItems(one, one.query().items(), other, other.query().items());
        }
        if (!same) {
            throw new InvalidInputException("the two were not asked the same questions (" + first.cases() + " and "
                    + second.cases() + " users): measure both on one split of the same data, with the same events");
        }
    }

    private static boolean sameItems(RankedCase one, int[] items, RankedCase other, int[] otherItems) {
        if (one.train().items() == other.train().items()) {
            return Arrays.equals(items, otherItems);
        }
        return Arrays.equals(
                Arrays.stream(items).mapToObj(one.train().items()::id).toArray(),
                Arrays.stream(otherItems).mapToObj(other.train().items()::id).toArray());
    }

    /** {@return every metric that both were measured with, in the order of the first} */
    public List<Difference> differences() {
        return differences;
    }

    /**
     * {@return the difference of a metric}
     *
     * @throws InvalidInputException if not both were measured with it
     */
    public Difference difference(String metric) {
        return differences.stream()
                .filter(difference -> difference.metric().equals(metric))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("metric '" + metric + "' was not compared; there are "
                        + differences.stream().map(Difference::metric).toList()));
    }

    /**
     * {@return mean over users of the items that are in the first k places of both lists, divided by the longer of the two; 1 for
     * two empty ones}
     */
    public double overlap(int k) {
        double sum = 0;
        for (int number = 0; number < first.cases(); number++) {
            List<String> one = ids(first, number, k);
            List<String> other = ids(second, number, k);
            int longer = Math.max(one.size(), other.size());
            sum += longer == 0 ? 1 : one.stream().filter(other::contains).count() / (double) longer;
        }
        return sum / first.cases();
    }

    private static List<String> ids(Measurement measured, int number, int k) {
        return Arrays.stream(measured.list(number))
                .limit(k)
                .mapToObj(measured.holdout().train().items()::id)
                .toList();
    }

    /**
     * Deals both lists into one of k places, as team captains choose players, and counts whose picks were to be found (team draft:
     * Radlinski, Kurup and Joachims, How Does Clickthrough Data Reflect Retrieval Quality?, CIKM 2008). Each user is dealt twice, with
     * opposite coins.
     *
     * @param k places of the common list, at least 1
     * @param seed throws the coins
     */
    public Interleaving interleaving(int k, long seed) {
        int[] outcomes = new int[3];
        for (int number = 0; number < first.cases(); number++) {
            RankedCase asked = first.ranked(number);
            List<String> relevant = Arrays.stream(asked.relevant())
                    .mapToObj(asked.train().items()::id)
                    .toList();
            TeamDraft draft = new TeamDraft(ids(first, number, k), ids(second, number, k), k, seed + number);
            outcomes[1 + draft.winner(relevant, false)]++;
            outcomes[1 + draft.winner(relevant, true)]++;
        }
        double total = 2.0 * first.cases();
        return new Interleaving(outcomes[2] / total, outcomes[0] / total, outcomes[1] / total);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        differences.forEach(difference -> text.append(difference).append('\n'));
        int k = Math.min(first.depth(), second.depth());
        return text.append(String.format(Locale.ROOT, "lists of %d have %.4f in common", k, overlap(k)))
                .toString();
    }
}
