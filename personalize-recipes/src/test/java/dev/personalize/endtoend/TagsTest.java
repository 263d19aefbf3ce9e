package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.BatchInferenceJob;
import dev.personalize.Campaign;
import dev.personalize.Dataset;
import dev.personalize.DatasetGroup;
import dev.personalize.Filter;
import dev.personalize.Job;
import dev.personalize.Limits;
import dev.personalize.Personalize;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.Tags;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.error.TooManyTagKeysException;
import dev.personalize.error.TooManyTagsException;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.schema.DatasetType;
import dev.personalize.storage.HeapStorage;
import dev.personalize.testkit.FaultyStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagsTest {
    private static final SolutionConfig POPULAR = SolutionConfig.of("popularity-count");

    @TempDir
    Path folder;

    @Test
    void tags_are_put_read_and_removed_and_are_there_when_the_home_is_opened_again() {
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            Tags tags = personalize.createDatasetGroup("shop").tags();
            tags.tag("team", "search");
            tags.tag(Map.of("team", "home page", "cost-centre", "17", "note", ""));
            tags.untag("note", "never-there");
        }
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            assertThat(personalize.datasetGroup("shop").tags().all())
                    .isEqualTo(Map.of("team", "home page", "cost-centre", "17"));
        }
    }

    @Test
    void every_resource_of_a_group_has_tags_of_its_own() throws IOException {
        Map<String, Map<String, String>> expected;
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            DatasetGroup shop = shopWithEverything(personalize);
            Map<String, Tags> all = tagsOf(shop);
            all.forEach((resource, tags) -> tags.tag("this is", resource));
            expected = values(all);

            assertThat(expected)
                    .hasSize(12)
                    .allSatisfy((resource, tags) -> assertThat(tags).containsEntry("this is", resource));
        }
        try (Personalize personalize = Personalize.open(folder.resolve("home"))) {
            assertThat(values(tagsOf(personalize.datasetGroup("shop")))).isEqualTo(expected);
        }
    }

    private DatasetGroup shopWithEverything(Personalize personalize) throws IOException {
        DatasetGroup shop = Shop.open(personalize, folder);
        shop.eventTracker();
        shop.dataset(DatasetType.ITEMS).exportCsv(folder.resolve("export.csv"));
        SolutionVersion version = shop.createSolution("popular", POPULAR).train();
        shop.createSolution("Popular", POPULAR);
        shop.createCampaign("home-page", version);
        shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < 3");
        version.batchInference()
                .name("nightly")
                .input(Files.writeString(folder.resolve("in.jsonl"), "{\"userId\": \"cat001\"}\n"))
                .outputFolder(folder.resolve("out"))
                .run();
        return shop;
    }

    private static Map<String, Tags> tagsOf(DatasetGroup shop) {
        Dataset items = shop.dataset(DatasetType.ITEMS);
        Map<String, Tags> all = new HashMap<>();
        all.put("group", shop.tags());
        all.put("interactions", shop.dataset(DatasetType.INTERACTIONS).tags());
        all.put("items", items.tags());
        all.put("import", items.importTags(items.imports().get(0).name()));
        all.put("export", items.exportTags(items.exports().get(0).name()));
        all.put("tracker", shop.eventTracker().tags());
        all.put("solution", shop.solution("popular").tags());
        all.put("other solution", shop.solution("Popular").tags());
        all.put("version", shop.solution("popular").version(1).tags());
        all.put("campaign", shop.campaign("home-page").tags());
        all.put("filter", shop.filter("cheap").tags());
        all.put("batch job", shop.batchInferenceTags("nightly"));
        return all;
    }

    private static Map<String, Map<String, String>> values(Map<String, Tags> all) {
        return all.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().all()));
    }

    @Test
    void jobs_have_the_tags_they_were_asked_for_with() throws IOException {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = shopWithEverything(personalize);
            Dataset items = shop.dataset(DatasetType.ITEMS);
            items.importCsv(
                    folder.resolve("items.csv"),
                    ImportOptions.builder()
                            .name("again")
                            .tags(Map.of("why", "prices"))
                            .build());
            BatchInferenceJob.Builder batch = shop.solution("popular")
                    .version(1)
                    .batchInference()
                    .name("tagged")
                    .tags(Map.of("team", "mail"))
                    .input(folder.resolve("in.jsonl"))
                    .outputFolder(folder.resolve("out"));
            batch.run();

            assertThat(items.importTags("again").all()).isEqualTo(Map.of("why", "prices"));
            assertThat(shop.batchInferenceTags("tagged").all()).isEqualTo(Map.of("team", "mail"));
            assertThat(shop.batchInferenceTags("nightly").all()).isEmpty();
            assertThatThrownBy(() ->
                            batch.name("refused").tags(Map.of("", "no key")).run())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("batch inference job 'refused'");
            assertThat(shop.batchInferenceJobs()).extracting(Job::name).containsExactly("nightly", "tagged");
        }
    }

    @Test
    void a_job_that_is_not_there_has_no_tags() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Dataset items = shop.dataset(DatasetType.ITEMS);
            String ofInteractions =
                    shop.dataset(DatasetType.INTERACTIONS).imports().get(0).name();

            assertThatThrownBy(() -> items.importTags(ofInteractions))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("items dataset")
                    .hasMessageContaining(ofInteractions);
            assertThatThrownBy(() -> items.exportTags("x")).isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> shop.batchInferenceTags("x")).isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> shop.batchSegmentTags("../x"))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("../x");
        }
    }

    @Test
    void a_resource_has_at_most_fifty_keys() {
        try (Personalize personalize = Personalize.inMemory()) {
            Tags tags = personalize.createDatasetGroup("shop").tags();
            tags.tag(numbered(0, 49));

            assertThatThrownBy(() -> tags.tag(numbered(49, 51)))
                    .isInstanceOf(TooManyTagsException.class)
                    .hasMessageContaining("dataset group 'shop' would have 51 tags; at most 50")
                    .hasMessageContaining("Limits.tagsPerResource");
            assertThat(tags.all()).isEqualTo(numbered(0, 49));
            tags.tag(numbered(49, 50));
            tags.tag("key 7", "another value");
            assertThat(tags.all()).hasSize(50).containsEntry("key 7", "another value");
        }
    }

    @Test
    void more_keys_than_a_resource_can_have_are_not_removed_at_once() {
        try (Personalize personalize = Personalize.inMemory()) {
            Tags tags = personalize.createDatasetGroup("shop").tags();
            tags.tag("key 0", "value");

            assertThatThrownBy(() -> tags.untag(numbered(0, 51).keySet()))
                    .isInstanceOf(TooManyTagKeysException.class)
                    .hasMessageContaining("51 tag keys")
                    .hasMessageContaining("at most 50");
            assertThat(tags.all()).hasSize(1);
            tags.untag(numbered(0, 50).keySet());
            assertThat(tags.all()).isEmpty();
        }
    }

    @Test
    void limits_are_configuration() {
        Limits limits = Limits.builder().tagsPerResource(300).build();
        try (Personalize personalize = Personalize.builder().limits(limits).inMemory()) {
            Tags tags = personalize.createDatasetGroup("shop").tags();

            assertThatThrownBy(() -> tags.tag(numbered(0, 201)))
                    .isInstanceOf(TooManyTagsException.class)
                    .hasMessageContaining("201 tags")
                    .hasMessageContaining("at most 200")
                    .hasMessageContaining("Limits.tagsPerRequest");
            tags.tag(numbered(0, 200));
            tags.tag(numbered(200, 300));
            assertThat(tags.all()).hasSize(300);
        }
    }

    @Test
    void values_may_change_and_keys_may_go_where_the_limit_was_lowered() {
        HeapStorage storage = new HeapStorage();
        try (Personalize personalize = Personalize.builder().open(storage)) {
            personalize.createDatasetGroup("shop").tags().tag(numbered(0, 3));
        }
        Limits lowered = Limits.builder().tagsPerResource(2).build();
        try (Personalize personalize = Personalize.builder().limits(lowered).open(storage)) {
            Tags tags = personalize.datasetGroup("shop").tags();
            tags.tag("key 0", "another");
            assertThatThrownBy(() -> tags.tag("key 3", "new")).isInstanceOf(TooManyTagsException.class);
            tags.untag("key 1", "key 2");
            assertThat(tags.all()).isEqualTo(Map.of("key 0", "another"));
        }
    }

    @Test
    void bad_tags_are_refused_with_all_that_came_with_them() {
        try (Personalize personalize = Personalize.inMemory()) {
            Tags tags = personalize.createDatasetGroup("shop").tags();
            String longest = "k".repeat(128);
            tags.tag(longest, "v".repeat(256));

            requireRefused(tags, Map.of("fine", "", "", "x"), "tag key '' of dataset group 'shop' has 0 characters");
            requireRefused(tags, Map.of("fine", "", longest + "k", "x"), "has 129 characters: give 1 to 128");
            requireRefused(tags, Map.of("fine", "", "long", "v".repeat(257)), "of tag 'long' of dataset group 'shop'");
            requireRefused(tags, Map.of("fine", "", "half\ud83d", "x"), "half a character");
            requireRefused(tags, Map.of("fine", "", "half", "\ude00"), "half a character");
            assertThatThrownBy(() -> tags.untag(longest, "")).isInstanceOf(InvalidInputException.class);
            assertThat(tags.all()).containsOnlyKeys(longest);
            tags.tag("\ud83d\ude00 \"\\\n", "any text: \u0000, =, /");
            assertThat(tags.all()).containsEntry("\ud83d\ude00 \"\\\n", "any text: \u0000, =, /");
        }
    }

    private static void requireRefused(Tags tags, Map<String, String> bad, String message) {
        assertThatThrownBy(() -> tags.tag(bad))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void tags_go_with_their_resource_and_do_not_come_back_with_its_name() throws IOException {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = shopWithEverything(personalize);
            Map<String, Tags> all = tagsOf(shop);
            all.values().forEach(tags -> tags.tag("old", "yes"));
            Campaign campaign = shop.campaign("home-page");
            Filter filter = shop.filter("cheap");
            Solution solution = shop.solution("popular");
            SolutionVersion version = solution.version(1);
            String trackingId = shop.eventTracker().trackingId();

            shop.deleteCampaign("home-page");
            shop.deleteFilter("cheap");
            shop.deleteSolution("popular");
            shop.deleteEventTracker();
            shop.deleteDataset(DatasetType.ITEMS);

            for (String deleted : List.of("campaign", "filter", "solution", "version", "tracker", "items")) {
                Tags tags = Objects.requireNonNull(all.get(deleted));
                assertThatThrownBy(tags::all).as(deleted).isInstanceOf(ResourceNotFoundException.class);
                assertThatThrownBy(() -> tags.tag("new", "no")).isInstanceOf(ResourceNotFoundException.class);
                assertThatThrownBy(() -> tags.untag("old")).isInstanceOf(ResourceNotFoundException.class);
            }
            assertThatThrownBy(() -> campaign.tags().all()).hasMessageContaining("campaign 'home-page'");
            assertThatThrownBy(() -> filter.tags().all()).hasMessageContaining("filter 'cheap'");
            assertThatThrownBy(() -> version.tags().all()).hasMessageContaining("version 1 of solution 'popular'");

            shop.createDataset(Shop.ITEMS);
            SolutionVersion next = shop.createSolution("popular", POPULAR).train();
            assertThat(shop.createCampaign("home-page", next).tags().all()).isEmpty();
            assertThat(shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < 3")
                            .tags()
                            .all())
                    .isEmpty();
            assertThat(shop.solution("popular").tags().all()).isEmpty();
            assertThat(next.tags().all()).isEmpty();
            assertThat(shop.dataset(DatasetType.ITEMS).tags().all()).isEmpty();
            assertThat(shop.eventTracker().trackingId()).isNotEqualTo(trackingId);
            assertThat(shop.eventTracker().tags().all()).isEmpty();
            assertThat(shop.solution("Popular").tags().all()).containsKey("old");
        }
    }

    @Test
    void what_a_resource_left_behind_when_the_process_died_is_not_inherited() {
        HeapStorage storage = new HeapStorage();
        FaultyStorage dying = new FaultyStorage(storage);
        try (Personalize personalize = Personalize.builder().open(dying)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < 3")
                    .tags()
                    .tag("old", "yes");
            dying.failAt(dying.operations() + 2); // the filter goes, its tags stay

            assertThatThrownBy(() -> shop.deleteFilter("cheap")).isInstanceOf(UncheckedIOException.class);
        }
        assertThat(HomeFiles.of(storage)).containsKey("shop/tags/filters/cheap.json");
        try (Personalize personalize = Personalize.builder().open(storage)) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            assertThat(shop.findFilter("cheap")).isEmpty();

            Filter again = shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < 4");

            assertThat(again.tags().all()).isEmpty();
        }
    }

    @Test
    void a_second_dataset_or_tracker_that_is_refused_takes_no_tags_away() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            shop.dataset(DatasetType.ITEMS).tags().tag("a", "1");
            shop.eventTracker().tags().tag("b", "2");

            assertThatThrownBy(() -> shop.createDataset(Shop.ITEMS)).isInstanceOf(ResourceAlreadyExistsException.class);
            assertThatThrownBy(() -> shop.createDataset(personalize.schemas().get(0)))
                    .isInstanceOf(ResourceAlreadyExistsException.class);
            assertThatThrownBy(() -> shop.createEventTracker("x")).isInstanceOf(ResourceAlreadyExistsException.class);
            assertThat(shop.dataset(DatasetType.ITEMS).tags().all()).hasSize(1);
            assertThat(shop.eventTracker().tags().all()).hasSize(1);
        }
    }

    @Test
    void a_version_stays_what_it_was() throws IOException {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            SolutionVersion version = shop.createSolution("popular", POPULAR).train();
            Map<String, String> checksums = version.checksums();
            String provenance = version.provenance().toString();
            version.exportTo(folder.resolve("before.zip"));

            version.tags().tag("stage", "production");
            shop.solution("popular").tags().tag("stage", "production");
            version.exportTo(folder.resolve("after.zip"));

            assertThat(version.checksums()).isEqualTo(checksums);
            assertThat(version.provenance()).hasToString(provenance);
            assertThat(folder.resolve("after.zip")).hasSameBinaryContentAs(folder.resolve("before.zip"));
            SolutionVersion imported = shop.solution("popular").importVersion(folder.resolve("after.zip"));
            assertThat(imported.tags().all()).isEmpty();
        }
    }

    @Test
    void a_changed_byte_is_found() {
        HeapStorage storage = new HeapStorage();
        try (Personalize personalize = Personalize.builder().open(storage)) {
            personalize.createDatasetGroup("shop").tags().tag("team", "search");
        }
        String file = "shop/tags/group.json";
        String text = HomeFiles.of(storage).getOrDefault(file, "").replace("search", "sea_ch");
        storage.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        try (Personalize personalize = Personalize.builder().open(storage)) {
            Tags tags = personalize.datasetGroup("shop").tags();

            assertThatThrownBy(tags::all)
                    .isInstanceOf(CorruptArtifactException.class)
                    .hasMessageContaining(file);
        }
    }

    @Test
    void threads_that_tag_one_resource_lose_no_tag() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            CountDownLatch start = new CountDownLatch(threads);
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int own = thread * 6;
                done.add(pool.submit(() -> {
                    start.countDown();
                    start.await();
                    for (int i = own; i < own + 6; i++) {
                        shop.tags().tag(numbered(i, i + 1));
                    }
                    shop.tags().untag("key " + own);
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }

            Map<String, String> expected = numbered(0, 48);
            IntStream.range(0, threads).forEach(thread -> expected.remove("key " + thread * 6));
            assertThat(shop.tags().all()).isEqualTo(expected);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Map<String, String> numbered(int from, int to) {
        return IntStream.range(from, to).boxed().collect(Collectors.toMap(i -> "key " + i, i -> "value " + i));
    }
}
