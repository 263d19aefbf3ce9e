package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.Consumed;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Personalize;
import dev.personalize.RankingRequest;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.Shortfall;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.filter.FilterTrace;
import dev.personalize.schema.DatasetType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which items an answer may hold: features G01 to G04, H02 to H10, K07 to K09, wants 4, 5, 22 of users. */
class FilteredAnswersTest {
    private static final Instant NOW = Instant.ofEpochSecond(100_000);

    @TempDir
    Path folder;

    private final Personalize personalize =
            Personalize.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)).inMemory();
    private DatasetGroup shop;
    private Campaign forYou;

    @BeforeEach
    void deploy() {
        shop = Shop.open(personalize, folder);
        forYou = shop.createCampaign(
                "for-you", shop.createSolution("for-you", Shop.factors()).train());
    }

    @AfterEach
    void close() {
        personalize.close();
    }

    private static RecommendationRequest.Builder asking(int numResults) {
        return RecommendationRequest.builder().userId("cat007").numResults(numResults);
    }

    private List<String> answer(RecommendationRequest.Builder request) {
        return forYou.recommend(request.build()).itemIds();
    }

    @Test
    void only_items_the_filter_lets_pass_are_recommended_in_the_order_they_would_have_had() {
        shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < $MAX");
        List<String> all = answer(asking(61));

        List<String> cheap = answer(asking(61).filter("cheap").filterValue("MAX", "5"));

        assertThat(cheap).containsExactlyInAnyOrder("c00", "c01", "c02", "c03", "c04", "tea", "d99");
        assertThat(all).containsSubsequence(cheap.subList(0, 5));
        assertThatThrownBy(() -> answer(asking(5).filter("cheap")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("MAX");
        assertThatThrownBy(() -> answer(asking(5).filter("dear"))).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> asking(5).filterValue("MAX", "5").build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("without a filter");
    }

    @Test
    void an_event_just_put_and_a_field_just_changed_count_in_the_next_filtered_answer() {
        shop.createFilter(
                "fresh",
                "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"hide\") | EXCLUDE ItemID WHERE Items.PRICE > 1000");
        List<String> before = answer(asking(3).filter("fresh"));

        shop.eventTracker()
                .put(Event.builder()
                        .userId("cat007")
                        .sessionId("s")
                        .itemId(before.get(0))
                        .type("Hide")
                        .sentAt(NOW)
                        .build());
        shop.dataset(DatasetType.ITEMS).put(before.get(1), Map.of("price", 1001));

        assertThat(answer(asking(60).filter("fresh")))
                .doesNotContain(before.get(0), before.get(1))
                .contains(before.get(2));
    }

    @Test
    void a_filter_of_what_was_bought_lately_looks_at_the_time_of_the_request() {
        shop.createFilter("lately", "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*) WITHIN 10 SECONDS");
        List<String> before = answer(asking(3));
        shop.eventTracker()
                .put(bought(before.get(0), NOW.minusSeconds(9)), bought(before.get(1), NOW.minusSeconds(11)));

        assertThat(answer(asking(60).filter("lately")))
                .doesNotContain(before.get(0))
                .contains(before.get(1));
    }

    private static Event bought(String itemId, Instant when) {
        return Event.builder()
                .userId("cat007")
                .sessionId("s")
                .itemId(itemId)
                .type("Purchase")
                .sentAt(when)
                .build();
    }

    @Test
    void consumed_items_can_be_left_out_or_asked_for_by_type_and_age() {
        shop.eventTracker()
                .put(
                        bought("d28", NOW.minusSeconds(60)),
                        Event.builder()
                                .userId("cat007")
                                .sessionId("s")
                                .itemId("d29")
                                .type("View")
                                .sentAt(NOW.minusSeconds(60))
                                .build());
        Duration hour = Duration.ofHours(1);

        assertThat(answer(asking(62).consumed(Consumed.EXCLUDED))).doesNotContain("d28", "d29");
        assertThat(answer(asking(62).consumed(Consumed.EXCLUDED.ofTypes("purchase"))))
                .doesNotContain("d28")
                .contains("d29");
        assertThat(answer(asking(62).consumed(Consumed.ONLY.ofTheLast(hour)))).containsExactlyInAnyOrder("d28", "d29");
        assertThat(answer(asking(62).consumed(Consumed.ONLY.ofTypes("view").ofTheLast(hour))))
                .containsExactly("d29");
        assertThat(answer(asking(62))).contains("d28", "d29");
    }

    @Test
    void the_answer_has_as_many_items_as_asked_for_or_says_why_not() {
        shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < 2");
        shop.createFilter("none", "INCLUDE ItemID WHERE Items.PRICE < -1");

        Recommendations full = forYou.recommend(asking(40).build());
        assertThat(full.items()).hasSize(40);
        assertThat(full.shortfall()).isEmpty();
        assertThat(forYou.recommend(asking(500).build()).shortfall()).contains(Shortfall.CATALOGUE);
        assertThat(forYou.recommend(asking(60).consumed(Consumed.EXCLUDED).build())
                        .shortfall())
                .contains(Shortfall.CONSUMED);
        Recommendations few = forYou.recommend(asking(5).filter("cheap").build());
        assertThat(few.itemIds()).containsExactlyInAnyOrder("c00", "c01", "d99");
        assertThat(few.shortfall()).contains(Shortfall.FILTER);
        assertThat(forYou.recommend(asking(5).filter("none").build()).items()).isEmpty();
    }

    @Test
    void what_the_standing_filter_drops_is_in_no_answer_whatever_is_asked() {
        shop.createFilter("on-sale", "EXCLUDE ItemID WHERE Items.PRICE >= 10");
        shop.createFilter("timed", "EXCLUDE ItemID WHERE Items.PRICE < $NOW");
        shop.createFilter("asks", "INCLUDE ItemID WHERE Items.PRICE < $MAX");

        shop.useStandingFilter("on-sale");
        Recommendations answer = forYou.recommend(asking(60).build());
        assertThat(answer.itemIds()).contains("c09", "d10").doesNotContain("c10", "c29");
        assertThat(answer.shortfall()).contains(Shortfall.STANDING_FILTER);
        assertThat(forYou.rank(RankingRequest.of("cat007", List.of("c10", "c09", "unknown")))
                        .itemIds())
                .containsExactly("c09", "unknown");
        assertThatThrownBy(() -> shop.deleteFilter("on-sale")).isInstanceOf(ResourceInUseException.class);
        assertThatThrownBy(() -> shop.useStandingFilter("asks"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("$NOW");

        shop.useStandingFilter("timed");
        assertThat(forYou.recommend(asking(60).build()).itemIds()).allMatch(item -> item.startsWith("d"));
        shop.removeStandingFilter();
        shop.deleteFilter("timed");
        assertThat(answer(asking(61))).hasSize(61).contains("c10");
    }

    @Test
    void a_history_in_the_request_counts_for_this_answer_only() {
        List<Event> dogThings = List.of(Event.of("anybody", "d01", "Purchase"), Event.of("anybody", "d02", "Purchase"));
        RecommendationRequest stranger = RecommendationRequest.builder()
                .history(dogThings)
                .consumed(Consumed.EXCLUDED)
                .numResults(5)
                .build();

        assertThat(forYou.recommend(stranger).itemIds())
                .hasSize(5)
                .allMatch(item -> item.startsWith("d"))
                .doesNotContain("d01", "d02");
        assertThat(forYou.recommend(RecommendationRequest.builder()
                                .userId("anybody")
                                .numResults(5)
                                .build())
                        .items())
                .allMatch(item -> item.reasons().equals(List.of("Popular item")));
        List<String> before = answer(asking(5));
        assertThat(answer(asking(5).history(dogThings))).isNotEqualTo(before);
        assertThat(answer(asking(5))).isEqualTo(before);
        assertThat(forYou.rank(RankingRequest.builder(List.of("c05", "d05"))
                                .history(dogThings)
                                .build())
                        .itemIds())
                .containsExactly("d05", "c05");
    }

    @Test
    void a_ranking_leaves_out_what_its_filter_drops_and_keeps_all_others() {
        shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < $MAX");
        shop.createFilter("dear", "EXCLUDE ItemID WHERE Items.PRICE < $MAX");
        RankingRequest.Builder request = RankingRequest.builder(List.of("sun", "c20", "c04", "d99", "c01"))
                .userId("cat007")
                .filterValue("MAX", "5");

        Recommendations cheap = forYou.rank(request.filter("cheap").build());
        assertThat(cheap.itemIds()).containsExactlyInAnyOrder("c04", "d99", "c01");
        assertThat(cheap.shortfall()).contains(Shortfall.FILTER);
        assertThat(forYou.rank(request.filter("dear").build()).itemIds()).containsExactly("c20", "sun");
    }

    @Test
    void a_trace_says_what_each_condition_removed_and_why_an_item_is_missing() {
        shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < $MAX AND Items.NAME NOT IN (\"Tea\")");
        RecommendationRequest request =
                asking(5).filter("cheap").filterValue("MAX", "5").build();

        FilterTrace trace = forYou.trace(request);

        assertThat(trace.candidates()).isEqualTo(62);
        assertThat(trace.kept()).isEqualTo(6);
        assertThat(trace.rules().get(0).conditions())
                .extracting(FilterTrace.ConditionTrace::matched)
                .containsExactly(7, 61);
        assertThat(trace.whyMissing("tea")).singleElement().asString().contains("NAME", "Tea");
        assertThat(trace.whyMissing("c10")).singleElement().asString().contains("PRICE", "10");
        assertThat(trace.whyMissing("c01")).isEmpty();
        assertThatThrownBy(() -> forYou.trace(asking(5).build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no filter");
    }

    @Test
    void related_items_can_be_compared_with_the_item_in_question() {
        Campaign related = shop.createCampaign(
                "related",
                shop.createSolution("related", Shop.related().build()).train());
        shop.createFilter("cheaper", "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE");

        assertThat(related.recommend(RecommendationRequest.builder()
                                .itemId("c03")
                                .filter("cheaper")
                                .build())
                        .itemIds())
                .containsExactlyInAnyOrder("c00", "c01", "c02", "tea", "d99");
        assertThatThrownBy(() -> answer(asking(5).filter("cheaper")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("CurrentItem");
    }
}
