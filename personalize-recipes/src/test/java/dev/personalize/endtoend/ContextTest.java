package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.Campaign;
import dev.personalize.CampaignConfig;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Personalize;
import dev.personalize.RankingRequest;
import dev.personalize.Reason;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.RecommendedItem;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the context of a request does to answers for users with a history. */
class ContextTest {
    private static final Schema INTERACTIONS = Schema.parse("""
            {"type": "record", "name": "Interactions", "fields": [{"name": "USER_ID", "type": "string"},
             {"name": "ITEM_ID", "type": "string"}, {"name": "TIMESTAMP", "type": "long"},
             {"name": "DEVICE", "type": ["null", "string"], "categorical": true}]}""");
    private static final Map<String, String> PHONE = Map.of("DEVICE", "phone");
    private static final Map<String, String> TV = Map.of("DEVICE", "tv");

    @TempDir
    Path folder;

    private final Personalize personalize = Personalize.inMemory();

    @AfterEach
    void close() {
        personalize.close();
    }

    /** On phones people have things with an even number, on TVs those with an odd one. */
    private static String byNumber(String item) {
        return item.equals("tea") ? "" : (item.charAt(2) - '0') % 2 == 0 ? "phone" : "tv";
    }

    private DatasetGroup shop(UnaryOperator<String> deviceOfItem) {
        DatasetGroup shop = personalize.createDatasetGroup(
                "shop-" + personalize.datasetGroups().size());
        List<String> events = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,DEVICE"));
        Shop.rows().stream().skip(1).forEach(row -> {
            String[] cells = row.split(",", -1);
            events.add(cells[0] + "," + cells[1] + "," + cells[2] + "," + deviceOfItem.apply(cells[1]));
        });
        shop.createDataset(INTERACTIONS).importCsv(Shop.write(folder, "interactions.csv", events));
        return shop;
    }

    private static SolutionVersion trained(DatasetGroup shop, SolutionConfig config) {
        return shop.createSolution(
                        "solution", config.toBuilder().evaluate(false).build())
                .train();
    }

    private Campaign campaign(SolutionConfig config) {
        DatasetGroup shop = shop(ContextTest::byNumber);
        return shop.createCampaign("campaign", trained(shop, config));
    }

    private static RecommendationRequest.Builder request(Map<String, String> context) {
        return RecommendationRequest.builder()
                .userId("cat007")
                .numResults(12)
                .scores(true)
                .context(context);
    }

    private static List<RecommendedItem> items(Campaign campaign, Map<String, String> context) {
        return campaign.recommend(request(context).build()).items();
    }

    private static long even(List<String> itemIds) {
        return itemIds.stream().filter(item -> byNumber(item).equals("phone")).count();
    }

    @Test
    void a_user_gets_what_is_had_in_the_context_and_still_what_suits_him() {
        Campaign campaign = campaign(Shop.factors());

        List<String> onThePhone = campaign.recommend(request(PHONE).build()).itemIds();
        List<String> onTv = campaign.recommend(request(TV).build()).itemIds();

        assertThat(even(onThePhone)).isGreaterThanOrEqualTo(9);
        assertThat(even(onTv)).isLessThanOrEqualTo(3);
        assertThat(onThePhone).filteredOn(item -> item.startsWith("c")).hasSizeGreaterThanOrEqualTo(9);
        assertThat(onTv).filteredOn(item -> item.startsWith("c")).hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void a_context_nobody_has_heard_of_changes_nothing() {
        Campaign campaign = campaign(Shop.factors());

        for (Map<String, String> unknown : List.of(Map.of("DEVICE", "watch"), Map.of("PLACE", "phone"))) {
            assertThat(items(campaign, unknown)).isEqualTo(items(campaign, Map.of()));
        }
    }

    /** The two groups have the same events but for their context, hence the same model; only one version knows a context. */
    @Test
    void without_a_context_answers_are_those_of_a_version_that_knows_none() {
        DatasetGroup telling = shop(ContextTest::byNumber);
        DatasetGroup silent = shop(item -> "phone");
        Campaign campaign = telling.createCampaign("campaign", trained(telling, Shop.factors()));
        Campaign without = silent.createCampaign("campaign", trained(silent, Shop.factors()));

        for (int user = 0; user < Shop.USERS_OF_A_KIND; user++) {
            String userId = String.format("%s%03d", user % 2 == 0 ? "cat" : "dog", user);
            RecommendationRequest request =
                    request(Map.of()).userId(userId).explanations(true).build();
            RankingRequest ranking = RankingRequest.of(userId, List.of("c03", "c04", "d05", "tea"));

            assertThat(campaign.recommend(request).items())
                    .isEqualTo(without.recommend(request).items());
            assertThat(campaign.rank(ranking).items())
                    .isEqualTo(without.rank(ranking).items());
        }
    }

    @Test
    void a_ranking_follows_the_context_with_the_scores_of_recommendations() {
        Campaign campaign = campaign(Shop.factors());
        List<String> given = List.of("c03", "c04", "c05", "c06", "d01");

        Recommendations onTv = campaign.rank(RankingRequest.builder(given)
                .userId("cat007")
                .context(TV)
                .explanations(true)
                .build());

        assertThat(onTv.itemIds().subList(0, 2)).containsExactlyInAnyOrder("c03", "c05");
        Map<String, Double> raw = new HashMap<>();
        campaign.recommend(request(TV).numResults(61).explanations(true).build())
                .items()
                .forEach(item -> raw.put(
                        item.itemId(),
                        Objects.requireNonNull(item.explanation()).rawScore()));
        assertThat(onTv.items())
                .allSatisfy(item -> assertThat(
                                Objects.requireNonNull(item.explanation()).rawScore())
                        .isEqualTo(raw.get(item.itemId())));
    }

    @Test
    void an_explanation_names_the_context_and_still_sums_to_the_raw_score() {
        Campaign campaign = campaign(Shop.factors());
        campaign.update(CampaignConfig.builder().negativeEventTypes("Dislike").build());
        RecommendationRequest plain = request(PHONE).explanations(true).build();
        RecommendationRequest disliking = plain.toBuilder()
                .history(List.of(Event.of("cat007", "c02", "Dislike")))
                .build();

        for (RecommendationRequest request : List.of(plain, disliking)) {
            List<RecommendedItem> items = campaign.recommend(request).items();
            assertThat(items).allSatisfy(item -> {
                var why = Objects.requireNonNull(item.explanation());
                assertThat(why.reasons().stream().mapToDouble(Reason::value).sum())
                        .isCloseTo(Objects.requireNonNull(why.rawScore()), within(1e-4));
            });
            assertThat(Objects.requireNonNull(items.get(0).explanation()).reasons())
                    .anySatisfy(reason -> assertThat(reason)
                            .isInstanceOfSatisfying(
                                    Reason.Attribute.class,
                                    context -> assertThat(context.column() + context.text())
                                            .isEqualTo("DEVICEphone")));
        }
    }

    @Test
    void lines_of_a_batch_have_contexts_of_their_own() throws IOException {
        DatasetGroup shop = shop(ContextTest::byNumber);
        SolutionVersion version = trained(shop, Shop.factors());
        Campaign campaign = shop.createCampaign("campaign", version);
        Path input = Shop.write(
                folder,
                "users.jsonl",
                List.of(
                        "{\"userId\": \"cat007\", \"context\": {\"DEVICE\": \"tv\"}}",
                        "{\"userId\": \"cat007\"}",
                        "{\"userId\": \"cat007\", \"context\": {\"DEVICE\": \"phone\"}}"));

        List<String> lines = Files.readAllLines(version.batchInference()
                .input(input)
                .numResults(12)
                .outputFolder(folder.resolve("out"))
                .run()
                .output());

        List<Map<String, String>> contexts = List.of(TV, Map.of(), PHONE);
        for (int i = 0; i < lines.size(); i++) {
            List<String> expected =
                    campaign.recommend(request(contexts.get(i)).build()).itemIds();
            assertThat(lines.get(i)).contains("[\"" + String.join("\",\"", expected) + "\"]");
        }
        assertThat(lines.get(0)).isNotEqualTo(lines.get(2));
    }

    @Test
    void recipes_of_other_types_pass_a_context_over() {
        DatasetGroup shop = shop(ContextTest::byNumber);
        for (SolutionConfig config : List.of(
                Shop.related().evaluate(false).build(),
                SolutionConfig.builder()
                        .recipe("popularity-count")
                        .evaluate(false)
                        .build())) {
            SolutionVersion version =
                    shop.createSolution(config.recipe(), config).train();
            Campaign campaign = shop.createCampaign(config.recipe(), version);
            version.exportTo(folder.resolve(config.recipe()));

            assertThat(folder.resolve(config.recipe()).resolve("context.safetensors"))
                    .doesNotExist();
            RecommendationRequest.Builder request = request(Map.of()).itemId("c03");
            assertThat(campaign.recommend(request.context(PHONE).build()).items())
                    .isEqualTo(campaign.recommend(request.context(Map.of()).build())
                            .items());
            RankingRequest.Builder ranking =
                    RankingRequest.builder(List.of("c03", "c04", "c05")).userId("cat007");
            assertThat(campaign.rank(ranking.context(PHONE).build()).items())
                    .isEqualTo(campaign.rank(ranking.context(Map.of()).build()).items());
        }
    }

    @Test
    void contexts_come_along_with_an_exported_version_and_are_the_same_bytes_when_trained_again() throws IOException {
        DatasetGroup shop = shop(ContextTest::byNumber);
        SolutionVersion version = trained(shop, Shop.factors());
        List<byte[]> files = new ArrayList<>();
        for (Path target : List.of(folder.resolve("first"), folder.resolve("second"))) {
            version.exportTo(target);
            files.add(Files.readAllBytes(target.resolve("context.safetensors")));
            version =
                    shop.createSolution("again" + files.size(), Shop.factors()).train();
        }
        SolutionVersion imported =
                shop.createSolution("imported", Shop.factors()).importVersion(folder.resolve("first"));

        assertThat(files.get(1)).isEqualTo(files.get(0));
        assertThat(Stream.of(PHONE, TV)
                        .map(context -> items(shop.createCampaign("i" + context.get("DEVICE"), imported), context)))
                .doesNotContain(items(shop.createCampaign("plain", imported), Map.of()));
    }

    @Test
    void a_context_that_is_chance_leaves_no_file_and_changes_nothing() {
        Random random = new Random(6);
        DatasetGroup shop = shop(item -> random.nextBoolean() ? "phone" : "tv");
        SolutionVersion version = trained(shop, Shop.factors());
        Campaign campaign = shop.createCampaign("campaign", version);
        version.exportTo(folder.resolve("version"));

        assertThat(folder.resolve("version").resolve("context.safetensors")).doesNotExist();
        assertThat(items(campaign, PHONE)).isEqualTo(items(campaign, Map.of()));
    }
}
