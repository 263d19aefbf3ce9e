package dev.personalize.tuning;

import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.Hyperparameter;
import dev.personalize.recipe.HyperparameterSpace;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ranges a search walks, and what stays fixed beside them. Immutable.
 *
 * <p>Without ranges of the user's own every hyperparameter that the recipe declares as tunable is searched around its default: whole
 * numbers from a quarter to four times, numbers from a thirtieth to thirty times where they are above 0, all within what is declared;
 * numbers whose declared range is no wider than that, such as shares, over all of it.
 */
public final class SearchSpace {
    private static final double WHOLE_SPREAD = 4;
    private static final double SPREAD = 30;
    /** Up to that length a declared range that begins at 0 or below is searched whole. */
    private static final double SHORT = 4;

    private final HyperparameterSpace declared;
    private final Map<String, String> fixed;
    private final List<Range> ranges;

    private SearchSpace(HyperparameterSpace declared, Map<String, String> fixed, List<Range> ranges) {
        this.declared = declared;
        this.fixed = Map.copyOf(fixed);
        this.ranges = List.copyOf(ranges);
    }

    /**
     * {@return the ranges around the defaults of everything tunable that is not fixed}
     *
     * @param declared the recipe's hyperparameters
     * @param fixed values that are not searched, as text
     */
    public static SearchSpace around(HyperparameterSpace declared, Map<String, String> fixed) {
        declared.values(fixed);
        List<Range> ranges = declared.all().stream()
                .filter(each -> each.tunable() && !fixed.containsKey(each.name()))
                .map(SearchSpace::around)
                .toList();
        return new SearchSpace(declared, fixed, ranges);
    }

    /**
     * {@return ranges of the user's own}
     *
     * @param declared the recipe's hyperparameters
     * @param fixed values that are not searched, as text; where a range is given too the fixed value is only where the search begins
     * @param ranges what to search
     * @throws InvalidInputException if a range is of a hyperparameter that the recipe does not declare, declares as not tunable or
     *     declares with another type, reaches beyond what is declared, or is given twice
     */
    public static SearchSpace of(HyperparameterSpace declared, Map<String, String> fixed, List<Range> ranges) {
        declared.values(fixed);
        Map<String, Hyperparameter> byName = declared.all().stream()
                .collect(Collectors.toMap(Hyperparameter::name, each -> each, (a, b) -> a, LinkedHashMap::new));
        Set<String> seen = new LinkedHashSet<>();
        for (Range range : ranges) {
            Hyperparameter hyperparameter = byName.get(range.name());
            if (hyperparameter == null || !hyperparameter.tunable()) {
                throw new InvalidInputException("hyperparameter '" + range.name() + "' "
                        + (hyperparameter == null ? "is not one of the recipe's" : "is not tunable")
                        + ": ranges can be given for " + tunable(byName));
            }
            if (!seen.add(range.name())) {
                throw new InvalidInputException(
                        "hyperparameter '" + range.name() + "' has two ranges: leave one of them out");
            }
            check(range, hyperparameter, declared);
        }
        return new SearchSpace(declared, fixed, ranges);
    }

    private static List<String> tunable(Map<String, Hyperparameter> byName) {
        return byName.values().stream()
                .filter(Hyperparameter::tunable)
                .map(Hyperparameter::name)
                .toList();
    }

    /** Both ends of a range, and each word, must be values the recipe takes. */
    private static void check(Range range, Hyperparameter hyperparameter, HyperparameterSpace declared) {
        boolean fits = switch (hyperparameter.type()) {
            case INTEGER -> range instanceof Range.Whole || range instanceof Range.Categorical;
            case FLOAT -> !(range instanceof Range.Whole);
            case BOOLEAN, CHOICE -> range instanceof Range.Categorical;
            case TEXT -> false;
        };
        if (!fits) {
            throw new InvalidInputException("hyperparameter '" + range.name() + "' is of type " + hyperparameter.type()
                    + " and cannot have " + range + ": give a range of its own type");
        }
        List<String> ends =
                range instanceof Range.Categorical words ? words.values() : List.of(range.at(0), range.at(1));
        ends.forEach(value -> declared.check(range.name(), value));
    }

    private static Range around(Hyperparameter hyperparameter) {
        return switch (hyperparameter.type()) {
            case INTEGER -> whole(hyperparameter);
            case FLOAT -> continuous(hyperparameter);
            case BOOLEAN -> new Range.Categorical(hyperparameter.name(), List.of("false", "true"));
            case CHOICE -> new Range.Categorical(hyperparameter.name(), hyperparameter.choices());
            case TEXT ->
                throw new IllegalArgumentException(
                        "hyperparameter '" + hyperparameter.name() + "' is text and declared as tunable");
        };
    }

    private static Range whole(Hyperparameter hyperparameter) {
        double value = Double.parseDouble(hyperparameter.defaultValue());
        double min = Math.max(hyperparameter.min(), Math.floor(value / WHOLE_SPREAD));
        double max = Math.min(hyperparameter.max(), Math.max(value * WHOLE_SPREAD, value + WHOLE_SPREAD));
        return new Range.Whole(hyperparameter.name(), (int) min, (int) max);
    }

    private static Range continuous(Hyperparameter hyperparameter) {
        double value = Double.parseDouble(hyperparameter.defaultValue());
        boolean isShort = hyperparameter.max() - hyperparameter.min() <= SHORT;
        if (value <= 0 || isShort) {
            return new Range.Continuous(hyperparameter.name(), hyperparameter.min(), hyperparameter.max());
        }
        double low = Math.max(hyperparameter.min(), value / SPREAD);
        double high = Math.min(hyperparameter.max(), value * SPREAD);
        return new Range.Continuous(hyperparameter.name(), low, high);
    }

    /** {@return the ranges} */
    public List<Range> ranges() {
        return ranges;
    }

    /** {@return where the search begins: the fixed values, and the defaults of the rest} */
    public Map<String, String> start() {
        return declared.values(fixed).toMap();
    }

    /** {@return the place of the start in every range} */
    double[] startPlaces() {
        Map<String, String> start = start();
        return ranges.stream()
                .mapToDouble(range -> range.place(Objects.requireNonNull(start.get(range.name()))))
                .toArray();
    }

    /**
     * {@return all hyperparameters at a point}
     *
     * @param places one in [0, 1] for each range
     * @throws InvalidInputException if values do not go together, as the recipe checks
     */
    Map<String, String> at(double[] places) {
        Map<String, String> given = new LinkedHashMap<>(fixed);
        for (int i = 0; i < places.length; i++) {
            given.put(ranges.get(i).name(), ranges.get(i).at(places[i]));
        }
        return declared.values(given).toMap();
    }
}
