package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import java.time.Instant;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A rule that hides a part of the events of a snapshot from training. The same rule and data give the same {@link Holdout}.
 * Implementations are immutable and safe for any number of threads.
 *
 * <p>Which one? {@link #byTime} is what a shop lives through: nothing that is trained on happened after what is asked. With all others
 * a model learns from events of other users that came later than the question (Ji, Sun, Zhang and Li, A Critical Study on Data
 * Leakage in Recommender System Offline Evaluation, TOIS 2023); they are there to compare with published numbers, and for data
 * without times.
 */
@FunctionalInterface
public interface Split {
    /** {@return the data in two parts} */
    Holdout of(Snapshot data);

    /**
     * Amazon Personalize's split: a tenth of the users, at least one, are hidden from training; of each, the oldest 90 % of
     * events are given and the newest 10 %, at least one, are asked for. Only users with two or more events are hidden.
     *
     * @param seed chooses the users
     */
    static Split ofUsers(long seed) {
        return data -> UserSplit.of(data, seed);
    }

    /**
     * Everything from an instant on is asked for; everything before is trained on and given. Users without an event before it
     * are not asked about: a model of histories has nothing to say to them.
     */
    static Split byTime(Instant from) {
        return data -> from(data, from.getEpochSecond());
    }

    /**
     * {@link #byTime(Instant)} at the second from which on, as nearly as whole seconds allow and at least, this share of the events
     * happened.
     *
     * @param share of the events to ask for, in (0, 1)
     * @throws InvalidInputException if the share is not in there; when applied, if all events happened in one second
     */
    static Split byTime(double share) {
        requireShare(share);
        return data -> from(data, TimeSplit.begin(data.interactions(), share));
    }

    private static Holdout from(Snapshot data, long second) {
        return asking(data, position -> data.interactions().timestamp(position) >= second);
    }

    /**
     * The newest events of each user are asked for, the others trained on and given ("leave last out"); users with no more
     * than that many keep all. Of events of one second, the later stored one is the newer one.
     *
     * @param events of each user, at least 1
     * @throws InvalidInputException if less than 1
     */
    static Split newest(int events) {
        if (events < 1) {
            throw new InvalidInputException("newest events to ask for must be at least 1, was " + events);
        }
        return data -> {
            BitSet asked = new BitSet(data.interactions().size());
            Interactions all = data.interactions();
            for (int user = 0; user < all.users(); user++) {
                if (all.end(user) - all.begin(user) > events) {
                    asked.set(all.end(user) - events, all.end(user));
                }
            }
            return asking(data, asked::get);
        };
    }

    /**
     * Amazon Personalize's split for recipes that find users: the newest fifth of the events of each user is asked for, rounded, at
     * least one and never all; the others are trained on and given.
     */
    static Split insideUsers() {
        return data -> {
            Interactions all = data.interactions();
            BitSet asked = new BitSet(all.size());
            for (int user = 0; user < all.users(); user++) {
                int size = all.end(user) - all.begin(user);
                int wanted = Math.min(size - 1, Math.max(1, (int) Math.round(size / 5.0)));
                asked.set(all.end(user) - Math.max(0, wanted), all.end(user));
            }
            return asking(data, asked::get);
        };
    }

    /**
     * A random part of the events of each user with two or more is asked for, rounded, at least one and never all.
     *
     * @param share of a user's events to ask for, in (0, 1)
     * @param seed chooses the events
     * @throws InvalidInputException if the share is not in there
     */
    static Split random(double share, long seed) {
        requireShare(share);
        return data -> {
            Interactions all = data.interactions();
            BitSet asked = new BitSet(all.size());
            SplittableRandom random = new SplittableRandom(seed);
            for (int user = 0; user < all.users(); user++) {
                int size = all.end(user) - all.begin(user);
                int wanted = Math.min(size - 1, Math.max(1, (int) Math.round(size * share)));
                int[] positions =
                        IntStream.range(all.begin(user), all.end(user)).toArray();
                UserSplit.shuffle(positions, random);
                for (int i = 0; i < wanted; i++) {
                    asked.set(positions[i]);
                }
            }
            return asking(data, asked::get);
        };
    }

    /**
     * A split of one's own: the events named are asked for, all others trained on and given.
     *
     * @param test tells which
     */
    static Split of(EventTest test) {
        return data -> {
            Interactions all = data.interactions();
            BitSet asked = new BitSet(all.size());
            for (int user = 0; user < all.users(); user++) {
                String userId = data.users().id(user);
                for (int p = all.begin(user); p < all.end(user); p++) {
                    asked.set(p, test.isAsked(userId, data.items().id(all.item(p)), all.timestamp(p)));
                }
            }
            return asking(data, asked::get);
        };
    }

    /** Tells whether an event is asked for. */
    @FunctionalInterface
    interface EventTest {
        /**
         * {@return whether an event is asked for}
         *
         * @param timestamp seconds since the epoch
         */
        boolean isAsked(String userId, String itemId, long timestamp);
    }

    private static Holdout asking(Snapshot data, IntPredicate asked) {
        Interactions all = data.interactions();
        Interactions kept = all.filter(asked.negate());
        return Holdout.of(data.withInteractions(kept), kept, all.filter(asked));
    }

    private static void requireShare(double share) {
        if (!(share > 0 && share < 1)) {
            throw new InvalidInputException("share of events to ask for must lie between 0 and 1, was " + share);
        }
    }
}
