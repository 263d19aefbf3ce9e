package dev.personalize.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaParseTest {
    private static final String EVENT = "{'name':'USER_ID','type':'string'},{'name':'ITEM_ID','type':'string'},"
            + "{'name':'TIMESTAMP','type':'long'}";
    private static final String ITEM = "{'name':'ITEM_ID','type':'string'}";
    private static final String USER = "{'name':'USER_ID','type':'string'}";
    private static final String ACTION = "{'name':'ACTION_ID','type':'string'}";
    private static final String ACTION_EVENT =
            USER + "," + ACTION + ",{'name':'EVENT_TYPE','type':'string'},{'name':'TIMESTAMP','type':'long'}";
    private static final String AGE = "{'name':'AGE','type':'int'}";

    private static String json(String name, String... fields) {
        return ("{'type':'record','name':'" + name + "','namespace':'com.amazonaws.personalize.schema','fields':["
                        + String.join(",", fields) + "],'version':'1.0'}")
                .replace('\'', '"');
    }

    private static void assertRefused(String json, String... parts) {
        assertThatThrownBy(() -> Schema.parse(json))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .contains(parts);
    }

    @Test
    void reads_every_type_attribute_and_both_orders_of_a_union() {
        String text = json(
                "Items",
                ITEM,
                "{'name':'GENRES','type':['null','string'],'categorical':true}",
                "{'name':'DESCRIPTION','type':['string','null'],'textual':true}",
                "{'name':'TITLE','type':'string','itemName':true}",
                "{'name':'A','type':'int'}",
                "{'name':'B','type':'float'}",
                "{'name':'C','type':'double'}",
                "{'name':'D','type':'boolean'}",
                "{'name':'CREATION_TIMESTAMP','type':'long'}");

        Schema schema = Schema.parse(text);

        assertThat(schema.type()).isEqualTo(DatasetType.ITEMS);
        assertThat(schema.toJson()).isEqualTo(text);
        assertThat(schema.position("TITLE")).isEqualTo(3);
        assertThat(schema.fields())
                .containsExactly(
                        new Field("ITEM_ID", FieldType.STRING, false, false, false, false),
                        new Field("GENRES", FieldType.STRING, true, true, false, false),
                        new Field("DESCRIPTION", FieldType.STRING, true, false, true, false),
                        new Field("TITLE", FieldType.STRING, false, false, false, true),
                        new Field("A", FieldType.INT, false, false, false, false),
                        new Field("B", FieldType.FLOAT, false, false, false, false),
                        new Field("C", FieldType.DOUBLE, false, false, false, false),
                        new Field("D", FieldType.BOOLEAN, false, false, false, false),
                        new Field("CREATION_TIMESTAMP", FieldType.LONG, false, false, false, false));
    }

    @Test
    void namespace_and_version_may_be_absent_but_not_different() {
        String bare = json("Interactions", EVENT)
                .replace("\"namespace\":\"com.amazonaws.personalize.schema\",", "")
                .replace(",\"version\":\"1.0\"", "");

        assertThat(Schema.parse(bare).type()).isEqualTo(DatasetType.INTERACTIONS);
        assertRefused(json("Interactions", EVENT).replace("com.amazonaws", "org.example"), "namespace", "org.example");
        assertRefused(json("Interactions", EVENT).replace("1.0", "2.0"), "version", "2.0", "1.0");
    }

    @Test
    void a_text_that_is_no_schema_is_refused_with_its_place() {
        assertRefused("{\"type\": \"record\",\n oops}", "not valid JSON", "line 2");
        assertRefused("[]", "must be a JSON object");
        assertRefused("{\"type\":\"record\",\"type\":\"record\"}", "not valid JSON", "type");
        assertRefused(json("Interactions", EVENT) + "{}", "not valid JSON");
        assertRefused(json("Movies", ITEM), "\"Movies\"", "Interactions, Items, Users");
        assertRefused(json("Items", ITEM).replace("record", "enum"), "\"type\"", "\"enum\"", "\"record\"");
        assertRefused("{\"type\":\"record\",\"name\":\"Items\"}", "fields");
        assertRefused(json("Users", USER, "{'type':'int'}"), "field 2", "name");
        assertRefused(json("Users", USER, AGE) + " ".repeat(20_000), "20000");
    }

    @Test
    void nested_json_is_refused_however_deep() {
        for (int depth : new int[] {5, 15, 100, 9000}) {
            String list = "[".repeat(depth) + "]".repeat(depth);

            assertRefused(list, "schema");
            assertRefused("[".repeat(depth), "not valid JSON");
            assertRefused("{\"a\":".repeat(depth / 5) + "1" + "}".repeat(depth / 5), "schema");
            assertRefused(json("Users", USER, "{'name':'X','type':" + list + "}"), depth < 20 ? "field 'X'" : "JSON");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'type':'array','items':'string'}",
                "{'type':'map','values':'string'}",
                "{'type':'record','name':'X','fields':[]}",
                "'bytes'",
                "'null'",
                "['string']",
                "['null','null']",
                "['int','string']",
                "['null','string','int']",
                "['null',['string']]",
                "['null',{'type':'array','items':'string'}]"
            },
            quoteCharacter = '`')
    void only_flat_types_and_unions_with_null_are_allowed(String type) {
        assertRefused(json("Users", USER, "{'name':'TAGS','type':" + type + "}"), "field 'TAGS'");
    }

    @Test
    void a_name_is_a_letter_or_underscore_then_letters_digits_and_underscores_up_to_150() {
        String longest = "A".repeat(150);

        assertThat(Schema.parse(json("Users", USER, "{'name':'" + longest + "','type':'int'}"))
                        .has(longest))
                .isTrue();
        assertThat(Schema.parse(json("Users", USER, "{'name':'_a1','type':'int'}"))
                        .has("_a1"))
                .isTrue();
        assertRefused(json("Users", USER, "{'name':'" + longest + "A','type':'int'}"), "151", "150");
        for (String bad : List.of("1A", "A-B", "A B", "Ä", "")) {
            assertRefused(json("Users", USER, "{'name':'" + bad + "','type':'int'}"), "field '" + bad + "'", "rename");
        }
    }

    @Test
    void names_are_compared_without_underscores() {
        assertRefused(
                json("Users", USER, "{'name':'GENRES_FIELD_1','type':'int'}", "{'name':'GENRESFIELD1','type':'int'}"),
                "GENRES_FIELD_1",
                "GENRESFIELD1",
                "underscores");
        assertRefused(json("Users", USER, AGE, AGE), "'AGE'");
    }

    @Test
    void required_fields_are_all_named_when_missing() {
        assertRefused(json("Interactions", ITEM), "USER_ID", "TIMESTAMP", "Interactions");
        assertRefused(json("Items", AGE), "[ITEM_ID]");
        assertRefused(json("Users", AGE), "[USER_ID]");
    }

    @Test
    void reserved_fields_keep_their_type() {
        assertRefused(json("Interactions", EVENT.replace("long", "string")), "'TIMESTAMP'", "\"long\"", "\"string\"");
        assertRefused(json("Interactions", EVENT, "{'name':'EVENT_VALUE','type':'double'}"), "'EVENT_VALUE'", "float");
        assertRefused(json("Items", ITEM, AGE, "{'name':'CREATION_TIMESTAMP','type':'float'}"), "CREATION_TIMESTAMP");
        assertRefused(json("Interactions", EVENT, "{'name':'IMPRESSION','type':'int'}"), "'IMPRESSION'");
        assertRefused(
                json("Interactions", EVENT, "{'name':'EVENT_TYPE','type':['null','string']}"),
                "'EVENT_TYPE'",
                "nullable");
        assertRefused(
                json("Users", "{'name':'USER_ID','type':['null','string']}", AGE), "'USER_ID'", "must not be nullable");
        assertRefused(
                json("Interactions", EVENT, "{'name':'EVENT_TYPE','type':'string','categorical':true}"),
                "'EVENT_TYPE'",
                "categorical");
    }

    @Test
    void optional_reserved_fields_may_be_nullable_or_not() {
        Schema schema = Schema.parse(json(
                "Interactions",
                EVENT,
                "{'name':'EVENT_TYPE','type':'string'}",
                "{'name':'EVENT_VALUE','type':['float','null']}",
                "{'name':'IMPRESSION','type':'string'}",
                "{'name':'RECOMMENDATION_ID','type':['null','string']}",
                "{'name':'EVENT_ATTRIBUTION_SOURCE','type':['null','string']}"));

        assertThat(schema.fields()).extracting(Field::nullable).endsWith(false, true, false, true, true);
    }

    @Test
    void attributes_belong_to_strings_and_textual_and_item_name_to_items() {
        assertRefused(json("Users", USER, "{'name':'AGE','type':'int','categorical':true}"), "'AGE'", "int");
        assertRefused(json("Users", USER, "{'name':'BIO','type':'string','textual':true}"), "'BIO'", "Items");
        assertRefused(json("Users", USER, "{'name':'NAME','type':'string','itemName':true}"), "'NAME'", "Items");
        assertRefused(json("Users", USER, "{'name':'S','type':'string','categorical':'true'}"), "'S'", "true or false");
        assertRefused(
                json("Items", ITEM, "{'name':'T','type':'string','textual':true,'categorical':true}"), "'T'", "both");
    }

    @Test
    void at_most_one_field_is_textual_and_one_the_item_name() {
        assertRefused(
                json(
                        "Items",
                        ITEM,
                        "{'name':'A','type':'string','textual':true}",
                        "{'name':'B','type':'string','textual':true}"),
                "[A, B]",
                "textual");
        assertRefused(
                json(
                        "Items",
                        ITEM,
                        AGE,
                        "{'name':'A','type':'string','itemName':true}",
                        "{'name':'B','type':'string','itemName':true}"),
                "[A, B]",
                "itemName");
    }

    @ParameterizedTest
    @CsvSource({"Users, 25", "Items, 100", "Interactions, 5", "Actions, 10", "ActionInteractions, 5"})
    void metadata_fields_are_limited_and_reserved_ones_do_not_count(String dataset, int limit) {
        String head = switch (DatasetType.of(dataset)) {
            case USERS -> USER;
            case ITEMS -> ITEM + ",{'name':'CREATION_TIMESTAMP','type':'long'}";
            case INTERACTIONS -> EVENT + ",{'name':'EVENT_TYPE','type':'string'},{'name':'EVENT_VALUE','type':'float'}";
            case ACTIONS -> ACTION + ",{'name':'VALUE','type':'long'},{'name':'TYPE','type':'string'}";
            case ACTION_INTERACTIONS -> ACTION_EVENT + ",{'name':'IMPRESSION','type':'string'}";
        };

        assertThat(Schema.parse(json(dataset, head, numbers(limit))).has("N" + limit))
                .isTrue();
        assertRefused(json(dataset, head, numbers(limit + 1)), (limit + 1) + " metadata", "'N" + (limit + 1) + "'");
    }

    private static String numbers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "{'name':'N" + i + "','type':'float'}")
                .collect(Collectors.joining(","));
    }

    @Test
    void actions_have_a_value_a_type_an_expiration_and_a_repeat_frequency() {
        String nullable = "','type':['null','long']}";
        Schema schema = Schema.parse(json(
                "Actions",
                ACTION,
                "{'name':'VALUE" + nullable,
                "{'name':'TYPE','type':['null','string']}",
                "{'name':'EXPIRATION_TIMESTAMP" + nullable,
                "{'name':'REPEAT_FREQUENCY" + nullable,
                "{'name':'CREATION_TIMESTAMP" + nullable,
                "{'name':'LEVEL','type':'string','categorical':true}"));

        assertThat(schema.type()).isEqualTo(DatasetType.ACTIONS);
        assertThat(Schema.parse(json("Actions", ACTION, AGE, "{'name':'ACTION_EXPIRATION_TIMESTAMP" + nullable))
                        .fields())
                .hasSize(3);
        assertRefused(json("Actions", ACTION, AGE, "{'name':'VALUE','type':'int'}"), "'VALUE'", "\"long\"");
        assertRefused(
                json(
                        "Actions",
                        ACTION,
                        AGE,
                        "{'name':'EXPIRATION_TIMESTAMP" + nullable,
                        "{'name':'ACTION_EXPIRATION_TIMESTAMP" + nullable),
                "'ACTION_EXPIRATION_TIMESTAMP'",
                "keep one");
        assertRefused(json("Actions", ACTION, "{'name':'VALUE','type':'long'}"), "no metadata field");
        assertRefused(json("Actions", AGE), "[ACTION_ID]");
    }

    @Test
    void action_interactions_need_an_event_type() {
        assertThat(Schema.parse(json("ActionInteractions", ACTION_EVENT)).fields())
                .hasSize(4);
        assertRefused(
                json("ActionInteractions", USER, ACTION, "{'name':'TIMESTAMP','type':'long'}"), "lacks", "EVENT_TYPE");
    }

    @ParameterizedTest
    @CsvSource({
        "Interactions, INTERACTIONS",
        "items, ITEMS",
        "USERS, USERS",
        "Actions, ACTIONS",
        "Action_Interactions, ACTION_INTERACTIONS",
        "ActionInteractions, ACTION_INTERACTIONS"
    })
    void a_type_is_found_by_the_name_the_service_gives_it(String name, DatasetType type) {
        assertThat(DatasetType.of(name)).isEqualTo(type);
    }

    @Test
    void an_unknown_type_is_refused_and_the_known_ones_named() {
        assertThatThrownBy(() -> DatasetType.of("Movies"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'Movies'")
                .hasMessageContaining("Interactions, Items, Users, Actions, Action_Interactions");
    }

    @Test
    void rows_of_items_users_and_actions_have_an_id() {
        assertThat(DatasetType.values())
                .filteredOn(DatasetType::keyed)
                .extracting(DatasetType::idField)
                .containsExactly("ITEM_ID", "USER_ID", "ACTION_ID");
        assertThatThrownBy(DatasetType.ACTION_INTERACTIONS::idField)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("action_interactions");
    }

    @Test
    void items_and_users_need_a_metadata_field_to_train_on() {
        assertRefused(json("Items", ITEM), "no metadata field", "textual");
        assertRefused(json("Items", ITEM, "{'name':'CREATION_TIMESTAMP','type':'long'}"), "no metadata field");
        assertRefused(json("Users", USER, "{'name':'NOTE','type':'string'}"), "no metadata field");
        assertThat(Schema.parse(json("Users", USER, AGE)).has("AGE")).isTrue();
        assertThat(Schema.parse(json("Interactions", EVENT)).fields()).hasSize(3);
    }

    @Test
    void a_derived_schema_gives_prescribed_types_and_nullable_strings() {
        Schema interactions = Schema.derive(
                DatasetType.INTERACTIONS,
                List.of("TIMESTAMP", "USER_ID", "ITEM_ID", "EVENT_TYPE", "EVENT_VALUE", "DEVICE"));
        Schema items = Schema.derive(DatasetType.ITEMS, List.of("ITEM_ID", "GENRES", "CREATION_TIMESTAMP"));

        assertThat(interactions.fields())
                .containsExactly(
                        new Field("TIMESTAMP", FieldType.LONG, false, false, false, false),
                        new Field("USER_ID", FieldType.STRING, false, false, false, false),
                        new Field("ITEM_ID", FieldType.STRING, false, false, false, false),
                        new Field("EVENT_TYPE", FieldType.STRING, false, false, false, false),
                        new Field("EVENT_VALUE", FieldType.FLOAT, true, false, false, false),
                        new Field("DEVICE", FieldType.STRING, true, false, false, false));
        assertThat(items.fields())
                .containsExactly(
                        new Field("ITEM_ID", FieldType.STRING, false, false, false, false),
                        new Field("GENRES", FieldType.STRING, true, true, false, false),
                        new Field("CREATION_TIMESTAMP", FieldType.LONG, true, false, false, false));
        assertThat(Schema.parse(items.toJson()).fields()).isEqualTo(items.fields());
    }

    @Test
    void a_header_without_required_columns_derives_nothing() {
        assertThatThrownBy(() -> Schema.derive(DatasetType.INTERACTIONS, List.of("USER_ID", "MOVIE")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("[ITEM_ID, TIMESTAMP]");
    }
}
