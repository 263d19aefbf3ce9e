package dev.personalize.internal.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.AttributeVersion;
import dev.personalize.ingest.Durability;
import dev.personalize.ingest.ImportMode;
import dev.personalize.internal.catalog.Catalog;
import dev.personalize.internal.catalog.GroupManifest;
import dev.personalize.math.Parallel;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import dev.personalize.storage.HeapStorage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The records in memory follow whatever changes them on disk. */
class RecordsTest {
    private static final String NOW = "2026-01-01T00:00:00Z";
    private static final Schema ITEMS = items("");
    private static final Schema MORE_ITEMS = items("{\"name\": \"COLOUR\", \"type\": [\"null\", \"string\"]},");

    private final HeapStorage storage = new HeapStorage();

    private static Schema items(String more) {
        return Schema.parse("""
                {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
                 "fields": [{"name": "ITEM_ID", "type": "string"}, %s {"name": "PRICE", "type": ["null", "int"]}]}""".formatted(more));
    }

    private GroupData open() {
        Catalog catalog = new Catalog(storage);
        String path = "shop/group.json";
        GroupManifest manifest = catalog.find(path, GroupManifest.class).orElse(GroupManifest.empty("shop", NOW));
        DataSettings settings =
                new DataSettings(storage, catalog, Runnable::run, Parallel::ofProcessors, () -> NOW, 1000, 100);
        return new GroupData(manifest, path, "shop", settings, name -> name.equals("more") ? MORE_ITEMS : ITEMS);
    }

    private static void put(GroupData data, @Nullable Object... row) {
        data.put(DatasetType.ITEMS, List.<@Nullable Object[]>of(row), Durability.FORCED);
    }

    private static void load(GroupData data, ImportMode mode, @Nullable Object... row) {
        data.store(DatasetType.ITEMS, mode, "job", rows -> {
            rows.append(row);
            return 1;
        });
    }

    private static Map<String, String> prices(GroupData data) {
        AttributeVersion now = data.records(DatasetType.ITEMS).orElseThrow();
        int price = now.schema().position("PRICE");
        Map<String, String> prices = new TreeMap<>();
        for (int row = 0; row < now.rows(); row++) {
            prices.put(now.id(row), String.valueOf(now.value(price, row)));
        }
        return prices;
    }

    @Test
    void puts_imports_deletions_and_a_new_schema_are_known_at_once() {
        try (GroupData data = open()) {
            assertThat(data.records(DatasetType.ITEMS)).isEmpty();
            data.create(DatasetType.ITEMS, "items", ITEMS);
            assertThat(prices(data)).isEmpty();

            put(data, "tea", 3);
            put(data, "milk", null);
            assertThat(prices(data)).isEqualTo(Map.of("tea", "3", "milk", "null"));

            load(data, ImportMode.FULL, "cake", 5);
            put(data, "tea", 4);
            assertThat(prices(data)).isEqualTo(Map.of("tea", "4", "milk", "null", "cake", "5"));

            data.delete(new RowDeletion(Set.of(), Set.of("milk"), Set.of(), Set.of()), "deletion");
            assertThat(prices(data)).isEqualTo(Map.of("tea", "4", "cake", "5"));

            AttributeVersion before = data.records(DatasetType.ITEMS).orElseThrow();
            data.replaceSchema(DatasetType.ITEMS, "more", MORE_ITEMS);
            put(data, "tea", "green", 6);
            AttributeVersion after = data.records(DatasetType.ITEMS).orElseThrow();
            assertThat(prices(data)).isEqualTo(Map.of("tea", "6", "cake", "5"));
            assertThat(after.value(1, after.row("tea"))).isEqualTo("green");
            assertThat(before.value(1, before.row("tea"))).isEqualTo(4);
        }
        try (GroupData data = open()) {
            assertThat(prices(data)).isEqualTo(Map.of("tea", "6", "cake", "5"));
            data.delete(DatasetType.ITEMS);
            assertThat(data.records(DatasetType.ITEMS)).isEmpty();
        }
    }

    @Test
    void there_are_no_records_of_events() {
        try (GroupData data = open()) {
            data.create(
                    DatasetType.INTERACTIONS,
                    "events",
                    Schema.derive(DatasetType.INTERACTIONS, List.of("USER_ID", "ITEM_ID", "TIMESTAMP")));
            assertThat(data.records(DatasetType.INTERACTIONS)).isEmpty();
        }
    }
}
