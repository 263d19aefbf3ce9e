package dev.personalize.coldstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Interactions;
import dev.personalize.data.Popularity;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.data.Values;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaveOneOutTest {
    private static final Parallel ALONE = new Parallel(Runnable::run, 1, new Cancellation());
    private static final int CANDIDATES = 6;

    private record Event(String user, String item, @Nullable String device) {}

    private static Snapshot snapshot(List<Event> events, List<@Nullable Object[]> users) {
        Snapshot.Builder data = Snapshot.builder().contexts(List.of("DEVICE"));
        events.forEach(event -> data.interaction(
                event.user(),
                event.item(),
                null,
                Float.NaN,
                0,
                String.valueOf(event.device()).hashCode(),
                event.device()));
        AttributeTable.Builder records = new AttributeTable.Builder(TestUsers.SCHEMA, "USER_ID");
        users.forEach(records::add);
        return data.users(records).build();
    }

    private static List<Counts> counts(Snapshot data) {
        PreferenceMatrix preferences = data.interactions().preferences();
        return Cells.of(data).stream()
                .map(cells -> Counts.of(cells, data, preferences, ALONE).orElseThrow())
                .toList();
    }

    /** {@return the values of one event of a user in a column} */
    private static Set<Integer> values(Cells cells, int user, int position) {
        Set<Integer> values = new HashSet<>();
        for (int value : cells.isContext() ? cells.ofEvent(position) : cells.ofUser(user)) {
            values.add(value);
        }
        return values;
    }

    /** {@return the different users and items of events under a value, but for those of one user; value -1 for all events} */
    private static Set<List<Integer>> pairs(Snapshot data, @Nullable Cells cells, int value, int without) {
        Set<List<Integer>> pairs = new HashSet<>();
        Interactions events = data.interactions();
        for (int user = 0; user < events.users(); user++) {
            for (int p = events.begin(user); p < events.end(user); p++) {
                if (user != without && (cells == null || values(cells, user, p).contains(value))) {
                    pairs.add(List.of(user, events.item(p)));
                }
            }
        }
        return pairs;
    }

    private static long of(Set<List<Integer>> pairs, int item) {
        return pairs.stream().filter(pair -> pair.get(1) == item).count();
    }

    /** The naive twin counts the events of everybody else over again. */
    @Property(tries = 150, seed = "73")
    void features_are_those_of_data_without_the_user(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 80) int size) {
        List<Event> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String device =
                    random.nextInt(4) == 0 ? null : random.nextInt(9) == 0 ? "a|b" : random.nextBoolean() ? "a" : "b";
            rows.add(new Event("u" + random.nextInt(9), "i" + random.nextInt(9), device));
        }
        List<@Nullable Object[]> users = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            String group =
                    random.nextInt(4) == 0 ? null : random.nextInt(4) == 0 ? "x|y" : random.nextBoolean() ? "x" : "z";
            users.add(
                    new Object[] {"u" + i, group, random.nextInt(3) == 0 ? null : (Integer) random.nextInt(20), null});
        }
        Snapshot data = snapshot(rows, users);
        PreferenceMatrix preferences = data.interactions().preferences();
        Popularity popularity = Popularity.of(data.interactions());
        List<Counts> counts = counts(data);
        Candidates candidates = Candidates.of(counts, preferences, popularity, CANDIDATES);
        Features features = new Features(counts.size(), candidates);
        for (int user = 0; user < preferences.rows(); user++) {
            if (preferences.count(user) > 0) {
                features.fill(LeaveOneOut.of(user, candidates, data, preferences));
                checkFeatures(features, counts, popularity, data, user);
            }
        }
    }

    private static void checkFeatures(
            Features features, List<Counts> counts, Popularity popularity, Snapshot data, int user) {
        Set<List<Integer>> all = pairs(data, null, -1, user);
        for (int column = 0; column < counts.size(); column++) {
            Cells cells = counts.get(column).cells();
            Set<Integer> known = values(cells, user, data.interactions().end(user) - 1);
            for (int rank = 0; rank < Math.min(CANDIDATES, popularity.size()); rank++) {
                int item = popularity.item(rank);
                double expected = known.stream()
                        .mapToDouble(value -> {
                            Set<List<Integer>> under = pairs(data, cells, value, user);
                            double share = all.isEmpty() ? 0 : (double) under.size() / all.size();
                            return Math.log((of(under, item) + 3) / (of(all, item) * share + 3));
                        })
                        .average()
                        .orElse(0);
                assertThat(features.of(column, rank)).isCloseTo(expected, within(1e-9));
            }
        }
    }

    @Test
    void the_items_asked_for_are_those_of_the_newest_events_context() {
        Snapshot data = snapshot(
                List.of(
                        new Event("u", "a", "tv"),
                        new Event("u", "b", "phone"),
                        new Event("u", "c", "tv"),
                        new Event("v", "b", "tv")),
                List.of());
        PreferenceMatrix preferences = data.interactions().preferences();
        Popularity popularity = Popularity.of(data.interactions());
        Candidates candidates = Candidates.of(counts(data), preferences, popularity, 3);

        int[] targets = LeaveOneOut.of(data.users().position("u"), candidates, data, preferences)
                .targets();

        assertThat(Arrays.stream(targets).mapToObj(rank -> data.items().id(popularity.item(rank))))
                .containsExactly("a", "c");
    }

    /**
     * By hand: 4 users, 2 of them in group x; items a (u0, u1, u2, u3) and b (u0, u1). 6 pairs, 4 of them under x, where a and b
     * have 2 users each. Expected under x: of a 4·4/6 = 2.667, of b 2·4/6 = 1.333. Shifts at weight 0.5: of a
     * 0.5·ln(5/5.667) = -0.0626, of b 0.5·ln(5/4.333) = 0.0716; under y (2 pairs, both of a): of a 0.5·ln(5/4.333) = 0.0716, of b,
     * which is missed, 0.5·ln(3/3.667) = -0.1003.
     */
    @Test
    void shifts_are_weighted_logarithms_of_smoothed_lifts() {
        Snapshot data = snapshot(
                IntStream.range(0, 6)
                        .mapToObj(i -> new Event("u" + i % 4, i < 4 ? "a" : "b", null))
                        .toList(),
                IntStream.range(0, 4)
                        .<@Nullable Object[]>mapToObj(i -> new Object[] {"u" + i, i < 2 ? "x" : "y", null, null})
                        .toList());
        Popularity popularity = Popularity.of(data.interactions());

        Column column = Columns.of(counts(data).get(0), 0.5, popularity, 6, 100, ALONE);

        assertThat(column.offsets()).containsExactly(0, 2, 4);
        assertThat(column.items()).containsExactly(0, 1, 0, 1);
        assertThat(column.shifts()).containsExactly(new float[] {-0.0626f, 0.0716f, 0.0716f, -0.1003f}, within(1e-4f));
        Column smaller = Columns.of(counts(data).get(0), 0.5, popularity, 6, 1, ALONE);
        assertThat(smaller.shifts()).containsExactly(new float[] {-0.1003f}, within(1e-4f));
    }

    @Test
    void numbers_fall_into_ranges_of_about_equally_many() {
        Values values = Values.of(IntStream.range(0, 80).mapToDouble(i -> i).toArray());

        assertThat(values.borders()).containsExactly(10, 20, 30, 40, 50, 60, 70);
        assertThat(values.in("9.99")).containsExactly(0);
        assertThat(values.in("10")).containsExactly(1);
        assertThat(values.in("-1e300")).containsExactly(0);
        assertThat(values.in("Infinity")).containsExactly(7);
        assertThat(values.in("ten")).isEmpty();
        assertThat(Values.of(new double[] {5, 5, 5}).size()).isOne();
    }
}
