package dev.personalize.internal.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.ranking.ConsumedItems.Mode;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsumedItemsTest {
    private static final int ITEMS = 70;
    private static final int[] HISTORY = {65, 3, -1, 4, 65};
    private static final @Nullable String[] TYPES = {"View", "Purchase", "Purchase", null, "Purchase"};
    private static final long[] TIMES = {100, 200, 300, 400, 500};

    private static int[] excluded(ConsumedItems rule, long now, int... before) {
        long[] mask = ItemMask.none(ITEMS);
        for (int item : before) {
            ItemMask.add(mask, item);
        }
        rule.apply(HISTORY, TYPES, TIMES, now, mask);
        return IntStream.range(0, ITEMS)
                .filter(item -> ItemMask.contains(mask, item))
                .toArray();
    }

    @Test
    void exclude_leaves_out_what_was_had() {
        assertThat(excluded(new ConsumedItems(Mode.EXCLUDE, Set.of(), ConsumedItems.ANY_AGE), 500, 9))
                .containsExactly(3, 4, 9, 65);
    }

    @Test
    void only_events_of_the_given_types_count() {
        assertThat(excluded(new ConsumedItems(Mode.EXCLUDE, Set.of("View"), ConsumedItems.ANY_AGE), 500))
                .containsExactly(65);
        assertThat(excluded(new ConsumedItems(Mode.EXCLUDE, Set.of("Purchase"), ConsumedItems.ANY_AGE), 500))
                .containsExactly(3, 65);
    }

    /** At 600, events of 200 and later are at most 400 seconds old. */
    @Test
    void only_events_young_enough_count() {
        assertThat(excluded(new ConsumedItems(Mode.EXCLUDE, Set.of(), 400), 600))
                .containsExactly(3, 4, 65);
        assertThat(excluded(new ConsumedItems(Mode.EXCLUDE, Set.of(), 399), 600))
                .containsExactly(4, 65);
        assertThat(excluded(new ConsumedItems(Mode.EXCLUDE, Set.of(), 0), 100))
                .as("events of the future")
                .containsExactly(3, 4, 65);
    }

    @Test
    void allow_changes_nothing() {
        assertThat(excluded(new ConsumedItems(Mode.ALLOW, Set.of(), ConsumedItems.ANY_AGE), 500, 3))
                .containsExactly(3);
    }

    @Test
    void only_leaves_out_all_else_and_brings_nothing_back() {
        int[] excluded = excluded(new ConsumedItems(Mode.ONLY, Set.of(), ConsumedItems.ANY_AGE), 500, 4);

        assertThat(excluded).hasSize(ITEMS - 2).doesNotContain(3, 65).contains(4);
    }

    @Test
    void a_negative_age_is_refused() {
        assertThatThrownBy(() -> new ConsumedItems(Mode.ALLOW, Set.of(), -1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("-1");
    }

    @Property
    void exclude_and_only_divide_the_items_that_were_not_left_out_before(
            @ForAll long seed, @ForAll @LongRange(max = 1000) long age) {
        Random random = new Random(seed);
        int events = random.nextInt(50);
        int[] items = random.ints(events, -1, ITEMS).toArray();
        @Nullable String[] types = new String[events];
        long[] times = random.longs(events, 0, 1000).toArray();
        for (int i = 0; i < events; i++) {
            types[i] = random.nextBoolean() ? "View" : random.nextBoolean() ? "Buy" : null;
        }
        long[] before = {random.nextLong(), random.nextLong() & 63};
        long[] without = before.clone();
        long[] only = before.clone();

        new ConsumedItems(Mode.EXCLUDE, Set.of("Buy"), age).apply(items, types, times, 1000, without);
        new ConsumedItems(Mode.ONLY, Set.of("Buy"), age).apply(items, types, times, 1000, only);

        for (int item = 0; item < ITEMS; item++) {
            boolean had = false;
            for (int i = 0; i < events; i++) {
                had |= items[i] == item && "Buy".equals(types[i]) && 1000 - times[i] <= age;
            }
            boolean left = ItemMask.contains(before, item);
            assertThat(ItemMask.contains(without, item)).isEqualTo(left || had);
            assertThat(ItemMask.contains(only, item)).isEqualTo(left || !had);
        }
    }
}
