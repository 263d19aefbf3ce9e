package dev.personalize.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistinctItemsTest {
    /** Item 5 has three events, so each has a third of 6; item 2 has one. */
    @Test
    void an_item_counts_once_and_its_events_share_it() {
        DistinctItems history = new DistinctItems(Query.ofItems(5, 2, 5, 5));

        assertThat(history.contributions(item -> item == 5 ? 6 : -1).events()).containsExactly(2, -1, 2, 2);
    }

    @Test
    void each_item_is_asked_for_once() {
        List<Integer> asked = new ArrayList<>();

        new DistinctItems(Query.ofItems(3, 3, 0, 3, 0)).contributions(item -> {
            asked.add(item);
            return 1;
        });

        assertThat(asked).containsExactlyInAnyOrder(0, 3);
    }

    @Test
    void no_history_has_no_part() {
        assertThat(new DistinctItems(Query.empty()).contributions(item -> 1).events())
                .isEmpty();
    }
}
