package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/** Makes a split smaller, to know sooner and less exactly. */
public final class Effort {
    /** Below that many questions a metric says hardly anything. */
    private static final int FEWEST_CASES = 200;

    private Effort() {}

    /**
     * {@return the same split of fewer users: of those of the training data, and of those asked about, this share, but at least 200 asked
     * about}
     *
     * <p>A user is taken or not whatever the share of others, so what a small share takes a greater one takes too.
     *
     * @param share in (0, 1]; 1 gives the split itself
     * @param seed chooses the users
     */
    public static Holdout reduced(Holdout holdout, double share, long seed) {
        int cases = holdout.cases();
        double taken = Math.max(share, FEWEST_CASES / (double) Math.max(1, cases));
        if (taken >= 1) {
            return holdout;
        }
        int users = holdout.train().users().size();
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] chosen = new boolean[users];
        for (int user = 0; user < users; user++) {
            chosen[user] = random.nextDouble() < taken;
        }
        return Holdout.of(
                holdout.train().withInteractions(of(holdout.train().interactions(), user -> chosen[user])),
                of(holdout.given(), user -> chosen[user]),
                of(holdout.asked(), user -> chosen[user]));
    }

    private static Interactions of(Interactions events, IntPredicate users) {
        boolean[] kept = new boolean[events.size()];
        for (int user = 0; user < events.users(); user++) {
            Arrays.fill(kept, events.begin(user), events.end(user), users.test(user));
        }
        return events.filter(position -> kept[position]);
    }
}
