package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Amazon Personalize's split, see {@link Split#ofUsers}. */
final class UserSplit {
    private static final double TEST_USERS = 0.1;

    private UserSplit() {}

    static Holdout of(Snapshot data, long seed) {
        Interactions events = data.interactions();
        int[] eligible = IntStream.range(0, events.users())
                .filter(user -> events.end(user) - events.begin(user) >= 2)
                .toArray();
        shuffle(eligible, new SplittableRandom(seed));
        int hidden = Math.min(eligible.length, Math.max(1, (int) Math.round(eligible.length * TEST_USERS)));
        BitSet given = new BitSet(events.size());
        BitSet asked = new BitSet(events.size());
        for (int i = 0; i < hidden; i++) {
            int from = events.begin(eligible[i]);
            int to = events.end(eligible[i]);
            int cut = to - Math.max(1, (to - from) / 10);
            given.set(from, cut);
            asked.set(cut, to);
        }
        return Holdout.of(
                data.withInteractions(events.filter(position -> !given.get(position) && !asked.get(position))),
                events.filter(given::get),
                events.filter(asked::get));
    }

    static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
