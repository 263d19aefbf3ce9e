package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.DatasetGroup;
import dev.personalize.Filter;
import dev.personalize.Limits;
import dev.personalize.Personalize;
import dev.personalize.Status;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import dev.personalize.storage.HeapStorage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Filters as resources of a group: features H09 and K08. */
class FilterTest {
    private static final String BOUGHT = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Purchase\")";
    private static final String CHEAP = "INCLUDE ItemID WHERE Items.price < $MAX";

    private final HeapStorage storage = new HeapStorage();

    private Personalize open(long second, Limits limits) {
        return Personalize.builder()
                .clock(Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC))
                .limits(limits)
                .open(storage);
    }

    private static DatasetGroup shop(Personalize personalize) {
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        shop.createDataset(Shop.INTERACTIONS);
        shop.createDataset(Shop.ITEMS);
        return shop;
    }

    @Test
    void a_filter_changes_in_place_and_is_found_again() {
        try (Personalize personalize = open(10, Limits.defaults())) {
            DatasetGroup shop = shop(personalize);
            Filter created = shop.createFilter("Fresh", BOUGHT);
            shop.createFilter("cheap", CHEAP);
            assertThat(shop.filter("Fresh")).isSameAs(created);
            assertThat(created.updated()).isEqualTo(created.created()).isEqualTo(Instant.ofEpochSecond(10));
        }
        try (Personalize personalize = open(20, Limits.defaults())) {
            Filter fresh = personalize.datasetGroup("shop").filter("Fresh");
            assertThat(fresh.expression()).isEqualTo(BOUGHT);
            fresh.update(CHEAP);
            assertThat(fresh.expression()).isEqualTo(CHEAP);
        }
        try (Personalize personalize = open(30, Limits.defaults())) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            assertThat(shop.filters()).extracting(Filter::name).containsExactly("Fresh", "cheap");
            assertThat(shop.filters().get(0)).satisfies(fresh -> {
                assertThat(fresh.expression()).isEqualTo(CHEAP);
                assertThat(fresh.parameters()).containsExactly("MAX");
                assertThat(fresh.created()).isEqualTo(Instant.ofEpochSecond(10));
                assertThat(fresh.updated()).isEqualTo(Instant.ofEpochSecond(20));
                assertThat(fresh.status()).isEqualTo(Status.ACTIVE);
            });
        }
    }

    @Test
    void what_is_no_filter_of_the_group_is_not_stored() {
        try (Personalize personalize = open(10, Limits.defaults())) {
            DatasetGroup shop = shop(personalize);
            Filter cheap = shop.createFilter("cheap", CHEAP);

            assertThatThrownBy(() -> shop.createFilter("cheap", BOUGHT))
                    .isInstanceOf(ResourceAlreadyExistsException.class);
            assertThatThrownBy(() -> shop.createFilter("x", "INCLUDE ItemID WHERE"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("column 21");
            assertThatThrownBy(() -> cheap.update("INCLUDE ItemID WHERE Items.COLOUR IN (\"red\")"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("no field 'COLOUR'");
            assertThatThrownBy(() -> shop.createFilter("x", "INCLUDE UserID WHERE Users.AGE > 3"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("no users dataset");
            assertThat(shop.filters()).extracting(Filter::expression).containsExactly(CHEAP);
        }
    }

    @Test
    void a_deleted_filter_is_gone() {
        try (Personalize personalize = open(10, Limits.defaults())) {
            DatasetGroup shop = shop(personalize);
            Filter cheap = shop.createFilter("cheap", CHEAP);

            shop.deleteFilter("cheap");

            assertThat(shop.filters()).isEmpty();
            assertThat(shop.findFilter("cheap")).isEmpty();
            assertThatThrownBy(() -> cheap.update(BOUGHT)).isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> shop.deleteFilter("cheap")).isInstanceOf(ResourceNotFoundException.class);
            shop.createFilter("cheap", BOUGHT);
        }
    }

    @Test
    void a_dataset_that_a_filter_reads_stays_and_so_do_its_fields() {
        try (Personalize personalize = open(10, Limits.defaults())) {
            DatasetGroup shop = shop(personalize);
            Filter cheap = shop.createFilter("cheap", CHEAP);

            assertThatThrownBy(() -> shop.deleteDataset(DatasetType.ITEMS))
                    .isInstanceOf(ResourceInUseException.class)
                    .hasMessageContaining("filter 'cheap' reads it");
            Schema withoutPrice = Schema.parse("""
                    {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
                     "fields": [{"name": "ITEM_ID", "type": "string"},
                                {"name": "NAME", "type": ["null", "string"], "categorical": true}]}""");
            assertThatThrownBy(() -> shop.dataset(DatasetType.ITEMS)
                            .replaceSchema(personalize.createSchema("other", withoutPrice)))
                    .isInstanceOf(InvalidInputException.class);

            cheap.update(BOUGHT);
            shop.deleteDataset(DatasetType.ITEMS);
            assertThatThrownBy(() -> shop.deleteDataset(DatasetType.INTERACTIONS))
                    .isInstanceOf(ResourceInUseException.class);
            assertThatThrownBy(() -> personalize.deleteDatasetGroup("shop"))
                    .isInstanceOf(ResourceInUseException.class)
                    .hasMessageContaining("filter 'cheap'");
        }
    }

    @Test
    void the_limits_of_the_service_hold_and_can_be_changed() {
        Limits narrow = Limits.builder()
                .filters(3)
                .filterCharacters(BOUGHT.length())
                .fieldsPerFilter(2)
                .fieldsOfAllFilters(2)
                .build();
        try (Personalize personalize = open(10, narrow)) {
            DatasetGroup shop = shop(personalize);
            shop.createFilter("bought", BOUGHT);

            assertThatThrownBy(() -> shop.createFilter("long", BOUGHT + " "))
                    .isInstanceOf(LimitExceededException.class)
                    .hasMessageContaining("filterCharacters");
            assertThatThrownBy(() -> shop.createFilter("two", "INCLUDE ItemID WHERE Items.PRICE=1 OR Items.NAME='x'"))
                    .isInstanceOf(LimitExceededException.class)
                    .hasMessageContaining("fieldsOfAllFilters");
            shop.createFilter("cheap", CHEAP);
            Filter dear = shop.createFilter("dear", "EXCLUDE ItemID WHERE Items.PRICE < 3");
            assertThatThrownBy(() -> shop.createFilter("more", CHEAP))
                    .isInstanceOf(LimitExceededException.class)
                    .hasMessageContaining("Limits.filters");
            assertThatThrownBy(() -> dear.update("EXCLUDE ItemID WHERE Items.NAME IN ('x')"))
                    .isInstanceOf(LimitExceededException.class);
            dear.update("EXCLUDE ItemID WHERE Items.PRICE < 4");
        }
        try (Personalize personalize = open(
                10, narrow.toBuilder().fieldsPerFilter(1).fieldsOfAllFilters(9).build())) {
            assertThatThrownBy(() -> personalize
                            .datasetGroup("shop")
                            .filter("dear")
                            .update("INCLUDE ItemID WHERE Items.PRICE=1 OR Items.NAME='x'"))
                    .isInstanceOf(LimitExceededException.class)
                    .hasMessageContaining("fieldsPerFilter");
        }
    }
}
