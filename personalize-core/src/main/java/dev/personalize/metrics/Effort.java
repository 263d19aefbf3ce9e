package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/** Makes a split smaller, to know sooner and less exactly. */
public final class Effort {
    /** Below that many users there is nothing to be learned sooner. */
    private static final int FEWEST_USERS = 200;
    /** So many questions cost little beside a training, and with fewer of them chance would decide. */
    private static final int MANY_CASES = 2_000;

    private Effort() {}

    /**
     * {@return the same split with this share of the users to learn from, but at least 200 of them, and as many to ask about, but at least
     * 2,000 of them}
     *
     * <p>A user is taken or not whatever the share of others, so what a small share takes a greater one takes too.
     *
     * @param share in (0, 1]; 1 gives the split itself
     * @param seed chooses the users
     */
    public static Holdout reduced(Holdout holdout, double share, long seed) {
        int users = holdout.train().users().size();
        double learned = Math.max(share, FEWEST_USERS / (double) Math.max(1, users));
        double asked = Math.max(share, MANY_CASES / (double) Math.max(1, holdout.cases()));
        if (learned >= 1) {
            return holdout;
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] places = random.doubles(users).toArray();
        Holdout smaller = holdout.withTrain(
                holdout.train().withInteractions(of(holdout.train().interactions(), user -> places[user] < learned)));
        return smaller.only(number -> places[smaller.user(number)] < asked);
    }

    private static Interactions of(Interactions events, IntPredicate users) {
        boolean[] kept = new boolean[events.size()];
        for (int user = 0; user < events.users(); user++) {
            Arrays.fill(kept, events.begin(user), events.end(user), users.test(user));
        }
        return events.filter(position -> kept[position]);
    }
}
