package dev.personalize.metrics;

import java.util.Locale;

/**
 * A value and where it may as well lie, given how few users it was measured on. All NaN if it could not be measured.
 *
 * @param value as measured
 * @param low lower end of the confidence interval
 * @param high upper end
 */
public record Interval(double value, double low, double high) {
    /** {@return whether a number lies in the interval, its ends included} */
    public boolean contains(double number) {
        return low <= number && number <= high;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", value, low, high);
    }
}
