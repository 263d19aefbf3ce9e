package dev.personalize.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.data.IdIndex;
import dev.personalize.error.InvalidInputException;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.math.Bits;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an expression means: behaviour reference §8.2 and docs/filters.md, features H02 to H10, K07, K08. */
class CandidateFilterTest {
    private static final long NOW = 1_000_000;

    private final Tables tables = new Tables();
    private final IdIndex items = IdIndex.of(List.of("book", "film", "game", "song", "void"));
    private final CandidateFilter filter = new CandidateFilter(FilterTarget.ITEM, items, tables.data());

    /** Items with year, price, score, genres and brand; {@code void} has no record at all. */
    @BeforeEach
    void fill() {
        tables.item("book", 1990, 19.99f, 0.5, "crime|drama", "Acme");
        tables.item("film", 2000, 5f, null, "drama", "acme");
        tables.item("game", 2010, null, 0.1, "fun", null);
        tables.item("song", null, 1f, 0.9, null, "Beta|Max");
        tables.item("unknown to the model", 1990, 1f, 1.0, "drama", "Acme");
        tables.user("kid", 12, null, null, "de|at", null);
        tables.user("adult", 40, null, null, "fr", null);
    }

    private static FilterRequest.Builder request() {
        return FilterRequest.builder(Instant.ofEpochSecond(NOW));
    }

    private List<String> left(String expression, FilterRequest request) {
        FilterExpression parsed = FilterExpression.parse(expression);
        parsed.check(Tables.SCHEMAS);
        Bits allowed = Bits.all(items.size());
        filter.apply(parsed, request, allowed);
        return ids(items, allowed);
    }

    private static List<String> ids(IdIndex index, Bits bits) {
        return IntStream.range(0, index.size())
                .filter(bits::get)
                .mapToObj(index::id)
                .toList();
    }

    private String include(String condition) {
        return String.join(
                " ", left("INCLUDE ItemID WHERE " + condition, request().build()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "Items.GENRES IN ('drama') ~ book film",
                "Items.GENRES IN ('crime', 'fun') ~ book game",
                "Items.GENRES IN ('Drama') ~ ``",
                "Items.genres = 'drama' ~ book film",
                "Items.GENRES IN ('crime|drama') ~ book",
                "Items.BRAND IN ('Acme') ~ book",
                "Items.BRAND IN ('Beta') ~ ``",
                "Items.BRAND IN ('Beta|Max') ~ song",
                "Items.YEAR >= 1990 AND Items.YEAR < 2010 ~ book film",
                "Items.YEAR IN (1990, 2010.0) ~ book game",
                "Items.YEAR IN ('1990') ~ book",
                "Items.YEAR > 1999.5 ~ film game",
                "Items.YEAR <= 1e30 ~ book film game",
                "Items.YEAR > 1e30 ~ ``",
                "Items.YEAR = 1990.5 ~ ``",
                "Items.PRICE = 19.99 ~ book",
                "Items.PRICE >= 19.99 ~ book",
                "Items.PRICE < 19.99 ~ film song",
                "Items.SCORE > 0.1 ~ book song",
                "Items.ITEM_ID IN ('void', 'film', 'x') ~ film void",
                "Items.YEAR = 1990 OR Items.YEAR = 2000 AND Items.PRICE > 10 ~ book",
                "(Items.YEAR = 1990 OR Items.YEAR = 2000) AND Items.PRICE < 10 ~ film",
            })
    void a_condition_keeps_the_items_it_is_true_of(String condition, String expected) {
        assertThat(include(condition)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "Items.GENRES NOT IN ('drama') ~ game song void",
                "Items.GENRES != 'drama' ~ game song void",
                "Items.YEAR NOT IN (1990) ~ film game song void",
                "Items.YEAR != 1990 ~ film game song void",
                "Items.YEAR < 1990 ~ ``",
                "Items.YEAR >= 1990 ~ book film game",
                "Items.ITEM_ID NOT IN ('book') ~ film game song void",
            })
    void of_what_an_item_does_not_have_only_negations_are_true(String condition, String expected) {
        assertThat(include(condition)).isEqualTo(expected);
    }

    @Test
    void NOT_IN_in_an_INCLUDE_is_IN_in_an_EXCLUDE_as_the_service_advises() {
        assertThat(left(
                        "INCLUDE ItemID WHERE Items.GENRES NOT IN ('drama')",
                        request().build()))
                .isEqualTo(left(
                        "EXCLUDE ItemID WHERE Items.GENRES IN ('drama')",
                        request().build()));
    }

    private static LiveHistories.History history(Object... itemTypeAge) {
        LiveHistories histories = new LiveHistories(1000, 1);
        for (int i = 0; i < itemTypeAge.length; i += 3) {
            String type = (String) itemTypeAge[i + 1];
            histories.add(
                    "u",
                    (String) itemTypeAge[i],
                    type.isEmpty() ? null : type,
                    Float.NaN,
                    NOW - ((Number) itemTypeAge[i + 2]).longValue(),
                    0);
        }
        return histories.history("u");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "IN ('Purchase') ~ book",
                "IN ('PURCHASE', 'view') ~ book film game",
                "IN (*) ~ book film game song",
                "IN ('*') ~ book film game song",
                "NOT IN ('purchase') ~ film game song void",
                "NOT IN (*) ~ void",
                "= 'view' ~ film game",
                "IN (*) WITHIN 10 SECONDS ~ film song",
                "IN (*) WITHIN 1 MINUTE ~ film game song",
                "IN ('view') WITHIN 11 SECONDS ~ film",
                "NOT IN ('view') WITHIN 9 SECONDS ~ book film game song void",
                "IN ('purchase') WITHIN 1 HOUR ~ ``",
                "IN ('purchase') WITHIN 1 DAY ~ book",
                "IN ('purchase') WITHIN 99999999999999999999 DAYS ~ book",
            })
    void a_condition_on_events_is_true_of_the_items_the_user_had_them_with(String condition, String expected) {
        FilterRequest request = request()
                .history(history(
                        "book",
                        "Purchase",
                        5000,
                        "game",
                        "view",
                        60,
                        "film",
                        "View",
                        10,
                        "song",
                        "",
                        -5,
                        "cold",
                        "view",
                        1))
                .build();

        assertThat(String.join(" ", left("INCLUDE ItemID WHERE Interactions.EVENT_TYPE " + condition, request)))
                .isEqualTo(expected);
    }

    @Test
    void of_each_type_only_the_newest_events_are_looked_at() {
        LiveHistories histories = new LiveHistories(1000, 1);
        histories.add("u", "book", "view", Float.NaN, 1, 0);
        histories.add("u", "film", "Purchase", Float.NaN, 2, 0);
        for (int i = 0; i < 99; i++) {
            histories.add("u", "game", i % 2 == 0 ? "view" : "VIEW", Float.NaN, 3 + i, 0);
        }
        String expression = "INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)";

        assertThat(left(expression, request().history(histories.history("u")).build()))
                .containsExactly("book", "film", "game");
        histories.add("u", "game", "View", Float.NaN, 200, 0);
        assertThat(left(expression, request().history(histories.history("u")).build()))
                .containsExactly("film", "game");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "kid ~ CurrentUser.YEAR < 18 ~ book film",
                "adult ~ CurrentUser.YEAR < 18 ~ book film game song void",
                "stranger ~ CurrentUser.YEAR < 18 ~ book film game song void",
                "kid ~ CurrentUser.GENRES IN ('at') AND CurrentUser.YEAR > 3 ~ book film",
                "kid ~ CurrentUser.GENRES IN ('at') AND CurrentUser.YEAR > 30 ~ book film game song void",
                "adult ~ CurrentUser.YEAR < 18 OR CurrentUser.GENRES NOT IN ('de') ~ book film",
                "stranger ~ CurrentUser.GENRES NOT IN ('de') ~ book film",
                "adult ~ CurrentUser.USER_ID IN ('adult') ~ book film",
            })
    void IF_asks_the_current_user_once_and_without_him_the_list_stays(String userId, String when, String expected) {
        FilterRequest request = request().userId(userId).build();

        assertThat(String.join(" ", left("INCLUDE ItemID WHERE Items.GENRES IN ('drama') IF " + when, request)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "film ~ Items.PRICE < CurrentItem.PRICE ~ song",
                "book ~ Items.GENRES IN CurrentItem.GENRES ~ book film",
                "book ~ Items.BRAND IN CurrentItem.BRAND ~ book",
                "song ~ Items.BRAND IN CurrentItem.BRAND ~ song",
                "game ~ Items.BRAND IN CurrentItem.BRAND ~ ``",
                "game ~ Items.BRAND NOT IN CurrentItem.BRAND ~ book film game song void",
                "game ~ Items.PRICE < CurrentItem.PRICE ~ ``",
                "never heard of ~ Items.PRICE < CurrentItem.PRICE ~ ``",
                "unknown to the model ~ Items.YEAR = CurrentItem.YEAR ~ book",
                "book ~ Items.ITEM_ID != CurrentItem.ITEM_ID ~ film game song void",
                "film ~ Items.YEAR > CurrentItem.PRICE ~ book film game",
            })
    void CurrentItem_is_the_item_in_question_whether_the_model_knows_it_or_not(
            String itemId, String condition, String expected) {
        FilterRequest request = request().currentItemId(itemId).build();

        assertThat(String.join(" ", left("INCLUDE ItemID WHERE " + condition, request)))
                .isEqualTo(expected);
    }

    @Test
    void CurrentItem_is_refused_where_there_is_none() {
        assertThatThrownBy(() -> include("Items.PRICE < CurrentItem.PRICE"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("only requests for related items");
    }

    @Test
    void rules_are_united_INCLUDEs_first_in_whatever_order() {
        String drama = "INCLUDE ItemID WHERE Items.GENRES IN ('drama')";
        String fun = "INCLUDE ItemID WHERE Items.GENRES IN ('fun')";
        String cheap = "EXCLUDE ItemID WHERE Items.PRICE < 10";
        String old = "EXCLUDE ItemID WHERE Items.YEAR < 2000";
        FilterRequest request = request().build();

        assertThat(left(drama + "|" + fun, request)).containsExactly("book", "film", "game");
        assertThat(left(cheap + "|" + old, request)).containsExactly("game", "void");
        assertThat(left(drama + "|" + cheap + "|" + fun, request)).containsExactly("book", "game");
        assertThat(left(cheap + "|" + fun + "|" + drama, request)).containsExactly("book", "game");
    }

    @Test
    void parameters_are_texts_in_quotes_and_numbers() {
        FilterRequest request =
                request().values(Map.of("G", "\"crime\", 'fun'", "MAX", "20.5")).build();

        assertThat(left("INCLUDE ItemID WHERE Items.GENRES IN ($G) AND Items.PRICE < $MAX", request))
                .containsExactly("book");
        assertThat(left("INCLUDE ItemID WHERE Items.GENRES NOT IN ($G, 'drama') OR Items.PRICE > $MAX", request))
                .containsExactly("song", "void");
    }

    @Test
    void a_missing_parameter_fails_an_INCLUDE_and_skips_an_EXCLUDE() {
        assertThatThrownBy(() -> include("Items.GENRES IN ($G)"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("$G is missing")
                .hasMessageContaining("INCLUDE");
        assertThat(left(
                        "EXCLUDE ItemID WHERE Items.GENRES IN ($G) | EXCLUDE ItemID WHERE Items.YEAR = 2010",
                        request().build()))
                .containsExactly("book", "film", "song", "void");
        assertThat(left(
                        "EXCLUDE ItemID WHERE Items.YEAR = 2010 IF CurrentUser.YEAR = $Y",
                        request().build()))
                .hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "g ~ \"x\" ~ no parameter $g; its parameters are [G, MAX]",
                "G ~ crime ~ value of parameter $G, column 1: expected a number or a text in quotes",
                "G ~ \"crime ~ never closed",
                "G ~ \"a\" \"b\" ~ column 5: expected ',' or the end",
                "G ~ \"a\", ~ found the end",
                "G ~ `` ~ found the end",
                "G ~ $MAX ~ found '$MAX'",
                "G ~ 5 ~ Items.GENRES is a string, and the filter value 5 is a number",
                "MAX ~ \"much\" ~ Items.PRICE is a number, and the filter value \"much\" is none",
                "MAX ~ 1, 2 ~ compares with one value, and the request gives 2",
            })
    void a_wrong_parameter_is_named_with_what_to_write(String name, String text, String message) {
        Map<String, String> values = new HashMap<>(Map.of("G", "\"a\"", "MAX", "1"));
        values.put(name, text);

        assertThatThrownBy(() -> left(
                        "INCLUDE ItemID WHERE Items.GENRES IN ($G) AND Items.PRICE < $MAX",
                        request().values(values).build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void the_length_of_a_window_can_be_a_parameter() {
        String expression = "INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*) WITHIN $N MINUTES";
        FilterRequest.Builder request = request().history(history("book", "view", 100, "film", "view", 10));

        assertThat(left(expression, request.values(Map.of("N", "1")).build())).containsExactly("film");
        assertThat(left(expression, request.values(Map.of("N", "2")).build())).containsExactly("book", "film");
        assertThatThrownBy(
                        () -> left(expression, request.values(Map.of("N", "-1")).build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("$N must be one whole number of 1 or more");
    }

    @Test
    void what_was_just_put_counts_in_the_next_request() {
        String dramas = "Items.GENRES IN ('drama')";
        assertThat(include(dramas)).isEqualTo("book film");

        tables.item("void", null, null, null, "drama", null);
        tables.item("book", null, null, null, "fun", null);

        assertThat(include(dramas)).isEqualTo("film void");
    }

    @Test
    void users_are_filtered_by_their_record_and_by_what_they_did() {
        IdIndex users = IdIndex.of(List.of("adult", "kid", "stranger"));
        CandidateFilter ofUsers = new CandidateFilter(FilterTarget.USER, users, tables.data());
        tables.histories.add("stranger", "book", "Purchase", Float.NaN, NOW - 5, 0);
        Bits byRecord = Bits.all(3);
        Bits byEvents = Bits.all(3);

        ofUsers.apply(
                FilterExpression.parse("INCLUDE UserID WHERE Users.YEAR > 18"),
                request().build(),
                byRecord);
        ofUsers.apply(
                FilterExpression.parse("EXCLUDE UserID WHERE Interactions.EVENT_TYPE IN ('purchase') WITHIN 9 SECONDS"),
                request().build(),
                byEvents);

        assertThat(ids(users, byRecord)).containsExactly("adult");
        assertThat(ids(users, byEvents)).containsExactly("adult", "kid");
    }

    @Test
    void actions_are_filtered_by_their_record_and_by_what_the_user_did_with_them() {
        IdIndex actions = IdIndex.of(List.of("call", "join"));
        CandidateFilter ofActions = new CandidateFilter(FilterTarget.ACTION, actions, tables.data());
        tables.actions.put(List.of(Tables.row(Tables.ACTIONS, "join", 7L), Tables.row(Tables.ACTIONS, "call", 1L)));
        Bits byRecord = Bits.all(2);
        Bits byEvents = Bits.all(2);

        ofActions.apply(
                FilterExpression.parse("INCLUDE ActionID WHERE Actions.VALUE > 5"),
                request().build(),
                byRecord);
        ofActions.apply(
                FilterExpression.parse("EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ('TAKEN')"),
                request().actionHistory(history("join", "taken", 1)).build(),
                byEvents);

        assertThat(ids(actions, byRecord)).containsExactly("join");
        assertThat(ids(actions, byEvents)).containsExactly("call");
    }

    @Test
    void a_filter_of_users_does_not_apply_to_items() {
        assertThatThrownBy(() ->
                        left("INCLUDE UserID WHERE Users.YEAR > 18", request().build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("about UserID, and the request about ItemID");
    }

    @Test
    void candidates_that_were_out_stay_out() {
        Bits allowed = new Bits(items.size());
        allowed.set(items.position("game"));
        allowed.set(items.position("book"));

        filter.apply(
                FilterExpression.parse("INCLUDE ItemID WHERE Items.GENRES IN ('drama')"),
                request().build(),
                allowed);

        assertThat(ids(items, allowed)).containsExactly("book");
    }
}
