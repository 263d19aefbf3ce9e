package dev.personalize.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.math.Parallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContextTest {
    private record Row(
            String user,
            String item,
            long time,
            @Nullable String device,
            @Nullable String place) {
        String text() {
            return item + "@" + time + " " + device + " " + place;
        }
    }

    private static Snapshot.Builder builder() {
        return Snapshot.builder().contexts(List.of("DEVICE", "PLACE"));
    }

    private static Snapshot snapshot(List<Row> rows) {
        Snapshot.Builder builder = builder();
        for (Row row : rows) {
            int hash = Objects.hash(row.device(), row.place());
            builder.interaction(row.user(), row.item(), null, Float.NaN, row.time(), hash, row.device(), row.place());
        }
        return builder.build(Parallel.ofProcessors());
    }

    private static @Nullable String context(Snapshot data, int column, int position) {
        int value = data.interactions().context(column, position);
        return value < 0 ? null : data.contexts().get(column).values().id(value);
    }

    private static List<String> events(Snapshot data) {
        List<String> texts = new ArrayList<>();
        Interactions events = data.interactions();
        for (int user = 0; user < events.users(); user++) {
            for (int p = events.begin(user); p < events.end(user); p++) {
                texts.add(new Row(
                                data.users().id(user),
                                data.items().id(events.item(p)),
                                events.timestamp(p),
                                context(data, 0, p),
                                context(data, 1, p))
                        .text());
            }
        }
        return texts;
    }

    /** The naive twin: rows in a list, sorted by user, then time, each kept once. */
    @Property(tries = 200, seed = "61")
    void stays_with_its_event_through_sorting_repetitions_and_filters(
            @ForAll Random random, @ForAll @IntRange(max = 300) int size) {
        List<Row> rows = new ArrayList<>();
        int devices = random.nextBoolean() ? 3 : 200;
        for (int i = 0; i < size; i++) {
            rows.add(new Row(
                    "u" + random.nextInt(9),
                    "i" + random.nextInt(4),
                    random.nextInt(5),
                    random.nextBoolean() ? null : "d" + random.nextInt(devices),
                    random.nextInt(5) > 0 ? null : "p"));
        }
        List<Row> expected = rows.stream()
                .distinct()
                .sorted(Comparator.comparing(Row::user).thenComparing(Row::time))
                .toList();

        Snapshot data = snapshot(rows);
        Interactions odd = data.interactions().filter(p -> p % 2 == 1);

        assertThat(events(data)).isEqualTo(expected.stream().map(Row::text).toList());
        List<String> oddOnes = new ArrayList<>();
        for (int i = 1; i < expected.size(); i += 2) {
            oddOnes.add(expected.get(i).text());
        }
        assertThat(events(data.withInteractions(odd))).isEqualTo(oddOnes);
    }

    @Test
    void is_part_of_the_fingerprint_only_where_there_is_one() {
        Row row = new Row("u", "i", 5, "phone", null);
        Snapshot plain =
                Snapshot.builder().interaction("u", "i", null, Float.NaN, 5).build();

        assertThat(snapshot(List.of(row)).fingerprint())
                .isNotEqualTo(
                        snapshot(List.of(new Row("u", "i", 5, "tv", null))).fingerprint())
                .isEqualTo(snapshot(List.of(row, row)).fingerprint());
        assertThat(plain.contexts()).isEmpty();
    }

    @Test
    void of_a_column_with_more_than_a_thousand_values_those_of_most_events_are_kept() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 1_002; i++) {
            rows.add(new Row("u" + i, "i", 1, String.format("d%04d", i), null));
        }
        rows.add(new Row("v", "i", 1, "d1001", null));

        Snapshot data = snapshot(rows);

        // d1001 has two events, all others one: the greatest two of these, d0999 and d1000, are dropped
        IdIndex values = data.contexts().get(0).values();
        assertThat(values.size()).isEqualTo(1_000);
        assertThat(values.ids()).contains("d1001", "d0998").doesNotContain("d0999", "d1000");
        assertThat(context(data, 0, data.interactions().begin(data.users().position("v"))))
                .isEqualTo("d1001");
        assertThat(context(data, 0, data.interactions().begin(data.users().position("u1000"))))
                .isNull();
    }

    @Test
    void a_column_with_more_than_32768_values_holds_no_categories() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 32_769; i++) {
            rows.add(new Row("u", "i", i, "d" + i, "p"));
        }

        Snapshot data = snapshot(rows);

        assertThat(data.contexts().get(0).values().size()).isZero();
        assertThat(context(data, 0, 7)).isNull();
        assertThat(context(data, 1, 7)).isEqualTo("p");
        assertThat(snapshot(rows.subList(1, rows.size()))
                        .contexts()
                        .get(0)
                        .values()
                        .size())
                .isEqualTo(1_000);
    }

    @Test
    void is_named_before_the_first_event() {
        Snapshot.Builder begun = builder().interaction("u", "i", null, Float.NaN, 5);

        assertThatThrownBy(() -> begun.contexts(List.of("PLACE"))).isInstanceOf(IllegalStateException.class);
        assertThat(begun.contexts()).containsExactly("DEVICE", "PLACE");
    }
}
