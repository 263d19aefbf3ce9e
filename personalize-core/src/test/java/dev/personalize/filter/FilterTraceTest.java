package dev.personalize.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.IdIndex;
import dev.personalize.filter.FilterTrace.ConditionTrace;
import dev.personalize.math.Bits;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feature K09. */
class FilterTraceTest {
    private final Tables tables = new Tables();
    private final IdIndex items = IdIndex.of(List.of("book", "film", "game", "song"));

    private FilterTrace trace(String expression, Bits allowed) {
        tables.item("book", 1990, 20f, null, "drama", null);
        tables.item("film", 2000, 5f, null, "drama", null);
        tables.item("game", 2010, 5f, null, "fun", null);
        tables.histories.add("u", "game", "Purchase", Float.NaN, 1, 0);
        return new CandidateFilter(FilterTarget.ITEM, items, tables.data())
                .trace(
                        FilterExpression.parse(expression),
                        FilterRequest.builder(Instant.ofEpochSecond(9))
                                .userId("u")
                                .history(tables.histories.history("u"))
                                .build(),
                        allowed);
    }

    @Test
    void it_counts_what_each_rule_and_condition_did() {
        FilterTrace trace = trace(
                "INCLUDE ItemID WHERE Items.YEAR >= 2000 AND Items.PRICE < 10"
                        + " | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ('Purchase') OR Items.GENRES IN ('x')"
                        + " | EXCLUDE ItemID WHERE Items.YEAR > 0 IF CurrentUser.YEAR = 5",
                Bits.all(4));

        // Left of the four is film: book is too old and too dear, song has neither year nor price, game was bought.
        assertThat(trace.candidates()).isEqualTo(4);
        assertThat(trace.kept()).isEqualTo(1);
        assertThat(trace.rules().get(0).matched()).isEqualTo(2);
        assertThat(trace.rules().get(0).removed()).isEqualTo(2);
        assertThat(trace.rules().get(0).conditions())
                .containsExactly(
                        new ConditionTrace("Items.YEAR >= 2000", 2, 2), new ConditionTrace("Items.PRICE < 10", 2, 2));
        assertThat(trace.rules().get(1).removed()).isEqualTo(1);
        assertThat(trace.rules().get(1).conditions())
                .containsExactly(
                        new ConditionTrace("Interactions.EVENT_TYPE IN (\"Purchase\")", 1, 1),
                        new ConditionTrace("Items.GENRES IN (\"x\")", 0, 0));
        assertThat(trace.rules().get(2).passedOver()).isEqualTo("IF is false");
        assertThat(trace).hasToString("""
                1 of 4 candidates are left
                INCLUDE ItemID WHERE Items.YEAR >= 2000 AND Items.PRICE < 10: 2 match, 2 removed
                  Items.YEAR >= 2000: 2 match, reason for 2
                  Items.PRICE < 10: 2 match, reason for 2
                EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase") OR Items.GENRES IN ("x"): 1 match, 1 removed
                  Interactions.EVENT_TYPE IN ("Purchase"): 1 match, reason for 1
                  Items.GENRES IN ("x"): 0 match, reason for 0
                EXCLUDE ItemID WHERE Items.YEAR > 0 IF CurrentUser.YEAR = 5: not applied, IF is false""");
    }

    @Test
    void it_says_why_an_item_is_missing() {
        Bits allowed = Bits.all(4);
        allowed.clear(items.position("song"));
        FilterTrace trace = trace(
                "INCLUDE ItemID WHERE Items.YEAR >= 2000 | INCLUDE ItemID WHERE Items.GENRES IN ('fun')"
                        + " | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)",
                allowed);

        assertThat(trace.whyMissing("film")).isEmpty();
        assertThat(trace.whyMissing("game")).containsExactly("EXCLUDE drops Interactions.EVENT_TYPE IN (*)");
        assertThat(trace.whyMissing("book"))
                .containsExactly(
                        "INCLUDE asks for Items.YEAR >= 2000 (Items.YEAR is 1990)",
                        "INCLUDE asks for Items.GENRES IN (\"fun\") (Items.GENRES is drama)");
        assertThat(trace.whyMissing("song")).singleElement().asString().contains("before this filter");
        assertThat(trace.whyMissing("nothing")).singleElement().asString().contains("the model does not know it");
    }
}
