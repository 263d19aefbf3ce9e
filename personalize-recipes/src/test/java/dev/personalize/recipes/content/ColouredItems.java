package dev.personalize.recipes.content;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Snapshot;
import dev.personalize.schema.Schema;

/** Metadata for the data of contract tests: items of even position are red things, those of odd position blue ones. */
final class ColouredItems {
    static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "NAME", "type": ["null", "string"], "itemName": true},
                        {"name": "TEXT", "type": ["null", "string"], "textual": true},
                        {"name": "COLOUR", "type": ["null", "string"], "categorical": true}]}""");

    private ColouredItems() {}

    static Snapshot colour(Snapshot data) {
        AttributeTable.Builder rows = new AttributeTable.Builder(ITEMS, "ITEM_ID");
        for (int item = 0; item < data.items().size(); item++) {
            boolean even = item % 2 == 0;
            rows.add(new Object[] {
                data.items().id(item),
                even ? "crimson rose" : "azure sky",
                even ? "a flower for the garden" : "high above " + "all clouds",
                even ? "red" : "blue"
            });
        }
        return data.withItemAttributes(rows);
    }
}
