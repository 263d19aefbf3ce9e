package dev.personalize.internal.catalog;

import dev.personalize.tuning.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How hyperparameters are searched for, as JSON.
 *
 * @param ranges what is searched; empty for everything tunable
 * @param jobs most settings tried
 * @param parallelJobs most at one time
 * @param metric key of the objective
 * @param holdout name of the split
 * @param successiveHalving whether most settings see only a part of the data
 * @param seconds after which no more are tried
 */
public record HpoManifest(
        List<RangeEntry> ranges,
        int jobs,
        int parallelJobs,
        String metric,
        String holdout,
        boolean successiveHalving,
        long seconds) {
    /** Copies the list. */
    public HpoManifest {
        ranges = List.copyOf(ranges);
    }

    /**
     * A range: of words if there are values, else of whole numbers or others.
     *
     * @param name of the hyperparameter
     * @param whole whether the numbers are whole
     * @param min least number
     * @param max greatest number
     * @param values the words, or null
     */
    public record RangeEntry(
            String name,
            boolean whole,
            double min,
            double max,
            @Nullable List<String> values) {
        /** {@return a range as JSON} */
        public static RangeEntry of(Range range) {
            if (range instanceof Range.Whole whole) {
                return new RangeEntry(whole.name(), true, whole.min(), whole.max(), null);
            }
            if (range instanceof Range.Continuous numbers) {
                return new RangeEntry(numbers.name(), false, numbers.min(), numbers.max(), null);
            }
            return new RangeEntry(range.name(), false, 0, 1, ((Range.Categorical) range).values());
        }

        /** {@return the range} */
        public Range toRange() {
            if (values != null) {
                return new Range.Categorical(name, values);
            }
            return whole ? new Range.Whole(name, (int) min, (int) max) : new Range.Continuous(name, min, max);
        }
    }
}
