package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.NearMisses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The usual metrics of a user's list, under Amazon Personalize's keys where the service has them. The definitions of those with
 * binary relevance are {@link RankingMetrics}; each is averaged over the users. All lie in [0, 1]; a user of whom nothing is to be
 * found but the item in question itself counts as 0.
 *
 * <p>Every list is one of all items: samples of "negatives" reorder systems (Krichene and Rendle, On Sampled Metrics for Item
 * Recommendation, KDD 2020).
 */
public final class Metrics {
    /** The service's cutoffs: 5, 10 and 25. */
    public static final List<Integer> SERVICE_CUTOFFS = List.of(5, 10, 25);

    private static final int SERVICE_DEPTH = 25;
    private static final Pattern KEY = Pattern.compile("[a-z_]+_at_([1-9]\\d{0,2})");

    private Metrics() {}

    /**
     * {@return the metrics of a list that the service measures for every recipe, in its order: {@code mean_reciprocal_rank_at_25}, then
     * {@code normalized_discounted_cumulative_gain_at_5}, {@code _10}, {@code _25}, then {@code precision_at_5}, {@code _10},
     * {@code _25}}
     */
    public static List<Metric> service() {
        List<Metric> metrics = new ArrayList<>(List.of(reciprocalRank(SERVICE_DEPTH)));
        SERVICE_CUTOFFS.forEach(k -> metrics.add(ndcg(k)));
        SERVICE_CUTOFFS.forEach(k -> metrics.add(precision(k)));
        return List.copyOf(metrics);
    }

    /**
     * {@return the metric of binary relevance with this key, such as {@code recall_at_20}}
     *
     * @throws InvalidInputException if there is none
     */
    public static Metric named(String key) {
        Matcher parts = KEY.matcher(key);
        if (parts.matches()) {
            int k = Integer.parseInt(parts.group(1));
            Optional<Metric> found = at(List.of(k)).stream()
                    .filter(metric -> metric.name().equals(key))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        List<String> names = at(List.of(10)).stream().map(Metric::name).toList();
        throw new InvalidInputException("unknown metric '" + key + "'; " + NearMisses.question(key, names)
                + "there are, with any other number for 10: " + names);
    }

    /** {@return all metrics of binary relevance, each at each cutoff} */
    public static List<Metric> at(List<Integer> cutoffs) {
        List<Metric> metrics = new ArrayList<>();
        cutoffs.forEach(k -> metrics.add(ndcg(k)));
        cutoffs.forEach(k -> metrics.add(recall(k)));
        cutoffs.forEach(k -> metrics.add(cappedRecall(k)));
        cutoffs.forEach(k -> metrics.add(precision(k)));
        cutoffs.forEach(k -> metrics.add(hitRate(k)));
        cutoffs.forEach(k -> metrics.add(averagePrecision(k)));
        cutoffs.forEach(k -> metrics.add(reciprocalRank(k)));
        return List.copyOf(metrics);
    }

    /** {@return {@code mean_reciprocal_rank_at_k}} */
    public static Metric reciprocalRank(int k) {
        return binary("mean_reciprocal_rank_at_", k, asked -> RankingMetrics.reciprocalRank(asked.hits(), k));
    }

    /** {@return {@code normalized_discounted_cumulative_gain_at_k}} */
    public static Metric ndcg(int k) {
        return binary(
                "normalized_discounted_cumulative_gain_at_",
                k,
                asked -> RankingMetrics.ndcg(asked.hits(), k, asked.relevant().length));
    }

    /** {@return {@code precision_at_k}} */
    public static Metric precision(int k) {
        return binary("precision_at_", k, asked -> RankingMetrics.precision(asked.hits(), k));
    }

    /** {@return {@code recall_at_k}, which divides by all items to be found} */
    public static Metric recall(int k) {
        return binary("recall_at_", k, asked -> RankingMetrics.recall(asked.hits(), k, asked.relevant().length));
    }

    /** {@return {@code capped_recall_at_k}, which divides by the items to be found, but by no more than k} */
    public static Metric cappedRecall(int k) {
        return binary(
                "capped_recall_at_", k, asked -> RankingMetrics.cappedRecall(asked.hits(), k, asked.relevant().length));
    }

    /** {@return {@code hit_rate_at_k}: the share of users with at least one hit} */
    public static Metric hitRate(int k) {
        return binary("hit_rate_at_", k, asked -> RankingMetrics.hitRate(asked.hits(), k));
    }

    /** {@return {@code mean_average_precision_at_k}} */
    public static Metric averagePrecision(int k) {
        return binary(
                "mean_average_precision_at_",
                k,
                asked -> RankingMetrics.averagePrecision(asked.hits(), k, asked.relevant().length));
    }

    private static Metric binary(String key, int k, ToDoubleFunction<RankedCase> value) {
        return Metric.of(key + positive(k), k, asked -> asked.relevant().length == 0 ? 0 : value.applyAsDouble(asked));
    }

    private static int positive(int k) {
        if (k < 1) {
            throw new InvalidInputException("a cutoff must be 1 or more, was " + k);
        }
        return k;
    }

    /**
     * {@code average_rewards_at_k}: the rewards of the hits among the first k, divided by the sum of the k greatest rewards of the
     * items to be found; users of whom nothing with a reward is to be found are left out. 1 when the k most rewarding of them are
     * all there. The service, too, divides what was earned by what could have been, and publishes no exact formula.
     *
     * @param reward of each item, such as its price: at least 0, with NaN for 0
     */
    public static Metric averageRewards(int k, IntToDoubleFunction reward) {
        IntToDoubleFunction earned = item -> Math.max(0, orZero(reward.applyAsDouble(item)));
        return Metric.of("average_rewards_at_" + positive(k), k, asked -> {
            double[] possible =
                    Arrays.stream(asked.relevant()).mapToDouble(earned).toArray();
            double ideal = greatest(possible, k, place -> 1);
            double gain = 0;
            for (int place : asked.hits()) {
                gain += place < k ? earned.applyAsDouble(asked.ranked()[place]) : 0;
            }
            return ideal > 0 ? gain / ideal : Double.NaN;
        });
    }

    private static double orZero(double reward) {
        return Double.isNaN(reward) ? 0 : reward;
    }

    /**
     * {@code normalized_discounted_cumulative_gain_with_event_weights_at_k}: NDCG in which a hit earns the weight of its event
     * type, divided by the mean weight of the types that have one; the ideal list has the items that earn most first. With weights
     * 0.3 and 0.1 a hit earns 1.5 and 0.5. Of several events with an item the one that weighs most counts; types without a weight
     * weigh 1, as in training. Users with nothing to earn are left out.
     *
     * @param weights by name of the event type, at least 0
     * @throws InvalidInputException if there are none, or all weigh nothing
     */
    public static Metric weightedNdcg(int k, Map<String, Double> weights) {
        double mean = weights.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
        if (!(mean > 0)) {
            throw new InvalidInputException("weights of event types must have one above 0, were " + weights);
        }
        Map<String, Double> copy = Map.copyOf(weights);
        return Metric.of("normalized_discounted_cumulative_gain_with_event_weights_at_" + positive(k), k, asked -> {
            double[] earned = gains(asked, copy);
            double ideal = greatest(earned, k, RankingMetrics::discount);
            double gain = 0;
            for (int place : asked.hits()) {
                gain += place < k
                        ? earned[Arrays.binarySearch(asked.relevant(), asked.ranked()[place])]
                                * RankingMetrics.discount(place)
                        : 0;
            }
            return ideal > 0 ? gain / ideal : Double.NaN; // the mean weight divides both and drops out
        });
    }

    /** {@return the greatest weight of an event with each relevant item} */
    private static double[] gains(RankedCase asked, Map<String, Double> weights) {
        double[] gains = new double[asked.relevant().length];
        Interactions events = asked.asked();
        Snapshot train = asked.train();
        for (int p = events.begin(asked.user()); p < events.end(asked.user()); p++) {
            int at = Arrays.binarySearch(asked.relevant(), events.item(p));
            if (at >= 0) {
                int type = events.eventType(p);
                double weight =
                        type < 0 ? 1 : weights.getOrDefault(train.eventTypes().id(type), 1.0);
                gains[at] = Math.max(gains[at], weight);
            }
        }
        return gains;
    }

    /** {@return the k greatest values, each times the weight of its place, greatest first} */
    private static double greatest(double[] values, int k, IntToDoubleFunction weight) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (int place = 0; place < Math.min(k, sorted.length); place++) {
            sum += sorted[sorted.length - 1 - place] * weight.applyAsDouble(place);
        }
        return sum;
    }
}
