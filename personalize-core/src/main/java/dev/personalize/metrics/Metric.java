package dev.personalize.metrics;

import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A number for one user's list; higher is better. {@link Metrics} has the usual ones; one's own is a class or {@link #of}.
 * Implementations are stateless and safe for any number of threads.
 */
public interface Metric {
    /** {@return its key in reports} */
    String name();

    /** {@return how many places of a list it looks at, at least 1} */
    int depth();

    /**
     * {@return the value for one user; NaN leaves the user out of the mean}
     *
     * @param asked the list and what was to be found; must not be changed
     */
    double of(RankedCase asked);

    /**
     * {@return a metric of one's own}
     *
     * @param depth places of the list it looks at, at least 1
     */
    static Metric of(String name, int depth, ToDoubleFunction<RankedCase> value) {
        if (depth < 1) {
            throw new IllegalArgumentException("metric '" + name + "' must look at 1 place or more, not at " + depth);
        }
        Objects.requireNonNull(name);
        return new Metric() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int depth() {
                return depth;
            }

            @Override
            public double of(RankedCase asked) {
                return value.applyAsDouble(asked);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }
}
