package dev.personalize.insight;

import dev.personalize.schema.DatasetType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one column holds. Immutable.
 *
 * @param dataset INTERACTIONS, ITEMS or USERS
 * @param name as in the schema
 * @param rows number of events, or of items or users with a value in some column
 * @param missing rows without a value
 * @param kind how its values are read
 * @param distinct number of different values; of categories, each part of a value between bars counts alone
 * @param numbers the range, of columns of numbers with a value
 * @param frequent the values or categories that most rows have, the most frequent first, at most 10; none of numbers and texts
 */
public record ColumnProfile(
        DatasetType dataset,
        String name,
        long rows,
        long missing,
        Kind kind,
        int distinct,
        Optional<Numbers> numbers,
        List<Frequency> frequent) {
    /** How the values of a column are read. */
    public enum Kind {
        /** Numbers. */
        NUMBER,
        /** Categories, several of which may be joined with bars. */
        CATEGORY,
        /** Words of a human language. */
        TEXT,
        /** Strings and booleans of no further meaning. */
        PLAIN
    }

    /** A value, and how many rows have it. */
    public record Frequency(String value, long rows) {}

    /**
     * The range of a column of numbers.
     *
     * @param min least value
     * @param lowerQuartile the value at place ⌈n/4⌉ in ascending order
     * @param median the value at place ⌈n/2⌉
     * @param upperQuartile the value at place ⌈3n/4⌉
     * @param max greatest value
     * @param mean arithmetic mean
     * @param outliers values more than three times the distance of the quartiles away from them (Tukey's outer fences); 0 if the quartiles
     *     are equal
     */
    public record Numbers(
            double min,
            double lowerQuartile,
            double median,
            double upperQuartile,
            double max,
            double mean,
            long outliers) {
        /** @param values at least one, in any order; sorted afterwards */
        static Numbers of(double[] values) {
            Arrays.sort(values);
            double lower = at(values, 0.25);
            double upper = at(values, 0.75);
            double reach = 3 * (upper - lower);
            long outliers = reach == 0
                    ? 0
                    : Arrays.stream(values)
                            .filter(value -> value < lower - reach || value > upper + reach)
                            .count();
            return new Numbers(
                    values[0],
                    lower,
                    at(values, 0.5),
                    upper,
                    values[values.length - 1],
                    Arrays.stream(values).sum() / values.length,
                    outliers);
        }

        private static double at(double[] sorted, double share) {
            return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
        }
    }

    /** Copies the list. */
    public ColumnProfile {
        frequent = List.copyOf(frequent);
    }

    /** {@return share of the rows that have a value, 0 to 1; 1 without rows} */
    public double complete() {
        return rows == 0 ? 1 : 1 - (double) missing / rows;
    }
}
