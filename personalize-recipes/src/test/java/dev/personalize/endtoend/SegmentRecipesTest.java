package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.BatchSegmentJob;
import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behaviour reference §4.11 and §9.2, features D13 and D14. */
class SegmentRecipesTest {
    @TempDir
    Path folder;

    private final Personalize personalize = Personalize.inMemory();

    @AfterEach
    void close() {
        personalize.close();
    }

    private static SolutionVersion train(DatasetGroup group, String recipe) {
        return group.createSolution(
                        recipe,
                        SolutionConfig.builder()
                                .recipe("aws-" + recipe)
                                .hyperparameter("hidden_dimension", 32)
                                .minimumData(MinimumData.NONE)
                                .evaluate(false)
                                .build())
                .train();
    }

    private List<String> segment(SolutionVersion version, String line) throws IOException {
        BatchSegmentJob job = version.batchSegment()
                .input(Shop.write(folder, "in.jsonl", List.of(line)))
                .outputFolder(folder.resolve(version.recipe()))
                .numResults(40)
                .run();
        String out = Files.readString(job.output());
        assertThat(job.failedLines()).as(out).isZero();
        return List.of(out.substring(out.indexOf('[') + 1, out.indexOf(']'))
                .replace("\"", "")
                .split(","));
    }

    @Test
    void the_users_of_cat_things_are_cat_people() throws IOException {
        DatasetGroup shop = Shop.open(personalize, folder);

        assertThat(segment(train(shop, "item-affinity"), "{\"itemId\": \"c00\"}"))
                .hasSize(40)
                .allMatch(user -> user.startsWith("cat"));
        assertThat(segment(
                        train(shop, "item-attribute-affinity"),
                        "{\"itemAttributes\": \"ITEMS.NAME = \\\"Dog thing 1\\\"\"}"))
                .hasSize(40)
                .allMatch(user -> user.startsWith("dog"));
    }

    /** Two hundred and forty people, three a segment; whom a thing is for is better known than who buys most. */
    @Test
    void a_version_is_measured_by_the_users_it_finds() {
        DatasetGroup shop = Shop.open(personalize, folder);

        SolutionVersion version = shop.createSolution("segments", SolutionConfig.of("item-affinity"))
                .train();

        assertThat(version.metrics()).containsOnlyKeys("coverage", "hits_at_1_percent", "recall_at_1_percent");
        assertThat(version.testUsers()).isEqualTo(240);
        assertThat(version.metrics().get("recall_at_1_percent"))
                .isGreaterThan(version.popularityMetrics().get("recall_at_1_percent"));
    }

    @Test
    void no_campaign_and_no_inference_answers_from_them() {
        DatasetGroup shop = Shop.open(personalize, folder);
        SolutionVersion version = train(shop, "item-affinity");
        Campaign popular = shop.createCampaign(
                "popular",
                shop.createSolution("popular", SolutionConfig.of("popularity-count"))
                        .train());

        assertThatThrownBy(() -> shop.createCampaign("segments", version))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("item-affinity")
                .hasMessageContaining("batchSegment");
        assertThatThrownBy(() -> popular.update(version)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(version::batchInference).isInstanceOf(InvalidInputException.class);
        assertThat(shop.campaigns()).hasSize(1);
    }

    @Test
    void a_dimension_out_of_the_service_s_range_is_refused() {
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        assertThatThrownBy(() -> shop.createSolution(
                        "few",
                        SolutionConfig.builder()
                                .recipe("item-affinity")
                                .hyperparameter("hidden_dimension", 31)
                                .build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("[32, 256]");
    }

    @Test
    void events_without_times_and_items_without_attributes_allow_no_training() {
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        List<String> rows = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE"));
        for (int user = 0; user < 6; user++) {
            rows.add("u" + user + ",a,7,Click,");
            rows.add("u" + user + ",b,7,Click,");
        }
        shop.createDataset(Shop.INTERACTIONS).importCsv(Shop.write(folder, "once.csv", rows));
        assertThatThrownBy(() -> train(shop, "item-affinity"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("TIMESTAMP");

        DatasetGroup other = personalize.createDatasetGroup("other");
        rows.set(1, "u0,a,8,Click,");
        other.createDataset(Shop.INTERACTIONS).importCsv(Shop.write(folder, "times.csv", rows));
        other.createDataset(Shop.ITEMS)
                .importCsv(Shop.write(folder, "alike.csv", List.of("ITEM_ID,NAME,PRICE", "a,Same,1", "b,Same,1")));
        assertThatThrownBy(() -> train(other, "item-attribute-affinity"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("did not find any attribute to train on");
    }
}
