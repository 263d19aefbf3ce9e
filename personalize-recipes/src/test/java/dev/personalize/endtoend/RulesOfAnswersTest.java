package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.Campaign;
import dev.personalize.CampaignConfig;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Explanation;
import dev.personalize.Personalize;
import dev.personalize.Promotion;
import dev.personalize.RankingRequest;
import dev.personalize.Reason;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.RecommendedItem;
import dev.personalize.Shortfall;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may change the order of an answer, and what an answer says of it: features D23, D24, G03, G06, K01, K11 to K14, K17, A19, C10. */
class RulesOfAnswersTest {
    private static final Instant NOW = Instant.ofEpochSecond(2_000);
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "COLOUR", "type": ["null", "string"], "categorical": true},
                        {"name": "CREATION_TIMESTAMP", "type": "long"}]}""");
    private static final List<String> COLOURS = List.of("red", "green", "blue");

    @TempDir
    Path folder;

    private final MovingClock clock = new MovingClock();
    private final Personalize personalize =
            Personalize.builder().clock(clock).executor(Runnable::run).inMemory();
    private DatasetGroup shop;
    private SolutionVersion version;
    private Campaign forYou;

    private static final class MovingClock extends Clock {
        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    /** Cat things and dog things by number in three colours, all old but the last three of each kind. */
    @BeforeEach
    void deploy() {
        shop = personalize.createDatasetGroup("shop");
        shop.createDataset(Shop.INTERACTIONS).importCsv(Shop.write(folder, "interactions.csv", Shop.rows()));
        List<String> items = new ArrayList<>(List.of("ITEM_ID,COLOUR,CREATION_TIMESTAMP"));
        for (int i = 0; i < Shop.ITEMS_OF_A_KIND; i++) {
            long created = i >= Shop.ITEMS_OF_A_KIND - 3 ? NOW.getEpochSecond() : -10_000_000L;
            items.add(String.format("c%02d,%s,%d", i, COLOURS.get(i % 3), created));
            items.add(String.format("d%02d,%s,%d", i, COLOURS.get(i % 3), created));
        }
        shop.createDataset(ITEMS).importCsv(Shop.write(folder, "items.csv", items));
        version = shop.createSolution("for-you", Shop.factors()).train();
        forYou = shop.createCampaign("for-you", version);
    }

    @AfterEach
    void close() {
        personalize.close();
    }

    private static RecommendationRequest.Builder asking(int numResults) {
        return RecommendationRequest.builder().userId("cat007").numResults(numResults);
    }

    private Campaign campaign(String name, CampaignConfig.Builder config) {
        return shop.createCampaign(name, version, config.build());
    }

    @Test
    void promoted_items_take_their_share_and_all_keep_their_order() {
        shop.createFilter("blue", "INCLUDE ItemID WHERE Items.COLOUR IN ($COLOUR)");
        List<String> all = forYou.recommend(asking(61).build()).itemIds();
        Promotion blue = Promotion.builder("blue week", "blue")
                .filterValue("COLOUR", "\"blue\"")
                .percent(25)
                .build();

        Recommendations answer =
                forYou.recommend(asking(12).promotion(blue).explanations(true).build());

        List<String> promoted = answer.items().stream()
                .filter(item -> "blue week".equals(item.promotionName()))
                .map(RecommendedItem::itemId)
                .toList();
        assertThat(answer.items()).hasSize(12);
        assertThat(promoted).hasSize(3).allMatch(item -> colour(item).equals("blue"));
        assertThat(all).containsSubsequence(promoted);
        List<String> others = new ArrayList<>(answer.itemIds());
        others.removeAll(promoted);
        assertThat(all).containsSubsequence(others);
        assertThat(answer.items())
                .filteredOn(item -> item.promotionName() != null)
                .allSatisfy(item -> {
                    assertThat(item.reasons()).containsExactly("Promoted item");
                    assertThat(item.propensity()).isNull();
                    assertThat(Objects.requireNonNull(item.explanation()).reasons())
                            .first()
                            .isEqualTo(new Reason.Promotion("blue week"));
                });
    }

    private static String colour(String item) {
        return COLOURS.get(Integer.parseInt(item.substring(1)) % 3);
    }

    @Test
    void several_promotions_can_have_fixed_places_and_their_filters_act_on_their_own_part_only() {
        shop.createFilter("colour", "INCLUDE ItemID WHERE Items.COLOUR IN ($COLOUR)");
        Promotion first = Promotion.builder("first", "colour")
                .filterValue("COLOUR", "\"green\"")
                .slots(1)
                .build();
        Promotion others = Promotion.builder("others", "colour")
                .filterValue("COLOUR", "\"blue\"")
                .slots(3, 5)
                .build();

        Recommendations answer = forYou.recommend(asking(6)
                .filter("colour")
                .filterValue("COLOUR", "\"red\"")
                .promotion(first)
                .promotion(others)
                .build());

        assertThat(answer.itemIds().stream().map(RulesOfAnswersTest::colour))
                .containsExactly("green", "red", "blue", "red", "blue", "red");
        assertThatThrownBy(() -> asking(4).promotion(others).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("slot 5 of 4");
        assertThatThrownBy(() -> Promotion.builder("nothing", "colour").build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("percentage");
    }

    @Test
    void a_campaign_explores_young_items_and_says_with_which_probability() {
        Campaign exploring = campaign(
                "exploring", CampaignConfig.builder().explorationWeight(0.5).seed(7));
        Set<String> young =
                Set.of("c27", "c28", "c29", "d27", "d28", "d29", "tea"); // of tea only the first purchase is known
        List<String> relevant = forYou.recommend(asking(10).build()).itemIds();
        int explored = 0;
        for (int i = 0; i < 50; i++) {
            for (RecommendedItem item :
                    exploring.recommend(asking(10).explanations(true).build()).items()) {
                assertThat(item.propensity()).isBetween(0.0, 1.0);
                if (item.reasons().contains("Exploration")) {
                    explored++;
                    assertThat(young).contains(item.itemId());
                    assertThat(Objects.requireNonNull(item.explanation()).reasons())
                            .first()
                            .isEqualTo(new Reason.Exploration());
                }
            }
        }
        // Each of 500 places with probability 1/2, a little less for the best items that are young themselves and for
        // answers with
        // more than seven: 250 at most, and a standard deviation of 11.
        assertThat(explored).isBetween(190, 295);
        exploring.update(exploring.config().toBuilder().explorationWeight(0).build());
        assertThat(exploring.recommend(asking(10).build()).itemIds()).isEqualTo(relevant);
        assertThat(exploring.recommend(asking(10).build()).items())
                .allMatch(item -> Double.valueOf(1).equals(item.propensity()));
    }

    @Test
    void the_same_seed_asked_the_same_answers_the_same() {
        CampaignConfig.Builder config =
                CampaignConfig.builder().explorationWeight(0.5).seed(7);
        Campaign first = campaign("first", config);
        Campaign second = campaign("second", config);

        List<List<String>> answers = IntStream.range(0, 5)
                .mapToObj(i -> first.recommend(asking(10).build()).itemIds())
                .toList();

        assertThat(answers)
                .isEqualTo(IntStream.range(0, 5)
                        .mapToObj(i -> second.recommend(asking(10).build()).itemIds())
                        .toList());
        assertThat(new HashSet<>(answers)).hasSizeGreaterThan(1);
    }

    @Test
    void an_item_put_now_is_recommended_after_the_next_automatic_update_and_not_before() {
        Campaign exploring = campaign(
                "exploring", CampaignConfig.builder().explorationWeight(1).seed(1));
        shop.dataset(DatasetType.ITEMS).put("new", Map.of("colour", "red", "creationTimestamp", NOW.getEpochSecond()));
        assertThat(exploring.recommend(asking(61).build()).itemIds()).doesNotContain("new");

        clock.now = NOW.plus(Duration.ofMinutes(119));
        assertThat(exploring.recommend(asking(62).build()).itemIds()).doesNotContain("new");
        clock.now = NOW.plus(Duration.ofHours(2));
        assertThat(exploring.recommend(asking(62).build()).items())
                .filteredOn(item -> item.itemId().equals("new"))
                .singleElement()
                .satisfies(item -> assertThat(item.reasons()).containsExactly("Exploration"));

        assertThat(forYou.recommend(asking(500).build()).itemIds()).doesNotContain("new");
        forYou.refreshItems();
        assertThat(forYou.recommend(asking(500).build()).itemIds()).contains("new");
    }

    @Test
    void an_older_version_takes_no_part_in_automatic_updates() {
        Campaign old =
                campaign("old", CampaignConfig.builder().explorationWeight(1).seed(1));
        shop.solution("for-you").train();
        shop.dataset(DatasetType.ITEMS).put("new", Map.of("colour", "red", "creationTimestamp", NOW.getEpochSecond()));
        clock.now = NOW.plus(Duration.ofHours(3));

        old.recommend(asking(5).build());
        assertThat(old.recommend(asking(500).build()).itemIds()).doesNotContain("new");
    }

    @Test
    void items_shown_and_passed_over_are_explored_less() {
        Campaign exploring = campaign(
                "exploring", CampaignConfig.builder().explorationWeight(1).seed(3));
        long before = firsts(exploring, "d29");
        for (int i = 0; i < 200; i++) {
            shop.eventTracker()
                    .put(Event.builder()
                            .userId("dog00" + i % 10)
                            .sessionId("s")
                            .itemId("d00")
                            .type("Purchase")
                            .impression(List.of("d29", "d00"))
                            .sentAt(NOW)
                            .build());
        }
        exploring.refreshItems();

        assertThat(before).isPositive();
        assertThat(firsts(exploring, "d29")).isLessThan(before / 3);
    }

    private static long firsts(Campaign campaign, String item) {
        return IntStream.range(0, 400)
                .filter(i -> campaign.recommend(asking(1).build()).itemIds().contains(item))
                .count();
    }

    @Test
    void what_is_turned_down_is_not_shown_again_and_lowers_its_like() {
        Campaign listening = campaign(
                "listening",
                CampaignConfig.builder().negativeEventTypes("dislike").negativeStrength(2));
        List<String> before = listening.recommend(asking(10).build()).itemIds();
        assertThat(before).allMatch(item -> item.startsWith("c") || item.equals("tea"));

        for (String item : before.subList(0, 3)) {
            shop.eventTracker()
                    .put(Event.builder()
                            .userId("cat007")
                            .sessionId("s")
                            .itemId(item)
                            .type("Dislike")
                            .sentAt(NOW)
                            .build());
        }

        Recommendations after =
                listening.recommend(asking(61).explanations(true).build());
        assertThat(after.itemIds()).doesNotContainAnyElementsOf(before.subList(0, 3));
        shop.createFilter("cats", "INCLUDE ItemID WHERE Items.COLOUR IN (\"red\",\"green\",\"blue\")");
        assertThat(listening
                        .recommend(asking(10)
                                .promotion(Promotion.builder("p", "cats")
                                        .percent(100)
                                        .build())
                                .build())
                        .itemIds())
                .as("nor promoted")
                .doesNotContainAnyElementsOf(before.subList(0, 3));
        assertThat(after.itemIds().indexOf(before.get(3))).as("a cat thing").isGreaterThan(3);
        assertThat(after.items())
                .anySatisfy(item -> assertThat(
                                Objects.requireNonNull(item.explanation()).reasons())
                        .anyMatch(reason -> reason instanceof Reason.NegativeFeedback && reason.value() < 0));
    }

    @Test
    void answers_can_be_varied_and_bounded_by_category() {
        List<String> plain = forYou.recommend(asking(9).build()).itemIds();

        Recommendations capped =
                forYou.recommend(asking(9).maxPerCategory("COLOUR", 3).build());
        List<String> varied = forYou.recommend(asking(9).diversity(1).build()).itemIds();

        Map<String, Long> colours = capped.itemIds().stream()
                .filter(item -> !item.equals("tea"))
                .collect(java.util.stream.Collectors.groupingBy(
                        RulesOfAnswersTest::colour, java.util.stream.Collectors.counting()));
        assertThat(colours.values()).allMatch(count -> count <= 3);
        assertThat(capped.items()).hasSize(9);
        assertThat(samePairs(varied)).isLessThanOrEqualTo(samePairs(plain));
        assertThat(forYou.recommend(asking(9).diversity(0).build()).itemIds()).isEqualTo(plain);
        Recommendations few =
                forYou.recommend(asking(9).maxPerCategory("COLOUR", 2).build());
        assertThat(few.items()).hasSizeLessThanOrEqualTo(7);
        assertThat(few.shortfall()).contains(Shortfall.CATEGORY_CAP);
        assertThatThrownBy(() -> forYou.recommend(
                        asking(9).maxPerCategory("CREATION_TIMESTAMP", 2).build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("CREATION_TIMESTAMP");
    }

    private static long samePairs(List<String> items) {
        List<String> coloured =
                items.stream().filter(item -> !item.equals("tea")).toList();
        return IntStream.range(0, coloured.size())
                .mapToLong(i -> IntStream.range(0, i)
                        .filter(j -> colour(coloured.get(i)).equals(colour(coloured.get(j))))
                        .count())
                .sum();
    }

    @Test
    void every_item_can_tell_what_its_score_consists_of() {
        Campaign related = shop.createCampaign(
                "related",
                shop.createSolution("related", Shop.related().build()).train());

        for (Explanation explanation : List.of(
                explanation(forYou.recommend(asking(5).explanations(true).build())),
                explanation(related.recommend(RecommendationRequest.builder()
                        .itemId("c01")
                        .explanations(true)
                        .build())),
                explanation(forYou.rank(RankingRequest.builder(List.of("c03", "d03"))
                        .userId("cat007")
                        .explanations(true)
                        .build())))) {
            double sum =
                    explanation.reasons().stream().mapToDouble(Reason::value).sum();
            assertThat(sum).isCloseTo(Objects.requireNonNull(explanation.rawScore()), within(1e-3));
            assertThat(explanation.reasons()).isNotEmpty();
        }
        Explanation popular = explanation(forYou.recommend(RecommendationRequest.builder()
                .userId("stranger")
                .explanations(true)
                .build()));
        assertThat(popular.rawScore()).isNull();
        assertThat(popular.reasons()).singleElement().isInstanceOf(Reason.Popularity.class);
        assertThat(forYou.recommend(asking(5).build()).items()).allMatch(item -> item.explanation() == null);
    }

    private static Explanation explanation(Recommendations answer) {
        return Objects.requireNonNull(answer.items().get(0).explanation());
    }

    @Test
    void scores_can_be_had_everywhere_and_read_as_probabilities() {
        Campaign related = shop.createCampaign(
                "related",
                shop.createSolution("related", Shop.related().build()).train());
        RecommendationRequest about =
                RecommendationRequest.builder().itemId("c01").build();

        assertThat(related.recommend(about).items()).allMatch(item -> item.score() == null);
        assertThat(related.recommend(about.toBuilder().scores(true).build()).items())
                .first()
                .satisfies(item -> assertThat(item.score()).isPositive());
        assertThat(forYou.recommend(asking(10).build()).items())
                .allSatisfy(item -> assertThat(item.probability()).isBetween(0.0, 1.0));
    }

    @Test
    void a_search_and_a_persons_taste_are_blended_by_weight() {
        Map<String, Double> found = Map.of("d05", 9.0, "d06", 8.5, "c05", 8.0, "c06", 1.0);
        RankingRequest.Builder request = RankingRequest.builder(List.of("c06", "c05", "d05", "d06", "nothing"))
                .userId("cat007");
        List<String> personal = forYou.rank(request.build()).itemIds();

        assertThat(forYou.rank(request.relevance(found, 0).build()).itemIds())
                .containsExactly("d05", "d06", "c05", "c06", "nothing");
        assertThat(forYou.rank(request.relevance(found, 1).build()).itemIds()).isEqualTo(personal);
        assertThat(forYou.rank(request.relevance(found, 0.5).build()).itemIds()).startsWith("c05");
    }

    @Test
    void a_configuration_is_found_again_and_refuses_what_is_out_of_range() {
        CampaignConfig config = CampaignConfig.builder()
                .explorationWeight(0.3)
                .explorationItemAgeCutOff(2)
                .negativeEventTypes("hide", "dislike")
                .negativeStrength(0.5)
                .automaticUpdate(Duration.ofMinutes(5))
                .seed(4)
                .build();
        Campaign campaign = shop.createCampaign("configured", version, config);

        assertThat(campaign.config()).isEqualTo(config);
        campaign.update(shop.solution("for-you").train());
        assertThat(campaign.config()).isEqualTo(config);
        assertThatThrownBy(() -> CampaignConfig.builder().explorationWeight(1.1).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("explorationWeight");
        assertThatThrownBy(() ->
                        CampaignConfig.builder().explorationItemAgeCutOff(0.5).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("explorationItemAgeCutOff");
    }
}
