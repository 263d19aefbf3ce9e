package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.Campaign;
import dev.personalize.Consumed;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Personalize;
import dev.personalize.RankingRequest;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.RecommendedItem;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignTest {
    @TempDir
    Path folder;

    private final Personalize personalize = Personalize.inMemory();
    private DatasetGroup shop;
    private Campaign forYou;
    private Campaign related;

    @BeforeEach
    void deploy() {
        shop = Shop.open(personalize, folder);
        forYou = shop.createCampaign(
                "for-you", shop.createSolution("for-you", Shop.factors()).train());
        related = shop.createCampaign(
                "related",
                shop.createSolution("related", Shop.related().build()).train());
    }

    @AfterEach
    void close() {
        personalize.close();
    }

    private static RecommendationRequest top(String userId, int numResults) {
        return RecommendationRequest.builder()
                .userId(userId)
                .numResults(numResults)
                .build();
    }

    private static double sumOfScores(Recommendations answer) {
        return answer.items().stream()
                .map(RecommendedItem::score)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    @Test
    void a_cat_person_is_shown_cat_things() {
        assertThat(forYou.recommend(top("cat007", 10)).itemIds())
                .allMatch(item -> item.startsWith("c") || item.equals("tea"));
        assertThat(forYou.recommend(top("dog007", 10)).itemIds())
                .allMatch(item -> item.startsWith("d") || item.equals("tea"));
    }

    @Test
    void an_answer_has_25_items_by_default_with_scores_that_are_shares_of_one() {
        Recommendations answer = forYou.recommend(RecommendationRequest.forUser("cat007"));
        Recommendations everything = forYou.recommend(top("cat007", 500));

        assertThat(answer.items()).hasSize(25);
        assertThat(answer.recommendationId()).matches("RID-[0-9a-f-]{36}");
        assertThat(answer.items())
                .extracting(item -> Objects.requireNonNull(item.score()))
                .isSortedAccordingTo(Collections.reverseOrder());
        assertThat(sumOfScores(everything)).isCloseTo(1, within(1e-9));
        assertThat(everything.itemIds()).doesNotHaveDuplicates().contains("d99");
    }

    @Test
    void items_already_had_can_be_left_out() {
        List<String> had = Shop.rows().stream()
                .filter(row -> row.startsWith("cat007"))
                .map(row -> row.split(",", -1)[1])
                .toList();

        List<String> fresh = forYou.recommend(top("cat007", 500).toBuilder()
                        .consumed(Consumed.EXCLUDED)
                        .build())
                .itemIds();

        assertThat(had).isNotEmpty();
        assertThat(fresh).doesNotContainAnyElementsOf(had);
        assertThat(forYou.recommend(top("cat007", 500)).itemIds()).containsAll(had);
    }

    @Test
    void somebody_unknown_gets_popular_items_and_never_an_error() {
        Recommendations answer = forYou.recommend(top("stranger", 5));

        assertThat(answer.items()).hasSize(5).allSatisfy(item -> {
            assertThat(item.reasons()).containsExactly("Popular item");
            assertThat(item.score()).isNull();
        });
        Campaign popular = shop.createCampaign(
                "popular",
                shop.createSolution("popular", SolutionConfig.of("popularity-count"))
                        .train());
        assertThat(answer.itemIds())
                .isEqualTo(popular.recommend(top("stranger", 5)).itemIds());
    }

    @Test
    void an_event_changes_the_next_answer_of_its_user_and_of_nobody_else() {
        List<RecommendedItem> other = forYou.recommend(top("dog001", 10)).items();

        shop.eventTracker().put(Event.of("stranger", "d02", "Purchase"));

        assertThat(forYou.recommend(top("stranger", 5)).itemIds()).allMatch(item -> item.startsWith("d"));
        assertThat(forYou.recommend(top("dog001", 10)).items()).isEqualTo(other);
    }

    @Test
    void events_the_solution_does_not_learn_from_do_not_count_in_a_history() {
        Campaign purchases = shop.createCampaign(
                "purchases",
                shop.createSolution(
                                "purchases",
                                Shop.factors().toBuilder().eventType("Purchase").build())
                        .train());
        List<RecommendedItem> before = purchases.recommend(top("cat007", 10)).items();

        shop.eventTracker().put(Event.of("cat007", "d02", "Return"));

        assertThat(purchases.recommend(top("cat007", 10)).items()).isEqualTo(before);
        assertThat(forYou.recommend(top("cat007", 10)).items()).isNotEqualTo(before);
    }

    @Test
    void related_items_are_of_a_kind_and_an_unknown_item_gets_popular_ones() {
        Recommendations answer = related.recommend(
                RecommendationRequest.builder().itemId("c03").numResults(5).build());

        assertThat(answer.itemIds())
                .hasSize(5)
                .allMatch(item -> item.startsWith("c"))
                .doesNotContain("c03");
        assertThat(answer.items()).allSatisfy(item -> assertThat(item.score()).isNull());
        assertThat(related.recommend(RecommendationRequest.forItem("nonsense")).items())
                .allSatisfy(item -> assertThat(item.reasons()).containsExactly("Popular item"));
    }

    @Test
    void related_items_can_be_asked_for_a_whole_history() {
        assertThat(related.recommend(top("cat007", 5)).itemIds())
                .hasSize(5)
                .allMatch(item -> item.startsWith("c") || item.equals("tea"));
    }

    @Test
    void a_given_list_is_put_in_order_with_unknown_items_last() {
        RankingRequest request = RankingRequest.of("cat007", List.of("moon", "d01", "d99", "c01", "sun"));

        Recommendations answer = forYou.rank(request);

        assertThat(answer.itemIds()).containsExactly("c01", "d01", "d99", "moon", "sun");
        assertThat(sumOfScores(answer)).isCloseTo(1, within(1e-9));
        assertThat(answer.items().get(4).score()).isNull();
        assertThat(forYou.rank(RankingRequest.of("stranger", List.of("d29", "c00")))
                        .itemIds())
                .as("nothing is known about a stranger, so the popular item comes first")
                .containsExactly("c00", "d29");
    }

    @Test
    void results_can_carry_the_items_own_columns() {
        RecommendationRequest request = RecommendationRequest.builder()
                .itemId("c03")
                .numResults(50)
                .metadataColumns("NAME", "PRICE")
                .build();

        Recommendations answer = related.recommend(request);

        RecommendedItem cat = answer.items().get(0);
        assertThat(cat.metadata().get("NAME")).startsWith("Cat thing");
        assertThat(cat.metadata()).containsKey("PRICE");
        assertThatThrownBy(() -> related.recommend(
                        request.toBuilder().metadataColumns("COLOUR").build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("COLOUR");
        assertThatThrownBy(() -> request.toBuilder().numResults(51).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("[1, 50]");
    }

    @Test
    void requests_that_cannot_be_meant_are_refused() {
        assertThatThrownBy(() -> forYou.recommend(RecommendationRequest.forItem("c03")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("userId");
        assertThatThrownBy(
                        () -> related.recommend(RecommendationRequest.builder().build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("itemId");
        assertThatThrownBy(() -> top("cat007", 501)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> top("cat007", 0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> RankingRequest.of("cat007", List.of())).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> shop.createCampaign("for-you", forYou.version()))
                .isInstanceOf(ResourceAlreadyExistsException.class);
    }

    @Test
    void every_answer_comes_from_one_version_while_the_campaign_changes_between_two() throws InterruptedException {
        SolutionVersion first = forYou.version();
        SolutionVersion second = shop.createSolution(
                        "other",
                        Shop.factors().toBuilder()
                                .hyperparameter("factors", 2)
                                .evaluate(false)
                                .build())
                .train();
        List<RecommendedItem> fromFirst = forYou.recommend(top("cat007", 20)).items();
        forYou.update(second);
        List<RecommendedItem> fromSecond = forYou.recommend(top("cat007", 20)).items();
        assertThat(fromSecond).isNotEqualTo(fromFirst);

        AtomicBoolean stop = new AtomicBoolean();
        Set<List<RecommendedItem>> answers = ConcurrentHashMap.newKeySet();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread reader = new Thread(() -> {
                while (!stop.get()) {
                    answers.add(forYou.recommend(top("cat007", 20)).items());
                }
            });
            readers.add(reader);
            reader.start();
        }
        for (int i = 0; i < 200; i++) {
            forYou.update(i % 2 == 0 ? first : second);
        }
        stop.set(true);
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(Set.of(fromFirst, fromSecond)).containsAll(answers);
    }
}
