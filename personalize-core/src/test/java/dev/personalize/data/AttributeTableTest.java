package dev.personalize.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributeTableTest {
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "fields": [
              {"name": "GENRES", "type": ["null", "string"], "categorical": true},
              {"name": "ITEM_ID", "type": "string"},
              {"name": "PRICE", "type": ["float", "null"]}]}""");

    private final AttributeTable table = new AttributeTable.Builder(ITEMS, "ITEM_ID")
            .add(new Object[] {"drama", "b", 1f})
            .add(new Object[] {"action|crime", "a", null})
            .add(new Object[] {null, "b", 2.5f})
            .build(IdIndex.of(List.of("a", "b", "c")));

    @Test
    void a_row_stands_at_its_items_position_and_the_last_one_of_an_id_counts() {
        assertThat(table.column("PRICE")).isEqualTo(1);
        assertThat(table.column("ITEM_ID")).isEqualTo(-1);
        assertThat(table.value(1, 0)).isNull();
        assertThat(table.value(1, 1)).isEqualTo(2.5f);
        assertThat(table.value(0, 2)).as("an item without metadata").isNull();
    }

    @Test
    void a_categorical_value_has_as_many_categories_as_bars_divide() {
        assertThat(table.categories(0, 0)).containsExactly("action", "crime");
        assertThat(table.categories(0, 1)).isEmpty();
    }
}
