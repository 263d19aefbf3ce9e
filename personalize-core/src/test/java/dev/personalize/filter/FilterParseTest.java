package dev.personalize.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an expression is and what is none: behaviour reference §8.1, features H01, H06, K07, K08. */
class FilterParseTest {
    private static FilterExpression parse(String text) {
        return FilterExpression.parse(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Purchase\")",
                "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)",
                "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN (\"click\", \"stream\")",
                "INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($CATS) AND Items.PRICE <= $MAX",
                "INCLUDE ItemID WHERE Items.YEAR >= 1970 AND Items.YEAR < 1980",
                "EXCLUDE ItemID WHERE Items.RATING IN (\"18+\") IF CurrentUser.AGE < 18 AND CurrentUser.COUNTRY IN (\"DE\")",
                "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.BRAND IN CurrentItem.BRAND",
                "INCLUDE ItemID WHERE Items.STOCK > 0 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"hide\")",
                "INCLUDE UserID WHERE Users.TIER IN (\"gold\", \"platinum\")",
                "EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN (\"TAKEN\") OR Actions.VALUE != 3",
                "INCLUDE ItemID WHERE Items.A NOT IN ($P, \"x\") AND (Items.B = 1 OR Items.C = -2.5)",
                "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Purchase\") WITHIN 7 DAYS",
                "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($TYPES) WITHIN $N HOURS OR Items.A IN (\"b\")",
                "INCLUDE ItemID WHERE Items.A IN (\"say \\\"hi\\\" \\\\ it's\")"
            })
    void an_expression_in_our_own_spelling_is_printed_as_it_was_read(String text) {
        assertThat(parse(text)).hasToString(text);
        assertThat(parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "include itemid where ITEMS.genre in ('a','b') ~ INCLUDE ItemID WHERE Items.genre IN (\"a\", \"b\")",
                "Exclude ITEMID Where interactions.event_type = 'x' ~ EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"x\")",
                "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN * ~ EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)",
                "INCLUDE ItemID WHERE Items.PRICE<=($MAX) ~ INCLUDE ItemID WHERE Items.PRICE <= $MAX",
                "INCLUDE ItemID WHERE Items.G IN $G ~ INCLUDE ItemID WHERE Items.G IN ($G)",
                "INCLUDE ItemID WHERE ((Items.A > 1)) ~ INCLUDE ItemID WHERE Items.A > 1",
                "INCLUDE ItemID WHERE Items.A = 1.50 ~ INCLUDE ItemID WHERE Items.A = 1.5",
                "EXCLUDE ActionID WHERE ActionInteractions.EVENT_TYPE IN ('t') within 1 day"
                        + " ~ EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN (\"t\") WITHIN 1 DAYS"
            })
    void other_spellings_mean_the_same(String text, String same) {
        assertThat(parse(text)).isEqualTo(parse(same)).hasSameHashCodeAs(parse(same));
    }

    @Test
    void AND_binds_tighter_than_OR() {
        String plain = "INCLUDE ItemID WHERE Items.A = 1 OR Items.B = 2 AND Items.C = 3";

        assertThat(parse(plain)).isEqualTo(parse("INCLUDE ItemID WHERE Items.A = 1 OR (Items.B = 2 AND Items.C = 3)"));
        assertThat(parse(plain))
                .isNotEqualTo(parse("INCLUDE ItemID WHERE (Items.A = 1 OR Items.B = 2) AND Items.C = 3"));
    }

    @Test
    void it_tells_its_parameters_and_the_columns_it_reads() {
        FilterExpression filter =
                parse("INCLUDE ItemID WHERE Items.Price < CurrentItem.PRICE AND items.Brand IN ($Brand, $brand)"
                        + " IF CurrentUser.AGE > $Age"
                        + " | EXCLUDE ItemID WHERE Interactions.event_type IN ($Brand) WITHIN $Days DAYS");

        assertThat(filter.parameters()).containsExactly("Brand", "brand", "Age", "Days");
        assertThat(filter.fields())
                .containsExactly("INTERACTIONS.EVENT_TYPE", "ITEMS.BRAND", "ITEMS.PRICE", "USERS.AGE");
        assertThat(filter.usesCurrentItem()).isTrue();
        assertThat(filter.target()).isEqualTo(FilterTarget.ITEM);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            nullValues = "none",
            value = {
                "`` ~ 1 ~ expected INCLUDE or EXCLUDE, found the end",
                "SELECT ItemID ~ 1 ~ expected INCLUDE or EXCLUDE, found 'SELECT'",
                "INCLUDE Items WHERE ~ 9 ~ expected ItemID, UserID or ActionID, found 'Items'",
                "INCLUDE ItemID Items.A = 1 ~ 16 ~ expected WHERE, found 'Items'",
                "INCLUDE ItemID WHERE Item.A = 1 ~ 22 ~ expected a field such as Items.GENRE",
                "INCLUDE ItemID WHERE Items A = 1 ~ 28 ~ expected '.' and the name of a field of Items, found 'A'",
                "INCLUDE ItemID WHERE Items.A LIKE 'x' ~ 30 ~ expected IN, NOT IN, =, !=, <, <=, > or >=, found 'LIKE'",
                "INCLUDE ItemID WHERE Items.A NOT 'x' ~ 30 ~ expected IN, NOT IN",
                "INCLUDE ItemID WHERE Items.A IN ('x' 'y') ~ 38 ~ expected ',' or ')', found the text 'y'",
                "INCLUDE ItemID WHERE Items.A IN () ~ 34 ~ expected a text in quotes, a number or a $PARAMETER",
                "INCLUDE ItemID WHERE Items.A IN (x) ~ 34 ~ expected a text in quotes",
                "INCLUDE ItemID WHERE Items.A IN (*) ~ 34 ~ expected a text in quotes",
                "INCLUDE ItemID WHERE Items.A IN ('x) ~ 34 ~ never closed",
                "INCLUDE ItemID WHERE Items.A = (1, 2) ~ 32 ~ = compares with one value, not 2: write IN (...)",
                "INCLUDE ItemID WHERE Items.A = 1.2.3 ~ 35 ~ expected AND, OR, IF, '|' or the end, found '.'",
                "INCLUDE ItemID WHERE Items.A = 1x ~ 32 ~ expected a number such as -3",
                "INCLUDE ItemID WHERE Items.A = $ ~ 32 ~ expected the name of a parameter after $",
                "INCLUDE ItemID WHERE Items.A = 1 ; ~ 34 ~ did not expect ';' outside quotes",
                "INCLUDE ItemID WHERE (Items.A = 1 ~ 34 ~ expected AND, OR or ')', found the end",
                "INCLUDE ItemID WHERE Items.A = 1) ~ 33 ~ expected AND, OR, IF, '|' or the end, found ')'",
                "INCLUDE ItemID WHERE Items.A = 1 AND ~ 37 ~ expected a field such as",
                "INCLUDE ItemID WHERE Items.A = 1 | ~ 35 ~ expected INCLUDE or EXCLUDE, found the end",
                "INCLUDE ItemID WHERE Items.A = 1 | INCLUDE UserID WHERE Users.A = 1 ~ 44 ~ must be about ItemID; make two filters",
                "INCLUDE ItemID WHERE Users.AGE > 3 ~ 22 ~ or at the end IF CurrentUser.AGE",
                "INCLUDE UserID WHERE Items.A = 1 ~ 22 ~ Items does not go with UserID",
                "INCLUDE ActionID WHERE Interactions.EVENT_TYPE IN ('x') ~ 24 ~ does not go with ActionID",
                "INCLUDE ItemID WHERE CurrentUser.AGE > 3 ~ 22 ~ CurrentUser is asked after IF, at the end",
                "INCLUDE ItemID WHERE CurrentItem.A > 3 ~ 22 ~ CurrentItem stands on the right",
                "INCLUDE ItemID WHERE Items.A > CurrentUser.AGE ~ 32 ~ CurrentUser stands on the left",
                "INCLUDE ItemID WHERE Items.A = 1 IF Items.B = 1 ~ 37 ~ after IF only CurrentUser is asked, not Items",
                "INCLUDE ItemID WHERE Items.A = 1 IF CurrentUser.A = 1 IF CurrentUser.B = 1 ~ 55 ~ expected AND, OR, '|' or the end, found 'IF'",
                "INCLUDE ItemID WHERE Interactions.TIMESTAMP > 3 ~ 22 ~ WITHIN 7 DAYS",
                "INCLUDE ItemID WHERE Interactions.EVENT_TYPE < 'x' ~ 22 ~ event types have no order",
                "INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*, 'x') ~ 49 ~ stand alone",
                "INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*) WITHIN 0 DAYS ~ 60 ~ expected a whole number of 1 or more",
                "INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*) WITHIN 1.5 DAYS ~ 60 ~ expected a whole number of 1 or more",
                "INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*) WITHIN 7 WEEKS ~ 62 ~ expected SECONDS, MINUTES, HOURS or DAYS, found 'WEEKS'",
                "INCLUDE ItemID WHERE Items.A = 1 WITHIN 7 DAYS ~ 34 ~ found 'WITHIN'",
            })
    void an_error_names_the_column_what_stands_there_and_what_was_expected(String text, int column, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("filter expression, column " + column + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void an_error_points_at_the_place() {
        assertThatThrownBy(() ->
                        parse("INCLUDE ItemID WHERE Items.PRICE <= 10 AND Items.GENRE LIKE 'drama' AND Items.YEAR > 1"))
                .hasMessage("""
                        filter expression, column 56: expected IN, NOT IN, =, !=, <, <=, > or >=, found 'LIKE'
                          ...WHERE Items.PRICE <= 10 AND Items.GENRE LIKE 'drama' AND Items.YEAR > 1
                                                                     ^""");
    }

    @Test
    void parentheses_nest_to_a_depth_that_the_stack_does_not_notice() {
        String condition = "Items.A = 1";
        assertThat(parse("INCLUDE ItemID WHERE " + "(".repeat(100) + condition + ")".repeat(100)))
                .isEqualTo(parse("INCLUDE ItemID WHERE " + condition));
        assertThatThrownBy(() -> parse("INCLUDE ItemID WHERE " + "(".repeat(1_000_000)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("column 122: more than 100 parentheses are open");
    }
}
