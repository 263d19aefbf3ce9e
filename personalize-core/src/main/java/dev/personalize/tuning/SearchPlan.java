package dev.personalize.tuning;

import dev.personalize.error.InvalidInputException;
import java.time.Duration;

/**
 * How much a search may try. Immutable.
 *
 * @param trials most settings to try, the one the search begins with among them; at least 1
 * @param parallelTrials most trials that are worked on at one time, at least 1
 * @param successiveHalving whether most settings see only a part of data and epochs, and only the best of them all of it
 * @param timeBudget after which no more work is begun; what was begun ends, and the setting the search began with is always measured
 * @param seed where all randomness comes from
 */
public record SearchPlan(int trials, int parallelTrials, boolean successiveHalving, Duration timeBudget, long seed) {
    /** Longest time budget: for ever, as far as anybody can tell. */
    public static final Duration UNLIMITED = Duration.ofDays(365);

    /** Checks the numbers. */
    public SearchPlan {
        if (trials < 1 || parallelTrials < 1) {
            throw new InvalidInputException(
                    "a search has " + trials + " trials, " + parallelTrials + " at one time: give at least 1 of each");
        }
        if (timeBudget.isNegative() || timeBudget.isZero()) {
            throw new InvalidInputException(
                    "a search has a time budget of " + timeBudget + ": give a time above 0, or none");
        }
    }

    /** {@return a plan of so many trials, one at a time, with successive halving and no limit of time} */
    public static SearchPlan ofTrials(int trials, long seed) {
        return new SearchPlan(trials, 1, true, UNLIMITED, seed);
    }
}
