package dev.personalize.schema;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import org.junit.jupiter.api.Test;

/** By which schema another may be replaced. */
class SchemaReplacementTest {
    private static final String ID = "{'name':'ITEM_ID','type':'string'}";
    private static final String GENRES = "{'name':'GENRES','type':['string','null'],'categorical':true}";

    private static Schema schema(String name, String... fields) {
        return Schema.parse(("{'type':'record','name':'" + name + "','fields':[" + String.join(",", fields) + "]}")
                .replace('\'', '"'));
    }

    private static void assertRefused(Schema old, Schema next, String... parts) {
        assertThatThrownBy(() -> old.requireReplaceableBy(next))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .contains(parts);
    }

    @Test
    void nullable_fields_may_be_added_anywhere() {
        Schema old = schema("Items", ID, GENRES);

        assertThatCode(() -> old.requireReplaceableBy(
                        schema("Items", "{'name':'PRICE','type':['null','float']}", GENRES, ID)))
                .doesNotThrowAnyException();
        assertThatCode(() -> old.requireReplaceableBy(old)).doesNotThrowAnyException();
        assertRefused(
                old,
                schema("Items", ID, GENRES, "{'name':'PRICE','type':'float'}"),
                "'PRICE'",
                "nullable",
                "[\"float\", \"null\"]");
    }

    @Test
    void no_field_goes_or_changes() {
        Schema old = schema("Items", ID, GENRES);

        assertRefused(old, schema("Items", ID, "{'name':'PRICE','type':['null','float']}"), "'GENRES'", "missing");
        for (String changed : new String[] {
            "{'name':'GENRES','type':'string','categorical':true}",
            "{'name':'GENRES','type':['string','null'],'textual':true}",
            "{'name':'GENRES','type':['int','null']}"
        }) {
            assertRefused(old, schema("Items", ID, changed), "'GENRES'", "a nullable string, categorical", "become");
        }
    }

    @Test
    void only_schemas_of_items_and_users_are_replaced_and_by_their_own_kind() {
        Schema users = schema("Users", "{'name':'USER_ID','type':'string'}", GENRES);
        Schema actions = schema("Actions", "{'name':'ACTION_ID','type':'string'}", GENRES);

        assertThatCode(() -> users.requireReplaceableBy(users)).doesNotThrowAnyException();
        assertRefused(actions, actions, "Actions", "Items and Users");
        assertRefused(schema("Items", ID, GENRES), users, "Items", "Users");
    }
}
