package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Filter;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.RegisteredSchema;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No name reaches a file outside the home or of another name, and no id is more than data. */
class OddNamesTest {
    private static final List<String> LOOKALIKES =
            List.of("Shop", "shop", "SHOP", "shoP", "con", "CON", "nul", "com1", "Lpt9", "aux", "prn");
    private static final List<String> IDS = List.of(
            "../x",
            "..",
            "/etc/passwd",
            "C:\\x",
            "it's",
            "say \"hi\"",
            "a,b",
            "a|b",
            "nul\u0000byte",
            "tab\there",
            " padded ",
            "con",
            "Con",
            "\uD83D\uDE00",
            "e\u0301",
            "\u00E9",
            "\uFEFFmark",
            "=1+1",
            "x".repeat(256));

    private static final String BOUGHT = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Purchase\")";

    @TempDir
    Path folder;

    static Stream<String> refused() {
        return Stream.of(
                "",
                " ",
                ".",
                "..",
                "../shop",
                "shop/../barn",
                "/shop",
                "shop/barn",
                "shop\\barn",
                "C:shop",
                "shop\u0000",
                "shop\n",
                "shop ",
                "shop.json",
                "-shop",
                "_schemas",
                "shop~1",
                "sh\u00F6p",
                "\uFF53hop",
                "shop\u202E",
                "\uD83D\uDE00".repeat(128),
                "\u4E2D".repeat(256),
                "x".repeat(64));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_name_that_is_no_plain_word_is_refused_for_every_kind_of_resource(String name) {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(Shop.INTERACTIONS);
            shop.eventTracker().put(Event.of("u", "i", "View"));
            shop.deleteEventTracker();
            SolutionVersion version =
                    shop.createSolution("popular", popular().build()).train();
            Path csv = Shop.write(folder, "one.csv", List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE", "u,i,1,View"));
            Map<String, Runnable> uses = Map.ofEntries(
                    Map.entry("create group", () -> personalize.createDatasetGroup(name)),
                    Map.entry("find group", () -> personalize.findDatasetGroup(name)),
                    Map.entry("delete group", () -> personalize.deleteDatasetGroup(name)),
                    Map.entry("create schema", () -> personalize.createSchema(name, Shop.ITEMS)),
                    Map.entry("find schema", () -> personalize.schema(name)),
                    Map.entry("delete schema", () -> personalize.deleteSchema(name)),
                    Map.entry("create tracker", () -> shop.createEventTracker(name)),
                    Map.entry(
                            "create solution",
                            () -> shop.createSolution(name, popular().build())),
                    Map.entry("find solution", () -> shop.findSolution(name)),
                    Map.entry("delete solution", () -> shop.deleteSolution(name)),
                    Map.entry("create campaign", () -> shop.createCampaign(name, version)),
                    Map.entry("find campaign", () -> shop.findCampaign(name)),
                    Map.entry("delete campaign", () -> shop.deleteCampaign(name)),
                    Map.entry("create filter", () -> shop.createFilter(name, BOUGHT)),
                    Map.entry("find filter", () -> shop.findFilter(name)),
                    Map.entry("delete filter", () -> shop.deleteFilter(name)),
                    Map.entry(
                            "import",
                            () -> shop.dataset(DatasetType.INTERACTIONS)
                                    .importCsv(
                                            csv,
                                            ImportOptions.builder().name(name).build())),
                    Map.entry(
                            "deletion",
                            () -> shop.deleteData().user("u").name(name).run()));

            uses.forEach(
                    (use, call) -> assertThatThrownBy(call::run).as(use).isInstanceOf(InvalidInputException.class));

            assertThat(shop.dataset(DatasetType.INTERACTIONS).imports()).isEmpty();
            assertThat(shop.snapshot().interactions().size()).isOne();
        }
    }

    private static SolutionConfig.Builder popular() {
        return SolutionConfig.builder()
                .recipe("popularity-count")
                .minimumData(MinimumData.NONE)
                .evaluate(false);
    }

    @Test
    void names_that_some_file_systems_take_for_one_or_for_a_device_live_side_by_side() throws IOException {
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.open(home)) {
            for (String name : LOOKALIKES) {
                RegisteredSchema schema = personalize.createSchema(name, schemaWith(name));
                DatasetGroup group = personalize.createDatasetGroup(name);
                group.createDataset(schema);
                group.createEventTracker(name).put(Event.of("user of " + name, "thing", "View"));
            }
            DatasetGroup shop = personalize.datasetGroup("shop");
            for (String name : LOOKALIKES) {
                Solution solution = shop.createSolution(
                        name, popular().seed(LOOKALIKES.indexOf(name)).build());
                shop.createCampaign(name, solution.train());
                shop.createFilter(name, filterWith(name));
            }
        }
        try (Personalize personalize = Personalize.open(home)) {
            assertThat(personalize.datasetGroups())
                    .extracting(DatasetGroup::name)
                    .containsExactlyInAnyOrderElementsOf(LOOKALIKES);
            assertThat(personalize.schemas())
                    .extracting(RegisteredSchema::name)
                    .containsExactlyInAnyOrderElementsOf(LOOKALIKES);
            DatasetGroup shop = personalize.datasetGroup("shop");
            assertThat(shop.solutions()).extracting(Solution::name).containsExactlyInAnyOrderElementsOf(LOOKALIKES);
            assertThat(shop.campaigns()).extracting(Campaign::name).containsExactlyInAnyOrderElementsOf(LOOKALIKES);
            assertThat(shop.filters()).extracting(Filter::name).containsExactlyInAnyOrderElementsOf(LOOKALIKES);
            for (String name : LOOKALIKES) {
                DatasetGroup group = personalize.datasetGroup(name);
                assertThat(personalize.schema(name).schema().toJson())
                        .isEqualTo(schemaWith(name).toJson());
                assertThat(group.dataset(DatasetType.INTERACTIONS).schemaName()).isEqualTo(name);
                assertThat(ids(group.snapshot())).containsExactly("user of " + name);
                assertThat(group.eventTracker().name()).isEqualTo(name);
                assertThat(shop.solution(name).config().seed()).isEqualTo(LOOKALIKES.indexOf(name));
                assertThat(shop.campaign(name).version().solution()).isEqualTo(name);
                assertThat(shop.filter(name).expression()).isEqualTo(filterWith(name));
            }
        }
        assertEveryFileIsInTheHomeAndEverywhereStorable(home);
    }

    private static String filterWith(String name) {
        return "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"%s\")".formatted(name);
    }

    private static Schema schemaWith(String name) {
        return Schema.parse("""
                {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
                 "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
                            {"name": "TIMESTAMP", "type": "long"}, {"name": "IN_%d", "type": ["null", "string"]}]}""".formatted(LOOKALIKES.indexOf(name)));
    }

    private static List<String> ids(Snapshot snapshot) {
        return snapshot.users().ids();
    }

    private void assertEveryFileIsInTheHomeAndEverywhereStorable(Path home) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            assertThat(children.filter(child -> !child.getFileName().toString().endsWith(".csv")))
                    .containsExactly(home);
        }
        try (Stream<Path> files = Files.walk(home)) {
            List<String> paths = files.map(
                            file -> home.relativize(file).toString().toLowerCase(Locale.ROOT))
                    .toList();
            assertThat(paths).doesNotHaveDuplicates();
            assertThat(paths)
                    .allSatisfy(path -> assertThat(path.split("[/\\\\]"))
                            .allSatisfy(
                                    part -> assertThat(part).doesNotMatch("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?")));
        }
    }

    @Test
    void ids_of_users_and_items_are_only_data() throws IOException {
        Path home = folder.resolve("home");
        String before;
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            shop.createDataset(Shop.INTERACTIONS);
            shop.createDataset(Shop.ITEMS);
            for (String id : IDS) {
                shop.eventTracker()
                        .put(Event.builder()
                                .userId(id)
                                .sessionId(id)
                                .itemId(id)
                                .type("View")
                                .eventId(id)
                                .sentAt(Instant.ofEpochSecond(1))
                                .build());
                shop.dataset(DatasetType.ITEMS).put(id, Map.of("name", id));
            }
            shop.compact();
            before = shop.snapshot().fingerprint();
            shop.createCampaign(
                    "home", shop.createSolution("popular", popular().build()).train());
        }
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            assertThat(shop.snapshot().fingerprint()).isEqualTo(before);
            assertThat(ids(shop.snapshot())).containsExactlyInAnyOrderElementsOf(IDS);
            for (String id : IDS) {
                assertThat(shop.campaign("home")
                                .recommend(RecommendationRequest.forUser(id))
                                .itemIds())
                        .isSubsetOf(IDS);
            }
            assertThat(fingerprintAfterExportAndImport(shop)).isEqualTo(before);
            for (String id : IDS) {
                assertThat(shop.deleteData().user(id).run().numDeleted()).as(id).isOne();
            }
            assertThat(shop.snapshot().interactions().size()).isZero();
        }
        assertEveryFileIsInTheHomeAndEverywhereStorable(home);
    }

    private String fingerprintAfterExportAndImport(DatasetGroup shop) {
        try (Personalize other = Personalize.inMemory()) {
            DatasetGroup copy = other.createDatasetGroup("copy");
            for (DatasetType type : List.of(DatasetType.INTERACTIONS, DatasetType.ITEMS)) {
                Path csv = folder.resolve(type.label() + ".csv");
                shop.dataset(type).exportCsv(csv);
                copy.createDataset(shop.dataset(type).schema()).importCsv(csv);
            }
            return copy.snapshot().fingerprint();
        }
    }
}
