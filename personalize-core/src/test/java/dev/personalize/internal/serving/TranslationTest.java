package dev.personalize.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.IdIndex;
import dev.personalize.ingest.LiveHistories.Places;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranslationTest {
    private final Translation translation =
            new Translation(IdIndex.of(List.of("b", "c", "d")), IdIndex.of(List.of("buy", "view")));

    private static Places places(List<String> items, int[] itemOf, List<String> types, int[] typeOf) {
        return new Places(IdIndex.of(items), itemOf, IdIndex.of(types), typeOf);
    }

    /** Items a, b, c of the snapshot are -1, 0, 1 in the model; its only type, view, is 1 there. */
    @Test
    void positions_of_the_snapshot_become_the_models() {
        Translation.Events events = translation.of(
                places(List.of("a", "b", "c"), new int[] {2, -1, 0}, List.of("view"), new int[] {0, -1, -1}));

        assertThat(events.has(0)).isTrue();
        assertThat(events.item(0)).isEqualTo(1);
        assertThat(events.type(0)).isEqualTo(1);
        assertThat(events.has(1)).isFalse();
        assertThat(events.has(2)).isTrue();
        assertThat(events.item(2)).isEqualTo(-1);
        assertThat(events.type(2)).isEqualTo(-1);
    }

    @Test
    void a_history_without_places_must_be_looked_up() {
        assertThat(translation.of(null).has(0)).isFalse();
    }

    /** As after an import: item 0 was a, and then is d. */
    @Test
    void a_history_of_another_snapshot_is_translated_by_its_own_table() {
        Places before = places(List.of("a", "c"), new int[] {1}, List.of(), new int[] {-1});
        Places after = places(List.of("d"), new int[] {0}, List.of(), new int[] {-1});

        assertThat(translation.of(before).item(0)).isEqualTo(1);
        assertThat(translation.of(after).item(0)).isEqualTo(2);
        assertThat(translation.of(before).item(0)).isEqualTo(1);
    }
}
