package dev.personalize.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveAttributesTest {
    private static final Schema SCHEMA = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "YEAR", "type": ["null", "int"]}, {"name": "ITEM_ID", "type": "string"},
                        {"name": "STOCK", "type": ["null", "long"]}, {"name": "PRICE", "type": ["null", "float"]},
                        {"name": "SCORE", "type": ["null", "double"]}, {"name": "NEW", "type": ["null", "boolean"]},
                        {"name": "GENRES", "type": ["null", "string"], "categorical": true},
                        {"name": "BRAND", "type": ["null", "string"]},
                        {"name": "TEXT", "type": ["null", "string"], "textual": true}]}""");
    private static final int GENRES = 6;
    private static final int BRAND = 7;

    private static @Nullable Object[] row(String id, int year, @Nullable String genres, @Nullable String brand) {
        return new Object[] {year, id, 2L * year, 0.1f * year, 0.1 * year, year % 2 == 0, genres, brand, "text " + year
        };
    }

    private static @Nullable Object[] row(AttributeVersion version, String id) {
        int row = version.row(id);
        return IntStream.range(0, SCHEMA.fields().size())
                .mapToObj(column -> version.value(column, row))
                .toArray();
    }

    private static List<String> ids(AttributeVersion version, IntPredicate rows) {
        return IntStream.range(0, version.rows())
                .filter(rows)
                .mapToObj(version::id)
                .toList();
    }

    @Test
    void hidden_columns_have_no_values_and_the_others_theirs() {
        LiveAttributes table = new LiveAttributes(SCHEMA);
        @Nullable Object[] full = row("a", 7, "x|y", "Z");
        table.put(List.<@Nullable Object[]>of(full));

        AttributeVersion hiding = table.now().hiding(List.of("YEAR", "SCORE", "GENRES", "TEXT", "ITEM_ID")::contains);

        assertThat(row(hiding, "a")).containsExactly(null, "a", 14L, 0.7f, null, false, null, "Z", null);
        assertThat(ids(hiding, hiding.whereText(GENRES, List.of("x")))).isEmpty();
        assertThat(hiding.categories(GENRES, 0)).isEmpty();
        assertThat(hiding.sameTable(table.now())).isTrue();
    }

    @Test
    void a_row_is_told_as_it_was_put_and_nulls_are_nulls() {
        LiveAttributes table = new LiveAttributes(SCHEMA);
        @Nullable Object[] full = row("a", 7, "x|y", "Z");
        @Nullable Object[] empty = {null, "b", null, null, null, null, null, null, null};

        table.put(List.of(full, empty));

        AttributeVersion now = table.now();
        assertThat(row(now, "a")).containsExactly(full);
        assertThat(row(now, "b")).containsExactly(empty);
        assertThat(now.row("c")).isEqualTo(-1);
        assertThat(now.rows()).isEqualTo(2);
    }

    @Test
    void equal_categories_have_equal_numbers_alone_or_beside_others() {
        LiveAttributes table = new LiveAttributes(SCHEMA);
        table.put(List.of(
                row("a", 1, "x", "B|C"),
                row("b", 1, "y|x", "B"),
                row("c", 1, "x|y|z", "B"),
                row("d", 1, "w", null),
                row("e", 1, null, "B|C")));

        AttributeVersion now = table.now();
        int[] x = now.categories(GENRES, now.row("a"));
        int[] yx = now.categories(GENRES, now.row("b"));
        assertThat(x).hasSize(1);
        assertThat(yx).hasSize(2).contains(x).isSorted();
        assertThat(now.categories(GENRES, now.row("c"))).hasSize(3).contains(yx).isSorted();
        assertThat(now.categories(GENRES, now.row("d"))).hasSize(1).doesNotContain(yx);
        assertThat(now.categories(GENRES, now.row("e"))).isEmpty();
        assertThat(now.categories(BRAND, now.row("a")))
                .as("not categorical: the text as a whole")
                .hasSize(1)
                .isEqualTo(now.categories(BRAND, now.row("e")))
                .isNotEqualTo(now.categories(BRAND, now.row("b")));
    }

    @Test
    void a_version_does_not_change_and_the_next_one_shares_what_did_not() {
        LiveAttributes table = new LiveAttributes(SCHEMA);
        table.load(rows -> IntStream.range(0, 700).forEach(i -> rows.accept(row("i" + i, i, "g", "b"))));
        AttributeVersion before = table.now();

        table.put(List.of(row("i400", 400, "other", "b"), row("new", 1, "g", "b")));

        AttributeVersion after = table.now();
        assertThat(before.value(GENRES, before.row("i400"))).isEqualTo("g");
        assertThat(before.row("new")).isEqualTo(-1);
        assertThat(after.value(GENRES, after.row("i400"))).isEqualTo("other");
        assertThat(after.row("new")).isEqualTo(700);
        // Rows 0 to 255 are as they were, 400 lies in the second chunk with another genre only, and 700 in the third.
        assertThat(IntStream.range(0, 3).mapToObj(chunk -> after.sameCells(before, GENRES, chunk)))
                .containsExactly(true, false, false);
        assertThat(IntStream.range(0, 3).mapToObj(chunk -> after.sameCells(before, BRAND, chunk)))
                .containsExactly(true, true, false);
    }

    @Test
    void a_categorical_text_has_its_parts_and_a_plain_one_only_itself() {
        LiveAttributes table = new LiveAttributes(SCHEMA);
        table.put(List.of(
                row("1", 1, "a|b", "a|b"), row("2", 2, "b", "b"), row("3", 3, "|b||c", "B"), row("4", 4, null, null)));
        AttributeVersion now = table.now();

        assertThat(ids(now, now.whereText(GENRES, List.of("b")))).containsExactly("1", "2", "3");
        assertThat(ids(now, now.whereText(GENRES, List.of("a", "c")))).containsExactly("1", "3");
        assertThat(ids(now, now.whereText(GENRES, List.of("a|b")))).containsExactly("1");
        assertThat(ids(now, now.whereText(GENRES, List.of("", "B", "d")))).isEmpty();
        assertThat(ids(now, now.whereText(BRAND, List.of("b", "a")))).containsExactly("2");
        assertThat(ids(now, now.whereText(BRAND, List.of("a|b")))).containsExactly("1");
    }

    @Test
    void texts_that_change_again_and_again_do_not_pile_up_and_old_versions_keep_theirs() {
        LiveAttributes table = new LiveAttributes(SCHEMA);
        table.put(List.of(row("a", 1, "g|h", "first"), row("b", 1, "g", "first")));
        AttributeVersion before = table.now();
        for (int i = 0; i < 20_000; i++) {
            table.put(List.<@Nullable Object[]>of(row("a", 1, "g|h", "brand " + i)));
        }
        AttributeVersion after = table.now();

        assertThat(after.value(BRAND, 0)).isEqualTo("brand 19999");
        assertThat(ids(after, after.whereText(BRAND, List.of("first", "brand 5"))))
                .containsExactly("b");
        assertThat(ids(before, before.whereText(BRAND, List.of("first")))).containsExactly("a", "b");
        assertThat(before.value(BRAND, 0)).isEqualTo("first");
    }

    /** The twin is a map. */
    @Property(tries = 50, seed = "42")
    void any_puts_leave_what_a_map_would_have(@ForAll long seed) {
        Random random = new Random(seed);
        LiveAttributes table = new LiveAttributes(SCHEMA);
        Map<String, @Nullable Object[]> twin = new HashMap<>();
        for (int put = 0; put < 30; put++) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (int i = random.nextInt(200); i >= 0; i--) {
                @Nullable Object[] row = row(
                        "i" + random.nextInt(2500),
                        random.nextInt(50),
                        "g" + random.nextInt(4),
                        "b" + random.nextInt(100));
                int hole = random.nextInt(SCHEMA.fields().size());
                if (hole != 1) {
                    row[hole] = null;
                }
                rows.add(row);
                twin.put(Objects.toString(row[1]), row);
            }
            table.put(rows);
        }
        AttributeVersion now = table.now();
        assertThat(now.rows()).isEqualTo(twin.size());
        twin.forEach((id, row) -> assertThat(row(now, id)).containsExactly(row));
    }

    @Test
    void a_reader_sees_all_rows_of_a_put_or_none() {
        LiveAttributes table = new LiveAttributes(SCHEMA);
        AtomicBoolean done = new AtomicBoolean();
        table.put(rows(0));
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 1; i < 3000; i++) {
                table.put(rows(i));
            }
            done.set(true);
        });
        do {
            AttributeVersion now = table.now();
            int year = (Integer) Objects.requireNonNull(now.value(0, now.row("first")));
            assertThat(row(now, "first")).containsExactly(row("first", year, "g" + year, "b" + year));
            assertThat(row(now, "second")).containsExactly(row("second", year, "g" + year, "b" + year));
            assertThat(ids(now, now.whereText(GENRES, List.of("g" + year)))).contains("first", "second");
            assertThat(now.rows()).isEqualTo(3 + year);
        } while (!done.get());
        writer.join();
    }

    private static List<@Nullable Object[]> rows(int i) {
        return List.of(
                row("first", i, "g" + i, "b" + i),
                row("new" + i, i, "g" + i, "b" + i),
                row("second", i, "g" + i, "b" + i));
    }
}
