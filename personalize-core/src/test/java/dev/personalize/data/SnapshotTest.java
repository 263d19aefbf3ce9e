package dev.personalize.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.math.Bits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private record Row(String user, String item, @Nullable String type, float value, long time) {}

    private static Snapshot snapshot(List<Row> rows) {
        Snapshot.Builder builder = Snapshot.builder();
        rows.forEach(row -> builder.interaction(row.user(), row.item(), row.type(), row.value(), row.time()));
        return builder.build();
    }

    @Test
    void indexes_ids_in_their_own_order_and_keeps_them_as_strings() {
        Snapshot data = snapshot(List.of(
                new Row("007", "b", null, 1, 5), new Row("7", "a", null, 1, 5), new Row("-7", "+a", null, 1, 5)));

        assertThat(data.users().ids()).containsExactly("-7", "007", "7");
        assertThat(data.items().ids()).containsExactly("+a", "a", "b");
        assertThat(data.users().find("7")).isEqualTo(2);
        assertThat(data.users().find("07")).isEqualTo(-1);
        assertThatThrownBy(() -> data.users().position("07"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("'07'");
    }

    @Test
    void orders_a_users_events_by_time_and_keeps_the_stored_order_within_a_second() {
        Snapshot data = snapshot(List.of(
                new Row("u", "late", "view", 1, 30),
                new Row("u", "second", "buy", 2, 20),
                new Row("v", "other", null, Float.NaN, 1),
                new Row("u", "third", "view", 3, 20),
                new Row("u", "first", "view", 4, 10)));
        Interactions events = data.interactions();

        int user = data.users().position("u");
        List<String> items = new ArrayList<>();
        for (int p = events.begin(user); p < events.end(user); p++) {
            items.add(data.items().id(events.item(p)) + "@" + events.timestamp(p) + "="
                    + data.eventTypes().id(events.eventType(p)) + events.value(p));
        }
        assertThat(items)
                .containsExactly("first@10=view4.0", "second@20=buy2.0", "third@20=view3.0", "late@30=view1.0");
        int other = events.begin(data.users().position("v"));
        assertThat(events.eventType(other)).isEqualTo(-1);
        assertThat(events.value(other)).isNaN();
    }

    @Test
    void selects_events_by_type_and_value() {
        Snapshot data = snapshot(List.of(
                new Row("u", "a", "buy", 1, 1),
                new Row("u", "b", "buy", 5, 2),
                new Row("u", "c", "view", 9, 3),
                new Row("u", "d", "buy", Float.NaN, 4),
                new Row("v", "e", null, 9, 5)));

        Interactions buys = new EventSelection("buy", 2.0).from(data).interactions();

        assertThat(buys.size()).isOne();
        assertThat(buys.items()).isEqualTo(5);
        assertThat(buys.users()).isEqualTo(2);
        assertThat(data.items().id(buys.item(0))).isEqualTo("b");
        assertThat(EventSelection.ALL.from(data)).isSameAs(data);
        assertThat(new EventSelection("buy", 2.0)).hasToString("events of type 'buy' with EVENT_VALUE >= 2.0");
    }

    @Test
    void counts_an_item_once_for_each_user_who_had_it() {
        PreferenceMatrix preferences = snapshot(List.of(
                        new Row("u", "a", null, 1, 1),
                        new Row("u", "a", null, 1, 2),
                        new Row("u", "b", null, 1, 3),
                        new Row("v", "a", null, 1, 4)))
                .interactions()
                .preferences();

        assertThat(preferences.rowsOfColumns()).containsExactly(2, 1);
        assertThat(preferences.size()).isEqualTo(3);
        assertThat(preferences.weighted()).isFalse();
    }

    @Test
    void a_row_repeated_between_others_is_not_counted_in_the_fingerprint() {
        List<Row> rows =
                List.of(new Row("u", "a", "x", 1, 1), new Row("u", "b", "x", 1, 1), new Row("v", "a", "y", 2, 2));
        List<Row> repeated = List.of(rows.get(0), rows.get(1), rows.get(0), rows.get(2), rows.get(2));

        assertThat(snapshot(repeated).fingerprint()).isEqualTo(snapshot(rows).fingerprint());
    }

    @Test
    void fingerprint_tells_contents_apart_and_not_ways_of_import() {
        List<Row> rows =
                List.of(new Row("u", "a", "x", 1, 1), new Row("v", "a", "x", 1, 1), new Row("v", "b", "y", 2, 2));
        List<Row> shuffled = List.of(rows.get(2), rows.get(0), rows.get(1));
        List<Row> changed = List.of(rows.get(0), rows.get(1), new Row("v", "b", "y", 2, 3));

        assertThat(snapshot(shuffled).fingerprint())
                .isEqualTo(snapshot(rows).fingerprint())
                .hasSize(64);
        assertThat(snapshot(changed).fingerprint()).isNotEqualTo(snapshot(rows).fingerprint());
    }

    @Test
    void popularity_orders_by_users_and_fills_up_with_what_is_not_there_yet() {
        Popularity popularity = new Popularity(new int[] {3, 7, 7, 0, 1});

        int[] best = {4, 0, 0};
        Bits allowed = Bits.all(5);
        allowed.clear(4);
        assertThat(popularity.fill(best, 1, allowed)).isEqualTo(3);
        assertThat(best).containsExactly(4, 1, 2);

        int[] all = new int[9];
        Bits others = Bits.all(5);
        others.clear(0);
        assertThat(popularity.fill(all, 0, others)).isEqualTo(4);
        assertThat(all).startsWith(1, 2, 4, 3);
        assertThat(others.cardinality()).isZero();
    }

    /** The naive twin: sort all rows by user, time and arrival. */
    @Property(tries = 200, seed = "21")
    void agrees_with_sorting_the_rows(@ForAll Random random, @ForAll @IntRange(max = 60) int size) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            rows.add(new Row("u" + random.nextInt(6), "i" + random.nextInt(9), "t", i, random.nextInt(5)));
        }
        Snapshot data = snapshot(rows);

        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(Row::user).thenComparing(Row::time));
        List<Row> found = new ArrayList<>();
        Interactions events = data.interactions();
        for (int user = 0; user < events.users(); user++) {
            for (int p = events.begin(user); p < events.end(user); p++) {
                found.add(new Row(
                        data.users().id(user),
                        data.items().id(events.item(p)),
                        "t",
                        events.value(p),
                        events.timestamp(p)));
            }
        }
        assertThat(found).isEqualTo(sorted);
        assertThat(data.items().ids())
                .isEqualTo(
                        List.copyOf(new TreeSet<>(rows.stream().map(Row::item).toList())));
    }

    @Property(tries = 100, seed = "22")
    void transposing_twice_gives_the_matrix_back(@ForAll Random random, @ForAll @IntRange(max = 80) int size) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            rows.add(new Row("u" + random.nextInt(7), "i" + random.nextInt(11), null, 1, i));
        }
        Collections.shuffle(rows, random);
        PreferenceMatrix matrix = snapshot(rows).interactions().preferences();

        PreferenceMatrix transposed = matrix.transpose();

        assertThat(entries(transposed.transpose())).isEqualTo(entries(matrix));
        for (int column = 0; column < matrix.columns(); column++) {
            assertThat(transposed.count(column)).isEqualTo(matrix.rowsOfColumns()[column]);
        }
    }

    private static List<String> entries(PreferenceMatrix matrix) {
        List<String> entries = new ArrayList<>();
        for (int row = 0; row < matrix.rows(); row++) {
            for (int p = matrix.begin(row); p < matrix.end(row); p++) {
                entries.add(row + "," + matrix.column(p) + "=" + matrix.weight(p));
            }
        }
        return entries;
    }
}
