package dev.personalize.tuning;

import dev.personalize.error.InvalidInputException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Chooses the settings to try. First points spread evenly: a Latin hypercube (M. D. McKay, R. J. Beckman, W. J. Conover, "A Comparison of
 * Three Methods for Selecting Values of Input Variables in the Analysis of Output from a Computer Code", Technometrics 21, 1979). Then
 * points near the best ones. No setting comes twice. For one thread.
 */
final class Sampler {
    /** How often another point is drawn where one was had already, or its values do not go together. */
    private static final int DRAWS = 50;
    /** Chance that a value is moved at all; at least one always is. */
    private static final double MOVED = 0.6;
    /** Chance that a word, or a number that may be its default apart, is drawn anew. */
    private static final double REDRAWN = 0.3;
    /** Share of the spread settings that have the default where it is apart. */
    private static final double AT_DEFAULT = 1.0 / 3;

    private final SearchSpace space;
    private final SplittableRandom random;
    private final Set<Map<String, String>> had = new HashSet<>();

    Sampler(SearchSpace space, long seed) {
        this.space = space;
        this.random = new SplittableRandom(seed);
        had.add(space.start());
    }

    /**
     * A setting with its place in the space.
     *
     * @param places one a range, as in {@link SearchSpace#at}
     * @param hyperparameters all of them
     */
    // A record of an array: never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Point(double[] places, Map<String, String> hyperparameters) {}

    Point start() {
        return new Point(space.startPlaces(), space.start());
    }

    /** {@return up to so many settings spread over the space; fewer where there are no more} */
    List<Point> spread(int count) {
        int dimensions = space.ranges().size();
        int[][] strata = new int[dimensions][];
        for (int d = 0; d < dimensions; d++) {
            strata[d] = permutation(count);
        }
        return IntStream.range(0, count)
                .mapToObj(i -> drawn(() -> {
                    double[] places = new double[dimensions];
                    for (int d = 0; d < dimensions; d++) {
                        places[d] = place(d, (strata[d][i] + random.nextDouble()) / count);
                    }
                    return places;
                }))
                .flatMap(Optional::stream)
                .toList();
    }

    /** {@return a place for a number in [0, 1), even over it: where the default is apart that is one of the places} */
    private double place(int d, double even) {
        if (!space.isApart(space.ranges().get(d))) {
            return even;
        }
        return even < AT_DEFAULT ? SearchSpace.APART : (even - AT_DEFAULT) / (1 - AT_DEFAULT);
    }

    private int[] permutation(int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            values[i] = values[j];
            values[j] = i;
        }
        return values;
    }

    /**
     * {@return up to so many settings near given ones}
     *
     * @param best to be near to, each as often as the others
     * @param distance standard deviation of a move, in parts of a range
     */
    List<Point> near(List<Point> best, int count, double distance) {
        return IntStream.range(0, count)
                .mapToObj(i -> drawn(() -> moved(best.get(i % best.size()).places(), distance)))
                .flatMap(Optional::stream)
                .toList();
    }

    private double[] moved(double[] from, double distance) {
        double[] places = from.clone();
        int always = random.nextInt(Math.max(1, places.length));
        for (int d = 0; d < places.length; d++) {
            if (d == always || random.nextDouble() < MOVED) {
                places[d] = isFarFromOthers(d, places[d])
                        ? random.nextDouble() < REDRAWN ? place(d, random.nextDouble()) : places[d]
                        : reflected(places[d] + distance * random.nextGaussian());
            }
        }
        return places;
    }

    /** {@return whether a place has no neighbours: it is a word's, or a default's apart} */
    private boolean isFarFromOthers(int d, double place) {
        return Double.isNaN(place) || space.ranges().get(d) instanceof Range.Categorical;
    }

    /** Turns back at the ends, so that they are not tried more often than what lies between. */
    private static double reflected(double place) {
        double folded = Math.abs(place) % 2;
        return folded > 1 ? 2 - folded : folded;
    }

    private Optional<Point> drawn(Supplier<double[]> draw) {
        for (int attempt = 0; attempt < DRAWS; attempt++) {
            double[] places = draw.get();
            try {
                Map<String, String> hyperparameters = space.at(places);
                if (had.add(hyperparameters)) {
                    return Optional.of(new Point(Arrays.copyOf(places, places.length), hyperparameters));
                }
            } catch (InvalidInputException unfit) {
                // Each value is in its range, but the recipe does not take them together: another point will do.
            }
        }
        return Optional.empty();
    }
}
