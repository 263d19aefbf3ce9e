package dev.personalize.tuning;

/**
 * How a range of numbers lies on the unit interval: evenly, or by logarithm where it spans a power of ten.
 *
 * @param low end that place 0 stands for, or its logarithm
 * @param high end that place 1 stands for, or its logarithm
 * @param log whether the ends are logarithms
 */
record Scale(double low, double high, boolean log) {
    private static final double WIDE = 10;

    static Scale of(double min, double max) {
        boolean log = min > 0 && max >= WIDE * min;
        return log ? new Scale(Math.log(min), Math.log(max), true) : new Scale(min, max, false);
    }

    double at(double place) {
        double value = low + place * (high - low);
        return log ? Math.exp(value) : value;
    }

    double place(double value) {
        double shown = log ? Math.log(Math.max(value, Double.MIN_NORMAL)) : value;
        return high == low ? 0 : Math.min(1, Math.max(0, (shown - low) / (high - low)));
    }
}
