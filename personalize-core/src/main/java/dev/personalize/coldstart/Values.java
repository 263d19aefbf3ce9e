package dev.personalize.coldstart;

import dev.personalize.data.IdIndex;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values a column can have, numbered: categories, several of which a text joins with bars, or ranges of a number. Immutable.
 *
 * @param categories the categories, or null for a column of numbers
 * @param borders where a range ends and the next begins, which has the border itself; ascending; shape [ranges - 1]
 */
// A record of an array: values are never compared.
@SuppressWarnings("ArrayRecordComponent")
record Values(@Nullable IdIndex categories, double[] borders) {
    private static final int RANGES = 8;
    private static final int[] NONE = {};

    static Values of(IdIndex categories) {
        return new Values(categories, new double[0]);
    }

    /** {@return ranges with about equally many of the numbers each, at most 8} */
    static Values of(double[] numbers) {
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

    int size() {
        return categories == null ? borders.length + 1 : categories.size();
    }

    /** {@return the numbers of the values in a text, without repetition; those not known are left out} */
    int[] in(String text) {
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
