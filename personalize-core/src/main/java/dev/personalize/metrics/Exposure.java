package dev.personalize.metrics;

import dev.personalize.data.AttributeFeatures;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntBinaryOperator;

/**
 * What a system shows to its users, whether they want it or not: numbers beside accuracy, over the first {@code k} places of all
 * lists. <i>n</i> is the number of different users of an item in the training data, <i>N</i> the number of users with events there.
 *
 * @param k places looked at
 * @param coverage share of all items that are in any list
 * @param gini how unequally the places are shared out among all items: 0 when each has as many, near 1 when one has all.
 *     With <i>x</i> the places of an item in rising order and <i>m</i> items, sum of (2i − m − 1)·x / (m · sum of x)
 * @param novelty mean self-information of the places in bits, log2(<i>N</i> / <i>n</i>), an item without users counting as if it had one: 0 for
 *     what everybody knows (Zhou et al., Solving the apparent diversity-accuracy dilemma of recommender systems, PNAS 2010)
 * @param popularity mean <i>n</i> of the places, the average recommendation popularity
 * @param coldShare share of the places given to items without events in the training data
 * @param metadataDiversity mean over lists of 1 − cosine of the items' metadata, as {@link AttributeFeatures} makes numbers of it, over
 *     all pairs of a list that both have some; NaN if there are none
 * @param cooccurrenceDiversity the same of 1 − (users of both) / √(users of one · users of the other); items without users have no pairs
 */
public record Exposure(
        int k,
        double coverage,
        double gini,
        double novelty,
        double popularity,
        double coldShare,
        double metadataDiversity,
        double cooccurrenceDiversity) {
    /** Pairs of items are many: at most this many lists, spread evenly, are looked at for diversity. */
    private static final int MOST_LISTS = 2000;

    private static final int LISTS_PER_CHUNK = 16;

    /**
     * Looks at the lists of a measurement.
     *
     * @param k places to look at, from 1 to {@link Measurement#depth}
     * @throws InvalidInputException if it is not in there
     */
    public static Exposure of(Measurement measured, int k, Parallel parallel) {
        if (k < 1 || k > measured.depth()) {
            throw new InvalidInputException("places to look at must lie in [1, " + measured.depth()
                    + "], the length of the lists measured, was " + k);
        }
        int[] places = places(measured, k);
        Snapshot train = measured.holdout().train();
        double known = Math.max(1, usersWithEvents(train));
        double total = 0;
        double novelty = 0;
        double popularity = 0;
        double cold = 0;
        for (int item = 0; item < places.length; item++) {
            int users = measured.users(item);
            total += places[item];
            novelty += places[item] * Math.log(known / Math.max(1, users)) / Math.log(2);
            popularity += (double) places[item] * users;
            cold += users == 0 ? places[item] : 0;
        }
        return new Exposure(
                k,
                share(places),
                gini(places),
                novelty / total,
                popularity / total,
                cold / total,
                diversity(measured, k, metadata(train), parallel),
                diversity(measured, k, cooccurrence(train), parallel));
    }

    /** {@return share of all items that are in the first places of any list} */
    static double coverage(Measurement measured, int k) {
        return share(places(measured, k));
    }

    /** {@return how often each item is in the first k places of a list; shape [items]} */
    static int[] places(Measurement measured, int k) {
        int[] places = new int[measured.holdout().train().items().size()];
        for (int number = 0; number < measured.cases(); number++) {
            int[] list = measured.list(number);
            for (int place = 0; place < Math.min(k, list.length); place++) {
                places[list[place]]++;
            }
        }
        return places;
    }

    private static double share(int[] places) {
        return Arrays.stream(places).filter(count -> count > 0).count() / (double) places.length;
    }

    /** {@return the Gini coefficient of some counts, NaN when all are 0} */
    static double gini(int[] counts) {
        int[] sorted = counts.clone();
        Arrays.sort(sorted);
        double weighted = 0;
        double total = 0;
        for (int i = 0; i < sorted.length; i++) {
            weighted += (2.0 * (i + 1) - sorted.length - 1) * sorted[i];
            total += sorted[i];
        }
        return weighted / (sorted.length * total);
    }

    private static int usersWithEvents(Snapshot train) {
        int users = 0;
        for (int user = 0; user < train.interactions().users(); user++) {
            users += train.interactions().begin(user) < train.interactions().end(user) ? 1 : 0;
        }
        return users;
    }

    /** How alike two items are, in [0, 1]; NaN when nothing is known of one. */
    @FunctionalInterface
    private interface Likeness {
        double of(int a, int b);
    }

    private static double diversity(Measurement measured, int k, Likeness likeness, Parallel parallel) {
        int stride = Math.max(1, Parallel.chunks(measured.cases(), MOST_LISTS));
        double[] ofLists = new double[Parallel.chunks(measured.cases(), stride)];
        parallel.forChunks(ofLists.length, LISTS_PER_CHUNK, (chunk, from, to) -> {
            for (int i = from; i < to; i++) {
                ofLists[i] = diversity(measured.list(i * stride), k, likeness);
            }
        });
        return Arrays.stream(ofLists)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private static double diversity(int[] list, int k, Likeness likeness) {
        double sum = 0;
        int pairs = 0;
        for (int b = 1; b < Math.min(k, list.length); b++) {
            for (int a = 0; a < b; a++) {
                double alike = likeness.of(list[a], list[b]);
                if (!Double.isNaN(alike)) {
                    sum += 1 - alike;
                    pairs++;
                }
            }
        }
        return sum / pairs; // NaN without pairs
    }

    private static Likeness cooccurrence(Snapshot train) {
        PreferenceMatrix users = train.interactions().preferences().transpose();
        return (a, b) -> common(
                        users.begin(a),
                        users.end(a),
                        users.begin(b),
                        users.end(b),
                        (p, q) -> Integer.compare(users.column(p), users.column(q)))
                / Math.sqrt((double) users.count(a) * users.count(b)); // NaN for 0 / 0
    }

    private static double common(int fromA, int toA, int fromB, int toB, IntBinaryOperator compare) {
        int common = 0;
        int a = fromA;
        int b = fromB;
        while (a < toA && b < toB) {
            int order = compare.applyAsInt(a, b);
            common += order == 0 ? 1 : 0;
            a += order <= 0 ? 1 : 0;
            b += order >= 0 ? 1 : 0;
        }
        return common;
    }

    private static Likeness metadata(Snapshot train) {
        if (train.itemAttributes().fields().isEmpty()) {
            return (a, b) -> Double.NaN;
        }
        AttributeFeatures features =
                AttributeFeatures.of(train.itemAttributes(), train.items().size());
        return (a, b) -> cosine(features, a, b);
    }

    /** Feature 0 is a constant that every row with metadata has, and says nothing. */
    private static double cosine(AttributeFeatures features, int a, int b) {
        double product = 0;
        int p = features.begin(a) + 1;
        int q = features.begin(b) + 1;
        while (p < features.end(a) && q < features.end(b)) {
            int order = Integer.compare(features.feature(p), features.feature(q));
            product += order == 0 ? (double) features.value(p) * features.value(q) : 0;
            p += order <= 0 ? 1 : 0;
            q += order >= 0 ? 1 : 0;
        }
        return Math.min(1, product / Math.sqrt(squared(features, a) * squared(features, b)));
    }

    private static double squared(AttributeFeatures features, int item) {
        double sum = 0;
        for (int p = features.begin(item) + 1; p < features.end(item); p++) {
            sum += (double) features.value(p) * features.value(p);
        }
        return sum;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "first %d places: coverage %.4f, Gini %.4f, novelty %.2f bits, popularity %.1f users, cold items %.4f,"
                        + " diversity by metadata %.4f, by co-occurrence %.4f",
                k,
                coverage,
                gini,
                novelty,
                popularity,
                coldShare,
                metadataDiversity,
                cooccurrenceDiversity);
    }
}
