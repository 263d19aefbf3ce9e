package dev.personalize.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.schema.Schema;
import org.junit.jupiter.api.Test;

class ItemAgesTest {
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "fields": [
              {"name": "ITEM_ID", "type": "string"},
              {"name": "PRICE", "type": ["float", "null"]},
              {"name": "CREATION_TIMESTAMP", "type": ["long", "null"]}]}""");

    private static AttributeTable.Builder items() {
        return new AttributeTable.Builder(ITEMS, "ITEM_ID")
                .add(new Object[] {"given", 1f, 7L})
                .add(new Object[] {"seen", 1f, null})
                .add(new Object[] {"unseen", 1f, null});
    }

    private static long created(Snapshot data, String itemId) {
        return data.creationTimestamp(data.items().position(itemId));
    }

    @Test
    void an_item_is_as_old_as_it_says_else_as_its_oldest_event_else_new() {
        Snapshot data = Snapshot.builder()
                .items(items())
                .interaction("u", "given", null, 1, 100)
                .interaction("u", "seen", null, 1, 300)
                .interaction("v", "seen", null, 1, 200)
                .interaction("v", "onlySeen", null, 1, 150)
                .build();

        assertThat(created(data, "given")).isEqualTo(7);
        assertThat(created(data, "seen")).isEqualTo(200);
        assertThat(created(data, "onlySeen")).isEqualTo(150);
        assertThat(created(data, "unseen")).isEqualTo(300);
    }

    @Test
    void only_the_events_of_the_snapshot_itself_count() {
        Snapshot data = Snapshot.builder()
                .interaction("u", "a", null, 1, 100)
                .interaction("v", "a", null, 1, 50)
                .build();

        Snapshot first = data.withInteractions(data.interactions().filter(p -> p == 0));

        assertThat(created(data, "a")).isEqualTo(50);
        assertThat(created(first, "a")).isEqualTo(100);
    }

    @Test
    void without_any_events_an_item_is_from_the_epoch() {
        assertThat(created(Snapshot.builder().items(items()).build(), "seen")).isZero();
    }
}
