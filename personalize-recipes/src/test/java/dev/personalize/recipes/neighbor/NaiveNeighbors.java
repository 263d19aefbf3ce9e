package dev.personalize.recipes.neighbor;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Neighbours by the book: a dense matrix of all pairs, sorted whole. */
final class NaiveNeighbors {
    private final Interactions events;
    private final int items;
    /** 1 if a user had an item; shape [users][items]. */
    private final double[][] had;

    NaiveNeighbors(Snapshot data) {
        events = data.interactions();
        items = events.items();
        had = new double[events.users()][items];
        for (int user = 0; user < had.length; user++) {
            for (int p = events.begin(user); p < events.end(user); p++) {
                had[user][events.item(p)] = 1;
            }
        }
    }

    double length(int user) {
        return Arrays.stream(had[user]).sum();
    }

    double meanLength() {
        return IntStream.range(0, had.length)
                .mapToDouble(this::length)
                .filter(length -> length > 0)
                .average()
                .orElse(1);
    }

    double users(int item) {
        return Arrays.stream(had).mapToDouble(row -> row[item]).sum();
    }

    boolean has(int user, int item) {
        return had[user][item] > 0;
    }

    int users() {
        return had.length;
    }

    int items() {
        return items;
    }

    /** What a user's entry counts for. */
    interface Value {
        double of(int user, int item);
    }

    /** {@return sums over users of products of entries; shape [items][items]} */
    double[][] products(Value value) {
        double[][] products = new double[items][items];
        for (int user = 0; user < had.length; user++) {
            for (int one = 0; one < items; one++) {
                for (int other = 0; other < items; other++) {
                    if (has(user, one) && has(user, other)) {
                        products[one][other] += value.of(user, one) * value.of(user, other);
                    }
                }
            }
        }
        return products;
    }

    /** How good a source is as a neighbour of a target. */
    interface Score {
        double of(int target, int source);
    }

    /** {@return the greatest scores of each target, of equal ones those of the lower sources; NaN for others; shape [source][target]} */
    double[][] best(double[][] products, int most, Score score) {
        double[][] weights = new double[items][items];
        for (double[] row : weights) {
            Arrays.fill(row, Double.NaN);
        }
        for (int target = 0; target < items; target++) {
            int to = target;
            IntStream.range(0, items)
                    .filter(source -> source != to && products[source][to] > 0)
                    .boxed()
                    .sorted(Comparator.comparing((Integer source) -> -(float) score.of(to, source))
                            .thenComparing(source -> source))
                    .limit(most)
                    .forEach(source -> weights[source][to] = score.of(to, source));
        }
        return weights;
    }
}
