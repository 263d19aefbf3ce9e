package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How properties become values of a row. */
class RowPropertiesTest {
    private static final Schema EVENTS = Rows.schema(
            "Interactions",
            "USER_ID:string",
            "ITEM_ID:string",
            "TIMESTAMP:long",
            "EVENT_TYPE:string",
            "DEVICE:string?",
            "NUM_RATINGS:int?");
    private static final Schema ITEMS = Rows.schema(
            "Items",
            "ITEM_ID:string",
            "GENRES:string?#categorical",
            "CREATION_TIMESTAMP:long?",
            "PRICE:float?",
            "TEXT:string?#textual",
            "GENRE_L2:string?",
            "STOCK:int");
    private static final String PLACE = "event 3";

    private final RowProperties events = new RowProperties(EVENTS.streamed());
    private final RowProperties items = new RowProperties(ITEMS);

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidInputException.class)
                .message()
                .startsWith(PLACE + ": ")
                .contains(parts);
    }

    private @Nullable Object filled(Schema schema, String field, Map<String, ?> properties) {
        @Nullable Object[] row = new Object[schema.fields().size()];
        new RowProperties(schema).fill(row, properties, PLACE);
        return row[schema.position(field)];
    }

    @Test
    void a_key_is_the_column_in_camel_case_or_the_column_itself() {
        assertThat(items.keyedRow(
                        "i",
                        Map.of("genres", "a|b", "creationTimestamp", 5, "PRICE", 1.5, "genreL2", "c", "stock", 7),
                        PLACE))
                .containsExactly("i", "a|b", 5L, 1.5f, null, "c", 7);
    }

    @ParameterizedTest
    @CsvSource({
        "NUM_RATINGS, numRatings",
        "GENRES, genres",
        "GENRE_L2, genreL2",
        "A_B_C, aBC",
        "_A__B_, aB",
        "price, price",
        "Price, price"
    })
    void camel_case_has_a_capital_where_an_underscore_was(String column, String key) {
        assertThat(PropertyKeys.camelCase(column)).isEqualTo(key);
    }

    @Test
    void columns_with_one_camel_case_name_are_told_apart_by_their_own_names() {
        Schema schema = Rows.schema("Users", "USER_ID:string", "AB:int?", "ab:int?", "CD:int?", "Cd:int?");

        assertThat(filled(schema, "ab", Map.of("ab", 1))).isEqualTo(1);
        assertThat(filled(schema, "AB", Map.of("AB", 1))).isEqualTo(1);
        assertThat(filled(schema, "Cd", Map.of("Cd", 1))).isEqualTo(1);
        assertRefused(() -> filled(schema, "CD", Map.of("cd", 1)), "'cd' is unknown", "[AB, ab, CD, Cd]");
    }

    @Test
    void any_number_is_converted_to_the_type_of_its_column() {
        List<Number> fives =
                List.of(5, 5L, (short) 5, (byte) 5, new AtomicLong(5), BigInteger.valueOf(5), new BigDecimal("5"));
        for (Number five : fives) {
            assertThat(filled(Rows.everyType(), "I", Map.of("i", five))).isEqualTo(5);
            assertThat(filled(Rows.everyType(), "L", Map.of("l", five))).isEqualTo(5L);
            assertThat(filled(Rows.everyType(), "F", Map.of("f", five))).isEqualTo(5f);
            assertThat(filled(Rows.everyType(), "D", Map.of("d", five))).isEqualTo(5d);
        }
        assertThat(filled(Rows.everyType(), "F", Map.of("f", 0.1))).isEqualTo(0.1f);
        assertThat(filled(Rows.everyType(), "D", Map.of("d", 0.1f))).isEqualTo(0.1);
        assertThat(filled(Rows.everyType(), "D", Map.of("d", "1e3"))).isEqualTo(1000.0);
        assertThat(filled(Rows.everyType(), "S", Map.of("s", 5))).isEqualTo("5");
        assertThat(filled(Rows.everyType(), "S", Map.of("s", true))).isEqualTo("true");
        assertThat(filled(Rows.everyType(), "B", Map.of("b", true))).isEqualTo(true);
        assertThat(filled(Rows.everyType(), "B", Map.of("b", "false"))).isEqualTo(false);
    }

    @Test
    void values_are_held_to_the_rules_of_csv_cells() {
        Schema every = Rows.everyType();
        assertRefused(() -> filled(every, "I", Map.of("i", 5.5)), "property 'i'", "'5.5'", "is not an int");
        assertRefused(() -> filled(every, "I", Map.of("i", 1L << 40)), "is not an int");
        assertRefused(() -> filled(every, "I", Map.of("i", true)), "'true'", "is not an int");
        assertRefused(() -> filled(every, "F", Map.of("f", Double.NaN)), "'NaN'", "is not a float");
        assertRefused(() -> filled(every, "F", Map.of("f", new BigDecimal("1e999999999"))), "is not a float");
        assertRefused(() -> filled(every, "L", Map.of("l", new BigDecimal("1e999999999"))), "is not a long");
        assertRefused(() -> filled(every, "S", Map.of("s", "x".repeat(1001))), "1001 characters", "1000");
        assertRefused(() -> filled(every, "S", Map.of("s", List.of("a", "b"))), "class java.util.", "|");
        assertRefused(
                () -> filled(ITEMS, "CREATION_TIMESTAMP", Map.of("creationTimestamp", 1692224007000L)), "milliseconds");
        assertThat(filled(ITEMS, "TEXT", Map.of("text", "<b>two</b>\nlines"))).isEqualTo("two lines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\n"})
    void a_line_break_is_refused_because_no_file_could_hold_it(String text) {
        assertRefused(() -> filled(EVENTS, "DEVICE", Map.of("device", text)), "property 'device'", "line break");
        assertRefused(() -> items.keyedRow(text, Map.of("stock", 1), PLACE), "ITEM_ID", "line break");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a\ude00b", "\ud83dx", "\ude00\ud83d"})
    void half_a_character_is_refused_because_it_would_become_a_question_mark(String text) {
        assertRefused(() -> filled(EVENTS, "DEVICE", Map.of("device", text)), "surrogate");
        assertThat(filled(EVENTS, "DEVICE", Map.of("device", "😀"))).isEqualTo("😀");
    }

    @Test
    void null_and_empty_text_are_no_value() {
        Map<String, @Nullable Object> none = new HashMap<>();
        none.put("device", null);

        assertThat(filled(EVENTS, "DEVICE", none)).isNull();
        assertThat(filled(EVENTS, "DEVICE", Map.of("device", ""))).isNull();
        assertThat(filled(EVENTS, "NUM_RATINGS", Map.of("numRatings", ""))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userId",
                "USERID",
                "USER_ID",
                "sessionid",
                "eventType",
                "EVENT_TYPE",
                "TIMESTAMP",
                "recommendationId",
                "Impression"
            })
    void what_an_event_says_outside_its_properties_is_not_allowed_in_them(String key) {
        assertRefused(() -> filled(EVENTS.streamed(), "DEVICE", Map.of(key, "x")), "'" + key + "'", "not allowed");
    }

    @Test
    void item_and_value_of_an_event_may_be_properties() {
        assertThat(filled(EVENTS.streamed(), "ITEM_ID", Map.of("itemId", "i"))).isEqualTo("i");
        assertThat(filled(EVENTS.streamed(), "EVENT_VALUE", Map.of("eventValue", 2)))
                .isEqualTo(2f);
    }

    @Test
    void the_librarys_own_fields_are_no_properties() {
        for (String key : List.of("__EVENT_ID", "eventId", "__SESSION_ID")) {
            assertRefused(() -> filled(EVENTS.streamed(), "DEVICE", Map.of(key, "x")), "'" + key + "'");
        }
    }

    @Test
    void the_id_of_a_record_is_not_allowed_in_its_properties() {
        assertRefused(() -> items.keyedRow("i", Map.of("itemId", "i", "stock", 1), PLACE), "'itemId'", "not allowed");
    }

    @Test
    void an_unknown_key_is_refused_with_the_nearest_and_all_that_are_known() {
        assertRefused(
                () -> filled(EVENTS.streamed(), "DEVICE", Map.of("numRating", 1)),
                "'numRating' is unknown; did you mean 'numRatings'?",
                "[itemId, device, numRatings, eventValue, eventAttributionSource]");
        assertRefused(() -> filled(EVENTS, "DEVICE", Map.of("x".repeat(20_000), 1)), "xxx…'", "The keys are");
    }

    @Test
    void a_value_that_is_in_the_row_already_must_be_the_same() {
        Schema streamed = EVENTS.streamed();
        @Nullable Object[] row = new Object[streamed.fields().size()];
        events.set(row, "ITEM_ID", "i", PLACE);

        events.fill(row, Map.of("itemId", "i"), PLACE);
        assertThat(row[streamed.position("ITEM_ID")]).isEqualTo("i");
        assertRefused(
                () -> events.fill(row, Map.of("itemId", "j"), PLACE), "'itemId' is 'j'", "ITEM_ID", "'i' already");
    }

    @Test
    void a_value_outside_the_properties_is_checked_too() {
        Schema actions = Rows.schema(
                        "ActionInteractions",
                        "USER_ID:string",
                        "ACTION_ID:string",
                        "EVENT_TYPE:string",
                        "TIMESTAMP:long")
                .streamed();
        @Nullable Object[] row = new Object[actions.fields().size()];
        RowProperties properties = new RowProperties(actions);

        properties.set(row, "EVENT_TYPE", "Not taken", PLACE);
        assertThat(row[actions.position("EVENT_TYPE")]).isEqualTo("NOT_TAKEN");
        assertRefused(() -> properties.set(row, "EVENT_TYPE", "seen", PLACE), "EVENT_TYPE: value 'seen'");
        assertRefused(() -> properties.set(row, "USER_ID", "x".repeat(257), PLACE), "257 characters");
    }

    @Test
    void a_row_is_complete_when_every_field_that_is_not_nullable_has_a_value() {
        assertRefused(() -> items.keyedRow("i", Map.of("genres", "a"), PLACE), "STOCK", "'stock'");
        assertRefused(() -> items.keyedRow("i", Map.of("stock", ""), PLACE), "'stock'", "not nullable");
    }

    @Test
    void an_id_has_1_to_256_characters() {
        assertThat(items.keyedRow("x".repeat(256), Map.of("stock", 1), PLACE)[0])
                .isEqualTo("x".repeat(256));
        assertRefused(() -> items.keyedRow("", Map.of("stock", 1), PLACE), "itemId is empty");
        assertRefused(() -> items.keyedRow("x".repeat(257), Map.of("stock", 1), PLACE), "257 characters", "256");
    }

    @Test
    void properties_may_be_json_in_a_string() {
        Map<String, @Nullable Object> parsed = RowProperties.parse(
                "{\"a\": \"x|y\", \"b\": 12, \"c\": 1.50, \"d\": true, \"e\": null, \"f\": 12345678901}", 100, PLACE);

        assertThat(parsed).containsExactlyEntriesOf(expected());
        assertThat(RowProperties.parse("{}", 2, PLACE)).isEmpty();
    }

    private static Map<String, @Nullable Object> expected() {
        Map<String, @Nullable Object> expected = new java.util.LinkedHashMap<>();
        expected.put("a", "x|y");
        expected.put("b", 12);
        expected.put("c", new BigDecimal("1.50"));
        expected.put("d", true);
        expected.put("e", null);
        expected.put("f", 12345678901L);
        return expected;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1,};not valid JSON, line 1",
                "{\"a\": 1, \"a\": 2};not valid JSON",
                "{\"a\": 1} x;not valid JSON",
                "{\"a\": NaN};not valid JSON",
                "{\"a\": 1e99999999999};not valid JSON",
                "[1];must be a JSON object",
                "``;must be a JSON object",
                "1;must be a JSON object",
                "{\"a\": [1]};'a' is a list",
                "{\"a\": {}};'a' is an object"
            })
    void other_json_is_refused(String json, String message) {
        assertRefused(() -> RowProperties.parse(json, 1024, PLACE), message);
    }

    @Test
    void long_and_deep_json_is_refused() {
        assertRefused(() -> RowProperties.parse("{}" + " ".repeat(1023), 1024, PLACE), "1025", "1024");
        assertRefused(() -> RowProperties.parse("{\"a\":".repeat(5000), 32_000, PLACE), "not valid JSON");
        assertRefused(() -> RowProperties.parse("{\"a\":" + "9".repeat(20_000) + "}", 32_000, PLACE), "not valid JSON");
    }
}
