package dev.personalize.filter;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an expression fits the datasets of a group: behaviour reference §8.2. */
class FilterCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "Items.COLOUR IN ('red') ~ Items has no field 'COLOUR'; its fields are [ITEM_ID, YEAR",
                "Items.NEW = 1 ~ boolean, which no filter can ask: make it a string column with \"True\" and \"False\"",
                "Items.STORY IN ('x') ~ textual, which no filter can ask",
                "Items.GENRES > 3 ~ is a string, and > compares numbers",
                "Items.GENRES IN (3) ~ write \"3\" in quotes",
                "Items.YEAR = 'old' ~ Items.YEAR is a number, and \"old\" is none",
                "Items.YEAR = CurrentItem.BRAND ~ a number is compared with a string: Items.YEAR is the number",
                "Items.YEAR = CurrentItem.COLOUR ~ no field 'COLOUR'",
                "Items.YEAR = 1 IF CurrentUser.COLOUR = 1 ~ Users has no field 'COLOUR'",
                "Interactions.EVENT_TYPE IN (3) ~ event types are texts",
            })
    void a_field_that_cannot_be_asked_is_named_with_what_to_do(String condition, String message) {
        FilterExpression filter = FilterExpression.parse("INCLUDE ItemID WHERE " + condition);

        assertThatThrownBy(() -> filter.check(Tables.SCHEMAS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("filter expression, column ")
                .hasMessageContaining(message);
    }

    @Test
    void a_dataset_that_is_not_there_is_named() {
        FilterExpression filter = FilterExpression.parse("INCLUDE ItemID WHERE Items.YEAR = 1 IF CurrentUser.YEAR = 1");

        assertThatThrownBy(() -> filter.check(Map.of(DatasetType.ITEMS, Tables.ITEMS)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("column 40")
                .hasMessageContaining("no users dataset, which CurrentUser.YEAR needs");
    }

    @Test
    void fields_that_differ_only_in_case_are_written_exactly() {
        Schema schema = Schema.parse("""
                {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
                 "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "Year", "type": "int"},
                            {"name": "YEAR", "type": "int"}]}""");
        Map<DatasetType, Schema> schemas = Map.of(DatasetType.ITEMS, schema);

        assertThatCode(() -> FilterExpression.parse("INCLUDE ItemID WHERE Items.Year = 1")
                        .check(schemas))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> FilterExpression.parse("INCLUDE ItemID WHERE Items.year = 1")
                        .check(schemas))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("several fields 'year'");
    }
}
