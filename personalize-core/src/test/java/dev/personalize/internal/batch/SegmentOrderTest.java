package dev.personalize.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.EventSelection;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SegmentOrderTest {
    /** More than one block of users, the last one not full. */
    private static final int USERS = SegmentUsers.USERS_OF_A_BLOCK + 1000;

    private static Parallel parallel(int threads) {
        return new Parallel(ForkJoinPool.commonPool(), threads, new Cancellation());
    }

    private static List<Integer> best(SegmentOrder order, float[] vector, long @Nullable [] mask, int most) {
        List<Integer> told = new ArrayList<>();
        order.best(vector, mask, most, told::add);
        return told;
    }

    @Property(tries = 20, seed = "42")
    void tells_the_same_users_as_sorting_all_of_them(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = USERS) int most,
            @ForAll @IntRange(min = 1, max = 4) int threads,
            @ForAll boolean masked) {
        Random random = new Random(seed);
        Snapshot.Builder data = Snapshot.builder();
        for (int user = 0; user < USERS; user++) {
            if (random.nextInt(10) > 0) { // coarse scores: many are equal
                data.interaction("u" + user, "i" + random.nextInt(20), null, Float.NaN, user);
            } else {
                data.interaction("u" + user, "unknown", null, Float.NaN, user);
            }
        }
        Snapshot snapshot = data.build();
        CoordinateModel model = CoordinateModel.of(snapshot, 20);
        long[] mask = masked ? random.longs((USERS >> 6) + 1).toArray() : null;
        float[] vector = {random.nextInt(3) - 1, 2};

        List<Integer> told = best(
                new SegmentOrder(
                        SegmentUsers.of(
                                snapshot,
                                model,
                                model.items,
                                snapshot.eventTypes(),
                                EventSelection.ALL,
                                parallel(threads)),
                        parallel(threads)),
                vector,
                mask,
                most);

        float[] user = new float[2];
        List<Integer> naive = IntStream.range(0, snapshot.users().size())
                .filter(u -> mask == null || (mask[u / 64] >> (u % 64) & 1) == 1)
                .filter(u -> model.user(CoordinateModel.query(snapshot, model, u), user))
                .boxed()
                .sorted(Comparator.comparing((Integer u) -> -score(snapshot, model, u, vector))
                        .thenComparing(u -> u))
                .limit(most)
                .toList();
        assertThat(told).isEqualTo(naive);
    }

    private static float score(Snapshot data, CoordinateModel model, int user, float[] vector) {
        float[] of = new float[2];
        model.user(CoordinateModel.query(data, model, user), of);
        return of[0] * vector[0] + of[1] * vector[1];
    }

    @Property(seed = "42")
    void keys_order_as_scores_do_and_then_as_positions(
            @ForAll float a, @ForAll float b, @ForAll @IntRange int userA, @ForAll @IntRange int userB) {
        int byScore = a == b ? 0 : Float.compare(b, a);
        int expected = byScore != 0 ? byScore : Integer.compare(userA, userB);

        assertThat(Integer.signum(Long.compare(SegmentOrder.key(a, userA), SegmentOrder.key(b, userB))))
                .isEqualTo(Integer.signum(expected));
        assertThat((int) SegmentOrder.key(a, userA)).isEqualTo(userA);
    }

    @Test
    void a_negative_zero_is_a_zero() {
        assertThat(SegmentOrder.key(-0.0f, 5)).isEqualTo(SegmentOrder.key(0.0f, 5));
    }

    @Property(seed = "42")
    void the_least_come_to_the_front(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int size) {
        Random random = new Random(seed);
        long[] keys = random.longs(size + 10, -size, size).toArray(); // with repetitions
        int from = random.nextInt(10);
        int count = 1 + random.nextInt(size);
        long[] sorted = Arrays.copyOfRange(keys, from, from + size);
        Arrays.sort(sorted);
        long[] selected = keys.clone();

        SegmentOrder.selectLeast(selected, from, from + size, count);

        long[] front = Arrays.copyOfRange(selected, from, from + count);
        Arrays.sort(front);
        assertThat(front).isEqualTo(Arrays.copyOf(sorted, count));
        assertThat(Arrays.copyOf(selected, from)).isEqualTo(Arrays.copyOf(keys, from));
    }
}
