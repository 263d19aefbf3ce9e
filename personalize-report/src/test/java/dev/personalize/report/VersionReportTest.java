package dev.personalize.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Twelve users with tea, milk and sugar, or with nails, a hammer and a saw. */
class VersionReportTest {
    private Personalize personalize;
    private DatasetGroup shop;

    @BeforeEach
    void open() {
        personalize = Personalize.inMemory();
        shop = personalize.createDatasetGroup("shop");
        shop.createDataset(
                Schema.derive(DatasetType.INTERACTIONS, List.of("USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE")));
        shop.createDataset(Schema.derive(DatasetType.ITEMS, List.of("ITEM_ID", "NAME")));
        for (int user = 0; user < 12; user++) {
            for (String item : user % 2 == 0 ? List.of("tea", "milk", "sugar") : List.of("nails", "hammer", "saw")) {
                shop.eventTracker()
                        .put(Event.builder()
                                .sessionId("s" + user)
                                .userId("u" + user)
                                .itemId(item)
                                .type("Buy")
                                .sentAt(Instant.ofEpochSecond(100L * user + item.length()))
                                .build());
            }
        }
        shop.dataset(DatasetType.ITEMS).put("tea", Map.of("name", "Earl <Grey>"));
    }

    @AfterEach
    void close() {
        personalize.close();
    }

    private SolutionVersion version(String recipe, boolean evaluate) {
        return shop.createSolution(
                        recipe,
                        SolutionConfig.builder()
                                .recipe(recipe)
                                .seed(7)
                                .evaluate(evaluate)
                                .minimumData(MinimumData.NONE)
                                .build())
                .train();
    }

    @Test
    void metrics_stand_beside_popularity_and_provenance_at_the_end() {
        SolutionVersion version = version("matrix-factorization", true);

        Report report = Report.of(version);

        assertThat(report.sections())
                .extracting(Section::title)
                .containsExactly("Metrics of matrix-factorization, version 1", "Provenance");
        assertThat(report.toHtml())
                .containsSubsequence("precision@5<", "precision@10<", "precision@25<")
                .contains("precision_at_5", "MRR@25", version.dataFingerprint())
                .contains("<td>seed</td><td>7</td>", "<td>hyperparameter factors</td>");
    }

    @Test
    void a_version_that_was_not_measured_says_so() {
        assertThat(Report.of(version("popularity-count", false)).toHtml())
                .contains("Warning: not measured.")
                .doesNotContain("<svg");
    }

    @Test
    void recommendations_have_names_reasons_and_the_users_last_items() {
        Campaign campaign = shop.createCampaign("home", version("matrix-factorization", false));

        Report report = Report.builder("Shop")
                .recommendations(shop, campaign, List.of("u0", "stranger"), "NAME")
                .build();

        assertThat(report.toHtml())
                .contains("Recommendations of home")
                .contains("For user u0, whose last items are sugar; milk; Earl &lt;Grey&gt; (tea)")
                .contains("Buy Earl &lt;Grey&gt; (tea) ")
                .contains("For user stranger, who has no history");
    }

    @Test
    void a_column_of_names_that_is_not_there_is_refused_with_those_that_are() {
        Campaign campaign = shop.createCampaign("home", version("popularity-count", false));

        assertThatThrownBy(() -> Report.builder("Shop").recommendations(shop, campaign, List.of("u0"), "TITLE"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no column 'TITLE'")
                .hasMessageContaining("[NAME]");
    }
}
