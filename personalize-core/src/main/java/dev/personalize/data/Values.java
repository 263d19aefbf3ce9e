package dev.personalize.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values a column can have, numbered: categories, several of which a text joins with bars, or ranges of a number. Immutable.
 *
 * @param categories the categories, or null for a column of numbers
 * @param borders where a range ends and the next begins, which has the border itself; ascending; shape [ranges - 1]
 */
// A record of an array: values are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Values(@Nullable IdIndex categories, double[] borders) {
    private static final int RANGES = 8;
    private static final int[] NONE = {};

    private static final int MOST_CATEGORIES = 1000;

    /** {@return categories} */
    public static Values of(IdIndex categories) {
        return new Values(categories, new double[0]);
    }

    /** {@return the categories a column of a table has, at most 1,000} */
    public static Values ofCategories(AttributeTable table, int column, int rows) {
        Map<String, Integer> rowsOf = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            table.categories(column, row).forEach(category -> rowsOf.merge(category, 1, Integer::sum));
        }
        return ofMostFrequent(rowsOf, MOST_CATEGORIES);
    }

    /**
     * {@return the categories that most have, of equally many the lesser ones}
     *
     * @param frequencies how many have each; not modified
     * @param most to be kept
     */
    public static Values ofMostFrequent(Map<String, Integer> frequencies, int most) {
        return of(IdIndex.of(frequencies.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList()));
    }

    /** {@return the ranges of the numbers a column of a table has; no values at all if it has none} */
    public static Values ofNumbers(AttributeTable table, int column, int rows) {
        double[] numbers = IntStream.range(0, rows)
                .mapToObj(row -> table.value(column, row))
                .filter(Number.class::isInstance)
                .mapToDouble(number -> parsed(number.toString())) // as it will be asked for
                .filter(number -> !Double.isNaN(number))
                .toArray();
        return numbers.length == 0 ? of(IdIndex.of(List.of())) : of(numbers);
    }

    /** {@return the numbers of the values of a cell; none for null} */
    public int[] of(AttributeTable table, int column, int row) {
        Object value = table.value(column, row);
        return value == null ? NONE : in(value.toString());
    }

    /** {@return ranges with about equally many of the numbers each, at most 8} */
    public static Values of(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        double[] borders = new double[RANGES - 1];
        for (int i = 0; i < borders.length; i++) {
            borders[i] = sorted[(int) ((i + 1L) * sorted.length / RANGES)];
        }
        // The least number is in the first range, which no border at it may take it from.
        return new Values(
                null,
                Arrays.stream(borders)
                        .filter(border -> border > sorted[0])
                        .distinct()
                        .toArray());
    }

    /** {@return number of values} */
    public int size() {
        return categories == null ? borders.length + 1 : categories.size();
    }

    /** {@return the numbers of the values in a text, without repetition; those not known are left out} */
    public int[] in(String text) {
        if (categories == null) {
            return number(text);
        }
        if (text.indexOf('|') < 0) {
            int only = categories.find(text);
            return only < 0 ? NONE : new int[] {only};
        }
        return Arrays.stream(text.split("\\|", -1))
                .mapToInt(categories::find)
                .filter(value -> value >= 0)
                .distinct()
                .toArray();
    }

    private int[] number(String text) {
        double number = parsed(text);
        if (Double.isNaN(number)) {
            return NONE;
        }
        int found = Arrays.binarySearch(borders, number);
        return new int[] {found >= 0 ? found + 1 : -found - 1};
    }

    /** {@return the number a text says, or NaN} */
    static double parsed(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN; // whatever else a user's age may be, it is no reason not to answer
        }
    }
}
