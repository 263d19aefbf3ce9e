package dev.personalize.report;

/**
 * One direction of an {@link XyPlot}.
 *
 * @param title what is measured, with its unit
 * @param scale how numbers become places
 */
public record Axis(String title, Scale scale) {
    /** How numbers become places. */
    public enum Scale {
        /** Equal steps for equal differences. */
        LINEAR,
        /** Equal steps for equal ratios; numbers must be greater than 0, others are left out. */
        LOG,
        /** Numbers are seconds since the epoch, shown as dates in UTC. */
        TIME
    }

    /** {@return an axis of equal differences} */
    public static Axis linear(String title) {
        return new Axis(title, Scale.LINEAR);
    }

    /** {@return an axis of equal ratios} */
    public static Axis log(String title) {
        return new Axis(title, Scale.LOG);
    }

    /** {@return an axis of seconds since the epoch} */
    public static Axis time(String title) {
        return new Axis(title, Scale.TIME);
    }
}
