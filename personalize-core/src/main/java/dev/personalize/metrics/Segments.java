package dev.personalize.metrics;

import dev.personalize.data.Popularity;
import dev.personalize.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * For whom and with what a system is good: its metrics by how active users are, its recall by how popular items are.
 *
 * @param users few, some and many events given, about as many users each; those without users left out; unmodifiable
 * @param items the most popular items that together have a third of all (user, item) pairs of the training data, those of the
 *     second third, those of the last third, and those without any; those without items left out; unmodifiable
 */
public record Segments(List<Users> users, List<Items> items) {
    private static final List<String> ACTIVITY = List.of("few events", "some events", "many events");
    private static final List<String> POPULARITY = List.of("head", "middle", "tail", "cold");

    /**
     * Users with about as many events.
     *
     * @param name of the group
     * @param least events given to the least active of them
     * @param most events given to the most active of them
     * @param cases number of users
     * @param means of each metric, unmodifiable
     */
    public record Users(String name, int least, int most, int cases, Map<String, Double> means) {}

    /**
     * Items about as popular.
     *
     * @param name of the group
     * @param least users of the least popular of them
     * @param most users of the most popular of them
     * @param items number of items
     * @param relevant how often one of them was to be found, over all users
     * @param recall how many of those were found in the first places; NaN if there were none
     * @param exposure share of the first places of all lists that they got
     */
    public record Items(String name, int least, int most, int items, long relevant, double recall, double exposure) {}

    /** Copies the lists. */
    public Segments {
        users = List.copyOf(users);
        items = List.copyOf(items);
    }

    /**
     * {@return the segments of a measurement}
     *
     * @param k first places looked at for items, from 1 to {@link Measurement#depth}
     * @throws InvalidInputException if it is not in there
     */
    public static Segments of(Measurement measured, int k) {
        if (k < 1 || k > measured.depth()) {
            throw new InvalidInputException("places to look at must lie in [1, " + measured.depth()
                    + "], the length of the lists measured, was " + k);
        }
        return new Segments(byActivity(measured), byPopularity(measured, k));
    }

    private static List<Users> byActivity(Measurement measured) {
        Holdout holdout = measured.holdout();
        int[] given = IntStream.range(0, measured.cases())
                .map(number -> holdout.given().end(holdout.user(number))
                        - holdout.given().begin(holdout.user(number)))
                .toArray();
        int[] sorted = given.clone();
        Arrays.sort(sorted);
        List<Users> groups = new ArrayList<>();
        int above = 0;
        for (int group = 0; group < ACTIVITY.size() && sorted.length > 0; group++) {
            int from = above;
            int to = sorted[(int) ((long) (group + 1) * (sorted.length - 1) / ACTIVITY.size())];
            int[] cases = IntStream.range(0, given.length)
                    .filter(number -> given[number] > from && given[number] <= to)
                    .toArray();
            if (cases.length > 0) {
                int least =
                        Arrays.stream(cases).map(number -> given[number]).min().orElseThrow();
                groups.add(new Users(ACTIVITY.get(group), least, to, cases.length, means(measured, cases)));
            }
            above = Math.max(above, to);
        }
        return groups;
    }

    private static Map<String, Double> means(Measurement measured, int[] cases) {
        Map<String, Double> means = new LinkedHashMap<>();
        for (String metric : measured.metrics()) {
            double[] values = measured.values(metric);
            means.put(
                    metric,
                    Arrays.stream(cases)
                            .mapToDouble(number -> values[number])
                            .filter(value -> !Double.isNaN(value))
                            .average()
                            .orElse(Double.NaN));
        }
        return means;
    }

    private static List<Items> byPopularity(Measurement measured, int k) {
        int[] groupOf = groups(measured);
        int[] places = Exposure.places(measured, k);
        long[] relevant = new long[POPULARITY.size()];
        long[] found = new long[POPULARITY.size()];
        for (int number = 0; number < measured.cases(); number++) {
            RankedCase asked = measured.ranked(number);
            for (int item : asked.relevant()) {
                relevant[groupOf[item]]++;
            }
            for (int place : asked.hits()) {
                found[groupOf[asked.ranked()[place]]] += place < k ? 1 : 0;
            }
        }
        double allPlaces = Arrays.stream(places).asLongStream().sum();
        List<Items> groups = new ArrayList<>();
        for (int group = 0; group < POPULARITY.size(); group++) {
            int of = group;
            int[] items = IntStream.range(0, groupOf.length)
                    .filter(item -> groupOf[item] == of)
                    .toArray();
            if (items.length > 0) {
                groups.add(new Items(
                        POPULARITY.get(group),
                        Arrays.stream(items).map(measured::users).min().orElseThrow(),
                        Arrays.stream(items).map(measured::users).max().orElseThrow(),
                        items.length,
                        relevant[group],
                        relevant[group] == 0 ? Double.NaN : found[group] / (double) relevant[group],
                        Arrays.stream(items).mapToLong(item -> places[item]).sum() / allPlaces));
            }
        }
        return groups;
    }

    /** {@return the group of each item} */
    private static int[] groups(Measurement measured) {
        Popularity popularity = measured.popularity();
        int cold = POPULARITY.size() - 1;
        long total = IntStream.range(0, popularity.size())
                .mapToLong(popularity::users)
                .sum();
        int[] groupOf = new int[popularity.size()];
        long before = 0;
        for (int rank = 0; rank < groupOf.length; rank++) {
            int item = popularity.item(rank);
            groupOf[item] = popularity.users(item) == 0 ? cold : (int) (cold * before / total);
            before += popularity.users(item);
        }
        return groupOf;
    }
}
