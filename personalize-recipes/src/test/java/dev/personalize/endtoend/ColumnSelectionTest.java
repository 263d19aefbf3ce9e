package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.Dataset;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.RecommendedItem;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that are left out of training leave no trace in the model, and are there for everything else. */
class ColumnSelectionTest {
    private static final List<String> EVENTS = List.of("USER_ID", "ITEM_ID", "TIMESTAMP", "DEVICE", "EVENT_VALUE");
    private static final List<String> ITEMS = List.of("ITEM_ID", "COLOUR", "PRICE");
    private static final List<String> USERS = List.of("USER_ID", "LIKES", "AGE");

    @TempDir
    Path folder;

    private static String field(String name) {
        String type = switch (name) {
            case "TIMESTAMP" -> "\"long\"";
            case "PRICE", "AGE", "EVENT_VALUE" -> "[\"null\", \"float\"]";
            case "COLOUR", "LIKES", "DEVICE" -> "[\"null\", \"string\"], \"categorical\": true";
            default -> "\"string\"";
        };
        return "{\"name\": \"" + name + "\", \"type\": " + type + "}";
    }

    private void load(DatasetGroup shop, String record, List<String> columns, List<String> left, List<String[]> rows) {
        String fields = left.stream()
                .map(ColumnSelectionTest::field)
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        List<String> lines = new ArrayList<>(List.of(String.join(",", left)));
        int[] kept = left.stream().mapToInt(columns::indexOf).toArray();
        rows.forEach(row -> lines.add(String.join(
                ",", Arrays.stream(kept).mapToObj(column -> row[column]).toList())));
        shop.createDataset(Schema.parse(
                        "{\"type\": \"record\", \"name\": \"" + record + "\", \"fields\": [" + fields + "]}"))
                .importCsv(Shop.write(folder, record + ".csv", lines));
    }

    /**
     * {@return a group in which everything says something: those of 20 like cheap red items and buy them on phones, those of 70
     * dear blue ones on tablets}
     *
     * @param left out columns of all datasets
     */
    private DatasetGroup shop(Personalize personalize, String... left) {
        List<String> out = List.of(left);
        Random random = new Random(11);
        List<String[]> events = new ArrayList<>();
        List<String[]> users = new ArrayList<>();
        List<String[]> items = new ArrayList<>();
        for (int item = 0; item < 40; item++) {
            boolean red = item % 2 == 0;
            items.add(new String[] {"i" + item, red ? "red" : "blue", String.valueOf(red ? 1 + item : 100 + item)});
        }
        for (int user = 0; user < 160; user++) {
            int kind = user % 2;
            users.add(new String[] {"u" + user, kind == 0 ? "red" : "blue", kind == 0 ? "20" : "70"});
            for (int i = 0; user < 150 && i < 10; i++) {
                int item = 2 * (int) (20 * random.nextDouble() * random.nextDouble()) + kind;
                events.add(new String[] {
                    "u" + user, "i" + item, String.valueOf(1000 + 10 * i), kind == 0 ? "phone" : "tablet", "" + i
                });
            }
        }
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        load(shop, "Interactions", EVENTS, without(EVENTS, out), events);
        load(shop, "Items", ITEMS, without(ITEMS, out), items);
        load(shop, "Users", USERS, without(USERS, out), users);
        return shop;
    }

    private static List<String> without(List<String> columns, List<String> out) {
        return columns.stream().filter(column -> !out.contains(column)).toList();
    }

    private static SolutionConfig.Builder config(String recipe) {
        return SolutionConfig.builder().recipe(recipe).seed(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"matrix-factorization", "similar-items", "blend", "item-attribute-affinity"})
    void what_is_excluded_leaves_no_trace_in_the_model(String recipe) {
        try (Personalize all = Personalize.inMemory();
                Personalize less = Personalize.inMemory()) {
            DatasetGroup shop = shop(all);
            SolutionVersion excluding = shop.createSolution(
                            "excluding",
                            config(recipe)
                                    .excludedColumns(DatasetType.USERS, "AGE")
                                    .excludedColumns(DatasetType.ITEMS, "PRICE")
                                    .excludedColumns(DatasetType.INTERACTIONS, "DEVICE", "EVENT_VALUE")
                                    .build())
                    .train();
            SolutionVersion including = shop.createSolution(
                            "including",
                            config(recipe)
                                    .includedColumns(DatasetType.USERS, "LIKES")
                                    .includedColumns(DatasetType.ITEMS, "COLOUR")
                                    .includedColumns(DatasetType.INTERACTIONS)
                                    .build())
                    .train();
            SolutionVersion everything =
                    shop.createSolution("all", config(recipe).build()).train();
            SolutionVersion lacking = shop(less, "AGE", "PRICE", "DEVICE", "EVENT_VALUE")
                    .createSolution("s", config(recipe).build())
                    .train();

            assertThat(excluding.checksums()).isEqualTo(lacking.checksums()).isNotEqualTo(everything.checksums());
            assertThat(excluding.metrics()).isEqualTo(lacking.metrics());
            assertThat(excluding.dataFingerprint()).isEqualTo(lacking.dataFingerprint());
            assertThat(including.checksums()).isEqualTo(lacking.checksums());
            assertThat(excluding.retrain().checksums()).isEqualTo(lacking.checksums());
        }
    }

    private static List<String> answers(Campaign campaign) {
        return IntStream.of(0, 1, 155, 158)
                .mapToObj(user -> campaign.recommend(RecommendationRequest.builder()
                        .userId("u" + user)
                        .context(Map.of("DEVICE", user % 2 == 0 ? "tablet" : "phone"))
                        .numResults(15)
                        .build()))
                .flatMap(answer -> answer.items().stream())
                .map(item -> item.itemId() + " " + item.score())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"matrix-factorization", "popularity-count"})
    void answers_do_not_know_of_it_either_and_filters_do(String recipe) {
        try (Personalize all = Personalize.inMemory();
                Personalize less = Personalize.inMemory()) {
            DatasetGroup shop = shop(all);
            SolutionVersion version = shop.createSolution(
                            "s",
                            config(recipe)
                                    .excludedColumns(DatasetType.USERS, "AGE")
                                    .excludedColumns(DatasetType.ITEMS, "PRICE")
                                    .excludedColumns(DatasetType.INTERACTIONS, "DEVICE")
                                    .build())
                    .train();
            Campaign campaign = shop.createCampaign("c", version);
            DatasetGroup other = shop(less, "AGE", "PRICE", "DEVICE");
            Campaign lacking = other.createCampaign(
                    "c", other.createSolution("s", config(recipe).build()).train());

            assertThat(answers(campaign)).isEqualTo(answers(lacking)).isNotEmpty();
            shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < 10");
            assertThat(campaign.recommend(RecommendationRequest.builder()
                                    .userId("u1")
                                    .filter("cheap")
                                    .build())
                            .items())
                    .extracting(RecommendedItem::itemId)
                    .containsExactlyInAnyOrder("i0", "i2", "i4", "i6", "i8");
        }
    }

    private static List<RecommendedItem> likeNew(Personalize personalize, boolean hasKind) {
        String kind = ", {\"name\": \"KIND\", \"type\": [\"null\", \"string\"], \"categorical\": true}";
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        Dataset items = shop.createDataset(Schema.parse("""
                {"type": "record", "name": "Items", "fields": [{"name": "ITEM_ID", "type": "string"},
                 {"name": "NAME", "type": ["null", "string"], "itemName": true},
                 {"name": "TEXT", "type": ["null", "string"], "textual": true}""" + (hasKind ? kind : "") + "]}"));
        List<String> texts = List.of("red lantern", "blue lantern", "paper cup", "paper plate", "glass lantern");
        for (int item = 0; item < texts.size(); item++) {
            Map<String, String> record = new HashMap<>(Map.of("name", texts.get(item), "text", "for the garden"));
            if (hasKind) {
                record.put("kind", item % 2 == 0 ? "even" : "odd");
            }
            items.put("i" + item, record);
        }
        SolutionConfig.Builder config = config("semantic-similarity");
        if (hasKind) {
            config.excludedColumns(DatasetType.ITEMS, "KIND");
        }
        Campaign campaign = shop.createCampaign(
                "c", shop.createSolution("s", config.build()).train());
        Map<String, String> green = new HashMap<>(Map.of("name", "green lantern", "text", "for the garden"));
        if (hasKind) {
            green.put("kind", "odd");
        }
        items.put("new", green);
        return campaign.recommend(RecommendationRequest.builder().itemId("new").build())
                .items();
    }

    @Test
    void models_that_go_on_learning_are_not_told_of_it_either() {
        try (Personalize all = Personalize.inMemory();
                Personalize less = Personalize.inMemory()) {
            assertThat(likeNew(all, true)).isEqualTo(likeNew(less, false)).isNotEmpty();
        }
    }

    @Test
    void the_choice_is_kept_and_told() {
        Path home = folder.resolve("home");
        SolutionConfig config = config("popularity-count")
                .excludedColumns(DatasetType.ITEMS, "PRICE")
                .includedColumns(DatasetType.USERS, "LIKES")
                .build();
        try (Personalize personalize = Personalize.open(home)) {
            shop(personalize).createSolution("s", config).train();
        }
        try (Personalize personalize = Personalize.open(home)) {
            Solution solution = personalize.datasetGroup("shop").solution("s");

            assertThat(solution.config().columns()).isEqualTo(config.columns());
            assertThat(solution.config().toBuilder().build().columns()).isEqualTo(config.columns());
            assertThat(solution.version(1).provenance().toString())
                    .contains("all events, only columns [LIKES] of users, without columns [PRICE] of items");
        }
    }

    @Test
    void columns_that_are_not_there_are_named_with_those_that_may_be_meant() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = shop(personalize);

            assertThatThrownBy(() -> shop.createSolution(
                            "s",
                            config("popularity-count")
                                    .excludedColumns(DatasetType.ITEMS, "PRIZE")
                                    .build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("the items dataset has no column 'PRIZE'; did you mean 'PRICE'?");
            assertThat(shop.findSolution("s")).isEmpty();

            DatasetGroup empty = personalize.createDatasetGroup("empty");
            Solution solution = empty.createSolution(
                    "s",
                    config("popularity-count")
                            .includedColumns(DatasetType.INTERACTIONS, "EVENT_KIND")
                            .build());
            empty.createDataset(Shop.INTERACTIONS).importCsv(Shop.write(folder, "events.csv", Shop.rows()));
            assertThatThrownBy(solution::train)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("no column 'EVENT_KIND'");
        }
    }

    @Test
    void what_training_cannot_do_without_cannot_be_excluded() {
        for (String column : List.of("EVENT_TYPE", "ITEM_ID", "TIMESTAMP")) {
            assertThatThrownBy(() -> config("sims")
                            .excludedColumns(DatasetType.INTERACTIONS, column)
                            .build())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("column '" + column + "' of the interactions dataset cannot be excluded");
        }
        assertThatThrownBy(() -> config("sims")
                        .excludedColumns(DatasetType.ACTIONS, "VALUE")
                        .build())
                .hasMessageContaining("columns of the actions dataset cannot be chosen");
        assertThatThrownBy(() -> config("sims")
                        .excludedColumns(DatasetType.ITEMS, "A")
                        .includedColumns(DatasetType.ITEMS, "B")
                        .build())
                .hasMessageContaining("both included and excluded");
        assertThatThrownBy(() -> config("sims")
                        .excludedColumns(
                                DatasetType.ITEMS,
                                IntStream.rangeClosed(1, 51)
                                        .mapToObj(i -> "C" + i)
                                        .toArray(String[]::new))
                        .build())
                .hasMessageContaining("at most 50 columns of a dataset can be named, were 51");
    }
}
