package dev.personalize;

import dev.personalize.error.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a solution is trained by itself. Immutable.
 *
 * @param days from the beginning of one training to that of the next, 1 … 30
 */
public record TrainingSchedule(int days) {
    /** Every seven days, as in the service. */
    public static final TrainingSchedule WEEKLY = new TrainingSchedule(7);

    private static final int MOST_DAYS = 30;
    private static final Pattern RATE = Pattern.compile("rate\\((\\d{1,4}) days?\\)");

    /** Checks the days. */
    public TrainingSchedule {
        if (days < 1 || days > MOST_DAYS) {
            throw new InvalidInputException("a solution is trained every 1 to 30 days, was " + days);
        }
    }

    /**
     * {@return a schedule in the service's words}
     *
     * @param expression as in {@code rate(7 days)}
     * @throws InvalidInputException if it is none
     */
    public static TrainingSchedule parse(String expression) {
        Matcher rate = RATE.matcher(expression);
        if (!rate.matches()) {
            throw new InvalidInputException(
                    "'" + expression + "' is no schedule: write rate(N days) with N of 1 to 30, as in rate(7 days)");
        }
        return new TrainingSchedule(Integer.parseInt(rate.group(1)));
    }

    /** {@return the service's words} */
    @Override
    public String toString() {
        return "rate(" + days + (days == 1 ? " day)" : " days)");
    }
}
