package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A split of a snapshot into what training may see and what it is tested on. Immutable.
 *
 * @param train the data to train on; same users and items as the whole
 * @param events the whole data's events, to which the positions of the cases refer
 * @param cases what is asked, in order of user
 */
public record Holdout(Snapshot train, Interactions events, List<Case> cases) {

    /**
     * One question: given the events {@code from … cut-1} of a user, which items follow in {@code cut … to-1}?
     *
     * @param user whose events
     * @param from position of the first event given
     * @param cut position of the first event asked for
     * @param to position after the last event asked for
     */
    public record Case(int user, int from, int cut, int to) {}

    private static final double TEST_USERS = 0.1;

    /**
     * Amazon Personalize's split: a tenth of the users, at least one, are hidden from training; of each, the oldest 90 % of
     * events are given and the newest 10 %, at least one, are asked for. Only users with two or more events are hidden.
     *
     * @param data events and metadata
     * @param seed chooses the users; the same seed and data give the same split
     */
    public static Holdout ofUsers(Snapshot data, long seed) {
        Interactions events = data.interactions();
        int[] eligible = IntStream.range(0, events.users())
                .filter(user -> events.end(user) - events.begin(user) >= 2)
                .toArray();
        shuffle(eligible, seed);
        int hidden = Math.min(eligible.length, Math.max(1, (int) Math.round(eligible.length * TEST_USERS)));
        boolean[] isHidden = new boolean[events.users()];
        for (int i = 0; i < hidden; i++) {
            isHidden[eligible[i]] = true;
        }
        List<Case> cases = IntStream.range(0, events.users())
                .filter(user -> isHidden[user])
                .mapToObj(user -> newestTenth(user, events.begin(user), events.end(user)))
                .toList();
        return new Holdout(data.withInteractions(withoutUsers(events, isHidden)), events, cases);
    }

    private static Case newestTenth(int user, int from, int to) {
        int asked = Math.max(1, (to - from) / 10);
        return new Case(user, from, to - asked, to);
    }

    private static Interactions withoutUsers(Interactions events, boolean[] isHidden) {
        boolean[] kept = new boolean[events.size()];
        for (int user = 0; user < events.users(); user++) {
            java.util.Arrays.fill(kept, events.begin(user), events.end(user), !isHidden[user]);
        }
        return events.filter(position -> kept[position]);
    }

    private static void shuffle(int[] values, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
