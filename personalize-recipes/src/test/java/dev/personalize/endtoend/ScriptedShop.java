package dev.personalize.endtoend;

import dev.personalize.Campaign;
import dev.personalize.Consumed;
import dev.personalize.Dataset;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Limits;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.data.Snapshot;
import dev.personalize.ingest.ImportMode;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import dev.personalize.storage.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A short life of a small shop, step by step, the same in every run; and what its home holds, as text to compare. */
final class ScriptedShop {
    private static final Schema ITEMS_WITH_COLOUR = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "NAME", "type": ["null", "string"]},
                        {"name": "PRICE", "type": ["null", "float"]}, {"name": "COLOUR", "type": ["null", "string"]}]}""");
    private static final String HEADER = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE";
    private static final List<String> USERS = List.of("ann", "bob", "cat", "dan", "stranger");

    private final Path folder;
    private final Path first;
    private final Path more;
    private final Path second;
    private final Path items;
    private final List<Step> steps = new ArrayList<>();

    /** One call that is done as a whole or not at all. */
    record Step(String name, Consumer<Personalize> action) {}

    ScriptedShop(Path folder) {
        this.folder = folder;
        this.first = Shop.write(
                folder, "first.csv", List.of(HEADER, "ann,tea,1,View,", "bob,tea,2,View,", "bob,milk,3,View,"));
        this.more = Shop.write(folder, "more.csv", List.of(HEADER, "cat,milk,4,View,", "cat,cake,5,View,"));
        this.second = Shop.write(
                folder, "second.csv", List.of(HEADER, "ann,cake,6,View,", "dan,tea,7,View,", "bob,cake,8,View,"));
        this.items = Shop.write(folder, "items.csv", List.of("ITEM_ID,NAME,PRICE", "tea,Tea,2", "milk,Milk,1"));
        data();
        models();
        changes();
        end();
    }

    private void step(String name, Consumer<Personalize> action) {
        steps.add(new Step(name, action));
    }

    private static DatasetGroup shop(Personalize personalize) {
        return personalize.datasetGroup("shop");
    }

    private static Dataset interactions(Personalize personalize) {
        return shop(personalize).dataset(DatasetType.INTERACTIONS);
    }

    private static Dataset items(Personalize personalize) {
        return shop(personalize).dataset(DatasetType.ITEMS);
    }

    private void data() {
        step("create group", personalize -> personalize.createDatasetGroup("shop"));
        step("register events", personalize -> personalize.createSchema("events", Shop.INTERACTIONS));
        step("register items", personalize -> personalize.createSchema("items", Shop.ITEMS));
        step("create interactions", personalize -> shop(personalize).createDataset(personalize.schema("events")));
        step("create items", personalize -> shop(personalize).createDataset(personalize.schema("items")));
        step("create tracker", personalize -> shop(personalize).createEventTracker("tracker"));
        step("tag items", personalize -> items(personalize).tags().tag(Map.of("team", "search", "stage", "test")));
        step("put first", personalize -> put(personalize, event("ann", "tea", 10)));
        step("import interactions", personalize -> interactions(personalize).importCsv(first));
        step("import items", personalize -> items(personalize).importCsv(items));
        step("put item", personalize -> items(personalize).put("tea", Map.of("name", "Green tea")));
        step("put two", personalize -> put(personalize, event("bob", "cake", 11), anonymous("s1", "milk", 12)));
        step(
                "import more",
                personalize -> interactions(personalize)
                        .importCsv(
                                more,
                                ImportOptions.builder()
                                        .mode(ImportMode.INCREMENTAL)
                                        .build()));
        step("compact", personalize -> shop(personalize).compact());
    }

    private void models() {
        step(
                "create solution",
                personalize -> shop(personalize)
                        .createSolution(
                                "popular",
                                SolutionConfig.builder()
                                        .recipe("popularity-count")
                                        .minimumData(MinimumData.NONE)
                                        .evaluate(false)
                                        .build()));
        step("train", personalize -> solution(personalize).train());
        step(
                "create campaign",
                personalize -> shop(personalize)
                        .createCampaign(
                                "home", solution(personalize).latestVersion().orElseThrow()));
        step(
                "create filter",
                personalize -> shop(personalize).createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < 3"));
        step(
                "update filter",
                personalize -> shop(personalize).filter("cheap").update("INCLUDE ItemID WHERE Items.PRICE < $MAX"));
        step(
                "tag filter",
                personalize -> shop(personalize).filter("cheap").tags().tag("team", "search"));
        step(
                "tag campaign",
                personalize -> shop(personalize).campaign("home").tags().tag("team", "search"));
        step(
                "tag version",
                personalize -> solution(personalize)
                        .latestVersion()
                        .orElseThrow()
                        .tags()
                        .tag("a", "b"));
        step("untag", personalize -> items(personalize).tags().untag("stage"));
        step("put identified", personalize -> put(personalize, event("cat", "tea", 13, "s1")));
    }

    private static Solution solution(Personalize personalize) {
        return shop(personalize).solution("popular");
    }

    private void changes() {
        step("import again", personalize -> interactions(personalize).importCsv(second));
        step(
                "delete user and item",
                personalize ->
                        shop(personalize).deleteData().user("bob").item("milk").run());
        step("register schema", personalize -> personalize.createSchema("colourful", ITEMS_WITH_COLOUR));
        step("replace schema", personalize -> items(personalize).replaceSchema(personalize.schema("colourful")));
        step(
                "put coloured item",
                personalize -> items(personalize).put("cake", Map.of("name", "Cake", "colour", "brown")));
        step(
                "import items again",
                personalize -> items(personalize)
                        .importCsv(Shop.write(
                                folder, "items2.csv", List.of("ITEM_ID,NAME,PRICE,COLOUR", "tea,Tee,3,green"))));
        step("put item again", personalize -> items(personalize).put("tea", Map.of("name", "Black tea")));
        step("put last", personalize -> put(personalize, event("dan", "cake", 14)));
        step("train again", personalize -> solution(personalize).train());
        step(
                "update campaign",
                personalize -> shop(personalize)
                        .campaign("home")
                        .update(solution(personalize).latestVersion().orElseThrow()));
        step("compact again", personalize -> shop(personalize).compact());
    }

    private void end() {
        step(
                "delete version",
                personalize -> solution(personalize)
                        .deleteVersion(solution(personalize).versions().get(0).number()));
        step("export", personalize -> interactions(personalize).exportCsv(folder.resolve("export.csv")));
        step("delete campaign", personalize -> shop(personalize).deleteCampaign("home"));
        step("delete solution", personalize -> shop(personalize).deleteSolution("popular"));
        step("delete filter", personalize -> shop(personalize).deleteFilter("cheap"));
        step("delete items", personalize -> shop(personalize).deleteDataset(DatasetType.ITEMS));
        step("create items again", personalize -> shop(personalize).createDataset(personalize.schema("items")));
        step("put after all", personalize -> put(personalize, event("ann", "milk", 15)));
    }

    List<Step> steps() {
        return steps;
    }

    /** {@return a home in which everything is done on the calling thread, so that each run changes the same files} */
    Personalize open(Storage storage) {
        return Personalize.builder()
                .clock(Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC))
                .executor(Runnable::run)
                .parallelism(1)
                .limits(Limits.builder().incrementalInteractions(1).build())
                .open(storage);
    }

    private static void put(Personalize personalize, Event... events) {
        shop(personalize).eventTracker().put(events);
    }

    static Event event(String userId, String itemId, long seconds) {
        return event(userId, itemId, seconds, userId + seconds);
    }

    private static Event event(String userId, String itemId, long seconds, String sessionId) {
        return built(userId, sessionId, itemId, seconds);
    }

    private static Event anonymous(String sessionId, String itemId, long seconds) {
        return built(null, sessionId, itemId, seconds);
    }

    private static Event built(@Nullable String userId, String sessionId, String itemId, long seconds) {
        return Event.builder()
                .userId(userId)
                .sessionId(sessionId)
                .eventId("event-" + seconds)
                .itemId(itemId)
                .type("View")
                .sentAt(Instant.ofEpochSecond(seconds))
                .build();
    }

    /** {@return the rows and the resources of the home, read from its files} */
    String data(Personalize personalize) {
        List<String> lines = new ArrayList<>();
        personalize.schemas().forEach(schema -> lines.add("schema " + schema.name()));
        for (DatasetGroup group : personalize.datasetGroups()) {
            lines.add("group " + group.name());
            group.findEventTracker().ifPresent(tracker -> lines.add("tracker " + tracker.name()));
            group.datasets().forEach(dataset -> addRows(dataset, lines));
            if (group.findDataset(DatasetType.INTERACTIONS).isPresent()) {
                addSnapshot(group.snapshot(), lines);
            }
            for (Campaign campaign : group.campaigns()) {
                Solution solution = group.solution(campaign.version().solution());
                boolean latest = solution.latestVersion().orElseThrow().number()
                        == campaign.version().number();
                lines.add("campaign " + campaign.name() + " of " + (latest ? "the latest version" : "an older version")
                        + ", tags " + campaign.tags().all());
            }
            group.filters()
                    .forEach(filter -> lines.add("filter " + filter.name() + ": " + filter.expression() + ", tags "
                            + filter.tags().all()));
            for (Solution solution : group.solutions()) {
                lines.add("solution " + solution.name() + ", versions "
                        + solution.versions().size());
                solution.versions()
                        .forEach(version ->
                                lines.add("version, tags " + version.tags().all()));
            }
        }
        return String.join("\n", lines);
    }

    private static void addRows(Dataset dataset, List<String> lines) {
        lines.add("dataset " + dataset.type() + " of " + dataset.schemaName() + ", imported " + dataset.rows()
                + ", tags " + dataset.tags().all());
    }

    private static void addSnapshot(Snapshot data, List<String> lines) {
        for (int item = 0; item < data.items().size(); item++) {
            for (int column = 0; column < data.itemAttributes().fields().size(); column++) {
                lines.add("item " + data.items().id(item) + ": "
                        + data.itemAttributes().fields().get(column).name() + " "
                        + data.itemAttributes().value(column, item));
            }
        }
        for (int user = 0; user < data.users().size(); user++) {
            for (int p = data.interactions().begin(user);
                    p < data.interactions().end(user);
                    p++) {
                lines.add("event " + data.users().id(user) + " "
                        + data.items().id(data.interactions().item(p)) + " "
                        + data.interactions().timestamp(p));
            }
        }
    }

    /** {@return what the campaign shows each user} */
    String answers(Personalize personalize) {
        List<String> lines = new ArrayList<>();
        for (DatasetGroup group : personalize.datasetGroups()) {
            for (Campaign campaign : group.campaigns()) {
                for (String user : USERS) {
                    lines.add("campaign " + campaign.name() + " for " + user + ": "
                            + campaign.recommend(RecommendationRequest.builder()
                                            .userId(user)
                                            .consumed(Consumed.EXCLUDED)
                                            .metadataColumns("NAME")
                                            .build())
                                    .items());
                }
            }
        }
        return String.join("\n", lines);
    }
}
