package dev.personalize.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.math.Parallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Equal events of one user and second are one event; columns are as wide as what is in them. */
class EventRepetitionTest {
    private record Row(String user, String item, @Nullable String type, float value, long time, long other) {}

    private static Snapshot snapshot(List<Row> rows, boolean parallel) {
        Snapshot.Builder builder = Snapshot.builder();
        rows.forEach(
                row -> builder.interaction(row.user(), row.item(), row.type(), row.value(), row.time(), row.other()));
        return parallel ? builder.build(Parallel.ofProcessors()) : builder.build();
    }

    private static List<Row> rows(Snapshot data) {
        List<Row> rows = new ArrayList<>();
        Interactions events = data.interactions();
        for (int user = 0; user < events.users(); user++) {
            for (int p = events.begin(user); p < events.end(user); p++) {
                int type = events.eventType(p);
                rows.add(new Row(
                        data.users().id(user),
                        data.items().id(events.item(p)),
                        type < 0 ? null : data.eventTypes().id(type),
                        events.value(p),
                        events.timestamp(p),
                        0));
            }
        }
        return rows;
    }

    @Test
    void the_first_of_equal_events_stays() {
        Row first = new Row("u", "a", null, Float.NaN, 5, 0);
        Row second = new Row("u", "b", null, Float.NaN, 5, 0);

        assertThat(rows(snapshot(List.of(first, second, first, second, first), false)))
                .containsExactly(first, second);
    }

    @Test
    void events_that_differ_in_anything_are_two() {
        List<Row> rows = List.of(
                new Row("u", "a", "view", 1, 5, 7),
                new Row("u", "b", "view", 1, 5, 7),
                new Row("u", "a", "buy", 1, 5, 7),
                new Row("u", "a", null, 1, 5, 7),
                new Row("u", "a", "view", 2, 5, 7),
                new Row("u", "a", "view", Float.NaN, 5, 7),
                new Row("u", "a", "view", 1, 5, 8),
                new Row("u", "a", "view", 1, 6, 7),
                new Row("v", "a", "view", 1, 5, 7));

        assertThat(snapshot(rows, false).interactions().size()).isEqualTo(rows.size());
    }

    /** The naive twin: a set of the sorted rows. Wide times come from hours of different ages of the universe. */
    @Property(tries = 300, seed = "23")
    void agrees_with_a_set_of_the_rows(
            @ForAll Random random,
            @ForAll @IntRange(max = 400) int size,
            @ForAll @IntRange(min = 0, max = 300) int types,
            @ForAll boolean values,
            @ForAll boolean others,
            @ForAll boolean wideTimes) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            long time = random.nextInt(4);
            rows.add(new Row(
                    "u" + random.nextInt(3),
                    "i" + random.nextInt(4),
                    types == 0 || random.nextInt(9) == 0 ? null : "t" + random.nextInt(types),
                    values ? random.nextInt(3) : Float.NaN,
                    wideTimes ? (time - 2) * (Long.MAX_VALUE / 2) : time,
                    others ? random.nextInt(3) : 0));
        }
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(Row::user).thenComparing(Row::time));
        List<Row> expected = new LinkedHashSet<>(sorted)
                .stream()
                        .map(row -> new Row(row.user(), row.item(), row.type(), row.value(), row.time(), 0))
                        .toList();

        Snapshot data = snapshot(rows, false);

        assertThat(rows(data)).isEqualTo(expected);
        assertThat(snapshot(rows, true).fingerprint()).isEqualTo(data.fingerprint());
        Interactions some = data.interactions().filter(p -> p % 3 != 1);
        List<Row> kept = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            if (i % 3 != 1) {
                kept.add(expected.get(i));
            }
        }
        assertThat(rows(data.withInteractions(some))).isEqualTo(kept);
    }

    @Property(tries = 3, seed = "24")
    void many_rows_are_sorted_in_parts_as_they_are_in_one_go(@ForAll Random random) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            rows.add(new Row(
                    "user" + random.nextInt(5_000),
                    "i" + random.nextInt(50),
                    "t" + i % 3,
                    1,
                    random.nextInt(1_000),
                    0));
        }

        Snapshot data = snapshot(rows, true);

        rows.sort(Comparator.comparing(Row::user).thenComparing(Row::time));
        assertThat(rows(data)).isEqualTo(List.copyOf(new LinkedHashSet<>(rows)));
    }

    @Test
    void arrays_of_types_and_times_are_handed_out_as_copies() {
        Interactions events = snapshot(
                        List.of(new Row("u", "a", null, 1, -9, 0), new Row("u", "a", "x", 1, Long.MAX_VALUE, 0)), false)
                .interactions();

        assertThat(events.timestamps(0, 2)).containsExactly(-9, Long.MAX_VALUE);
        assertThat(events.eventTypes(0, 2)).containsExactly(-1, 0);
        assertThat(events.items(1, 2)).containsExactly(0);
    }
}
