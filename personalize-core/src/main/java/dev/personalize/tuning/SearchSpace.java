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
 * <p>Without ranges of the user's own every hyperparameter that the recipe declares as tunable is searched where the recipe says
 * ({@link Hyperparameter#searchMin}). A default that is not in that range, such as 0 for a value found from the data, has no place in it: it
 * is {@link #APART}.
 */
public final class SearchSpace {
    /** The place of a default that is not in its range. */
    static final double APART = Double.NaN;

    private final HyperparameterSpace declared;
    private final Map<String, String> fixed;
    private final List<Range> ranges;
    /** Of ranges whose default is apart. */
    private final Set<String> apart;

    private SearchSpace(
            HyperparameterSpace declared, Map<String, String> fixed, List<Range> ranges, Set<String> apart) {
        this.declared = declared;
        this.fixed = Map.copyOf(fixed);
        this.ranges = List.copyOf(ranges);
        this.apart = Set.copyOf(apart);
    }

    /**
     * {@return the ranges around the defaults of everything tunable that is not fixed}
     *
     * @param declared the recipe's hyperparameters
     * @param fixed values that are not searched, as text
     */
    public static SearchSpace around(HyperparameterSpace declared, Map<String, String> fixed) {
        declared.values(fixed);
        List<Hyperparameter> searched = declared.all().stream()
                .filter(each -> each.tunable() && !fixed.containsKey(each.name()))
                .toList();
        Set<String> apart = searched.stream()
                .filter(Hyperparameter::isDefaultApart)
                .map(Hyperparameter::name)
                .collect(Collectors.toSet());
        return new SearchSpace(
                declared, fixed, searched.stream().map(SearchSpace::around).toList(), apart);
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
        return new SearchSpace(declared, fixed, ranges, Set.of());
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
            case INTEGER ->
                new Range.Whole(
                        hyperparameter.name(), (int) hyperparameter.searchMin(), (int) hyperparameter.searchMax());
            case FLOAT ->
                new Range.Continuous(hyperparameter.name(), hyperparameter.searchMin(), hyperparameter.searchMax());
            case BOOLEAN -> new Range.Categorical(hyperparameter.name(), List.of("false", "true"));
            case CHOICE -> new Range.Categorical(hyperparameter.name(), hyperparameter.choices());
            case TEXT ->
                throw new IllegalArgumentException(
                        "hyperparameter '" + hyperparameter.name() + "' is text and declared as tunable");
        };
    }

    /** {@return the ranges} */
    public List<Range> ranges() {
        return ranges;
    }

    /** {@return where the search begins: the fixed values, and the defaults of the rest} */
    public Map<String, String> start() {
        return declared.values(fixed).toMap();
    }

    /** {@return the place of the start in every range, or {@link #APART}} */
    double[] startPlaces() {
        Map<String, String> start = start();
        return ranges.stream()
                .mapToDouble(
                        range -> isApart(range) ? APART : range.place(Objects.requireNonNull(start.get(range.name()))))
                .toArray();
    }

    /** {@return whether the default is not in this range, and {@link #APART} is one more place of it} */
    boolean isApart(Range range) {
        return apart.contains(range.name());
    }

    /**
     * {@return all hyperparameters at a point}
     *
     * @param places one for each range, in [0, 1] or {@link #APART}
     * @throws InvalidInputException if values do not go together, as the recipe checks
     */
    Map<String, String> at(double[] places) {
        Map<String, String> given = new LinkedHashMap<>(fixed);
        for (int i = 0; i < places.length; i++) {
            if (!Double.isNaN(places[i])) {
                given.put(ranges.get(i).name(), ranges.get(i).at(places[i]));
            }
        }
        return declared.values(given).toMap();
    }
}
