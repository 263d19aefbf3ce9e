package dev.personalize.coldstart;

/**
 * How much more often an item is had under a value than it would be if the two had nothing to do with each other: users counted
 * over users expected, drawn towards 1 where few are expected. This is the mean of the ratio's posterior when the count is
 * Poisson and the ratio has a gamma prior of mean 1 and shape {@link #PRIOR}, as in W. DuMouchel, "Bayesian Data Mining in Large
 * Frequency Tables", The American Statistician 53 (1999), with one gamma in place of a mixture of two.
 */
final class Lift {
    /** Users that are added to both sides of the ratio; why 3 stands in docs/cold-start.md. */
    static final double PRIOR = 3;

    private static final double UNSEEN = 0.5;

    private Lift() {}

    /**
     * {@return the logarithm of the ratio}
     *
     * @param users who had the item under the value
     * @param expected how many it would be if they were spread evenly
     */
    static double log(double users, double expected) {
        return StrictMath.log((users + PRIOR) / (expected + PRIOR)); // strict: a file must not depend on the machine
    }

    /** {@return the share of a value in all pairs of a user and an item} */
    static double share(long pairsUnderValue, long pairs) {
        return pairs == 0 ? 0 : (double) pairsUnderValue / pairs;
    }

    /** {@return the logarithm of an item's popularity, but for a constant; an item nobody had counts as half a user} */
    static double popularity(double users) {
        return StrictMath.log(users + UNSEEN);
    }
}
