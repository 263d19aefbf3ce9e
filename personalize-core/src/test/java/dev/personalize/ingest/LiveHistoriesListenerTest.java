package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveHistoriesListenerTest {
    private static final float NONE = Float.NaN;

    private final List<String> told = new ArrayList<>();
    private final LiveHistories.Listener listener = (owner, itemId, eventType, value, timestamp) ->
            told.add(owner + " " + itemId + " " + eventType + " " + timestamp);

    @Test
    void an_event_is_told_once_with_its_owner() {
        LiveHistories live = new LiveHistories(10, 10);
        live.tell(listener);
        live.add("u", "a", "click", NONE, 1, 7);
        live.add("u", "a", "click", NONE, 1, 7);
        live.addAnonymous("s", "b", null, NONE, 2, 8);
        live.addAnonymous("s", "b", null, NONE, 2, 8);
        live.identify("s", "u");
        live.addAnonymous("s", "c", null, NONE, 3, 0);

        assertThat(told).containsExactly("u a click 1", "s b null 2", "u c null 3");
    }

    @Test
    void what_is_kept_is_told_from_a_time_on_each_user_from_oldest_to_newest() {
        Snapshot base = Snapshot.builder()
                .interaction("u", "a", "click", NONE, 1)
                .interaction("u", "b", "click", NONE, 5)
                .interaction("v", "a", "click", NONE, 4)
                .build();
        LiveHistories live = new LiveHistories(base, 10, 10);
        live.add("u", "c", null, NONE, 6, 0);
        live.add("u", "d", null, NONE, 3, 0);
        live.addAnonymous("s", "e", null, NONE, 4, 0);
        live.forEachSince(4, listener);

        assertThat(told).containsExactlyInAnyOrder("u b click 5", "v a click 4", "u c null 6", "s e null 4");
        assertThat(told.indexOf("u b click 5")).isLessThan(told.indexOf("u c null 6"));
        told.clear();
        live.forEachSince(Long.MAX_VALUE, listener);
        assertThat(told).isEmpty();
        live.forEachSince(Long.MIN_VALUE, listener);
        assertThat(told).hasSize(6);
    }
}
