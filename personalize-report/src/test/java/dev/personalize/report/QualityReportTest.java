package dev.personalize.report;

import static dev.personalize.report.Page.elements;
import static dev.personalize.report.Page.marks;
import static dev.personalize.report.Page.points;
import static dev.personalize.report.Page.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.AutoMlConfig;
import dev.personalize.DatasetGroup;
import dev.personalize.EvaluationConfig;
import dev.personalize.EvaluationReport;
import dev.personalize.HpoConfig;
import dev.personalize.Personalize;
import dev.personalize.SolutionVersion;
import dev.personalize.metrics.Comparison.Difference;
import dev.personalize.metrics.Split;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What reports show of evaluations, comparisons, trials and the choice of a recipe. */
class QualityReportTest {
    private static Element plot(Element page, String title) {
        return elements(page, "figure").stream()
                .filter(figure -> texts(figure, "strong").get(0).equals(title))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_evaluation_shows_every_metric_with_its_interval_beside_both_popularities() throws Exception {
        EvaluationReport evaluation = Samples.evaluation();

        Element page = Page.of(EvaluationSection.of(evaluation));

        assertThat(texts(page, "strong"))
                .containsExactly(
                        "Against popularity",
                        "NDCG@10 by activity of users",
                        "recall@10 by activity of users",
                        "Popularity against exposure");
        Element bars = plot(page, "Against popularity");
        assertThat(marks(bars)).as("7 metrics at 10, each of three").hasSize(21);
        assertThat(elements(bars, "line")).as("a whisker of three lines each").hasSize(63);
        Element metrics = elements(page, "table").get(0);
        assertThat(elements(metrics, "tr")).as("7 metrics at 5, 10 and 25").hasSize(22);
        assertThat(texts(metrics, "td"))
                .contains(
                        evaluation.value("recall_at_5").toString(),
                        evaluation.popularity().value("recall_at_5").toString(),
                        evaluation.recentPopularity().value("recall_at_5").toString());
        assertThat(page.getTextContent()).contains("NDCG@10").contains("Gini", "bits", "head", "tail");
    }

    @Test
    void users_are_told_apart_by_activity() throws Exception {
        EvaluationReport evaluation = Samples.evaluation();

        Element plot = plot(Page.of(EvaluationSection.of(evaluation)), "recall@10 by activity of users");

        assertThat(marks(plot))
                .as("the solution and popularity of each group")
                .hasSize(2 * evaluation.segments().users().size());
        assertThat(texts(plot, "text")).anyMatch(label -> label.matches("few events \\(\\d+ to \\d+\\), \\d+ users"));
    }

    // Of four users who had a, the one had b and another c; asked for are b, b, c and a. So a has 4 users, b and c have
    // 1, and b and c
    // are three quarters of what was taken. The first place is a for everybody.
    @Test
    void exposure_stands_beside_what_users_took_by_popularity_of_items() throws Exception {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup group = personalize.createDatasetGroup("group");
            group.createDataset(Schema.derive(DatasetType.INTERACTIONS, List.of("USER_ID", "ITEM_ID", "TIMESTAMP")));
            List<List<String>> histories =
                    List.of(List.of("a", "b", "c"), List.of("a", "c", "b"), List.of("a", "b"), List.of("a", "a"));
            for (int user = 0; user < histories.size(); user++) {
                for (int i = 0; i < histories.get(user).size(); i++) {
                    Samples.put(group, "u" + user, histories.get(user).get(i), 1 + i);
                }
            }
            EvaluationReport evaluation = group.createSolution(
                            "s", Samples.config("popularity-count").build())
                    .evaluate(EvaluationConfig.builder()
                            .holdout(Split.newest(1))
                            .cutoffs(1)
                            .build());

            Element plot = plot(Page.of(EvaluationSection.of(evaluation)), "Popularity against exposure");

            assertThat(points(plot))
                    .containsExactly("1: 0", "2: 0", "4: 100", "1: 0", "2: 0", "4: 100", "1: 75", "2: 0", "4: 25");
            assertThat(texts(plot, "li")).containsExactly("popularity-count", "popularity", "what users took");
        }
    }

    @Test
    void a_comparison_shows_differences_user_by_user() throws Exception {
        Difference recall = Samples.evaluation().popularity().comparison().difference("recall_at_10");

        Element page = Page.of(ComparisonSection.of(
                "ours", "popularity", Samples.evaluation().popularity().comparison()));

        assertThat(texts(page, "h2")).containsExactly("ours against popularity");
        assertThat(marks(plot(page, "Side by side"))).hasSize(14);
        assertThat(texts(page, "td"))
                .containsSubsequence(
                        "recall_at_10",
                        recall.difference().toString(),
                        String.valueOf(recall.wins()),
                        String.valueOf(recall.losses()),
                        String.valueOf(recall.ties()));
        assertThat(texts(page, "dt")).contains("in common of 10 places", "as much from both");
    }

    @Test
    void a_recipe_can_be_compared_with_itself() throws Exception {
        Element page = Page.of(ComparisonSection.of(
                "sims", "sims", Samples.evaluation().popularity().comparison()));

        assertThat(texts(plot(page, "Side by side"), "li")).containsExactly("sims", "sims (second)");
    }

    @Test
    void trials_show_the_best_until_then_and_how_much_effort_each_got() throws Exception {
        Element page = Page.of(TrialsSection.of("recall_at_10", Samples.trials()));

        Element plot = plot(page, "Trials");
        assertThat(points(plot))
                .as("the line, trials with all of the effort, the one with a part of it")
                .containsExactly(
                        "1: 0.2", "2: 0.2", "3: 0.2", "4: 0.2", "5: 0.3", "1: 0.2", "3: 0.15", "5: 0.3", "2: 0.1");
        assertThat(page.getTextContent())
                .contains("5 settings were tried, 3 of them with all data and epochs, 1 failed");
        assertThat(texts(page, "td"))
                .containsSubsequence("2", "0.1000", "25 %", "1,234.6", "regularization 0.2", "", "4", "–");
    }

    @Test
    void the_choice_of_a_recipe_shows_candidates_with_intervals_and_reasons_as_sentences() throws Exception {
        Element page = Page.of(AutoMlSection.of(Samples.autoMl()));

        assertThat(texts(page, "p")).contains("linear-item reaches 0.4000, 100 % ± 20 % more than popularity-count.");
        Element plot = plot(page, "NDCG@10 of recipes");
        assertThat(marks(plot)).as("those measured on all users").hasSize(2);
        assertThat(elements(plot, "line")).hasSize(6);
        assertThat(texts(page, "td"))
                .containsSequence("linear-item", "0.4000 [0.3000, 0.5000]", "2.3", "regularization 250", "")
                .containsSequence("–", "31.0", "");
    }

    @Test
    void a_version_shows_its_trials_and_the_choice_of_its_recipe_by_itself() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup group = personalize.createDatasetGroup("group");
            Samples.purchases(group);
            SolutionVersion tuned = group.createSolution(
                            "tuned",
                            Samples.config("linear-item")
                                    .hpo(HpoConfig.builder()
                                            .maxNumberOfTrainingJobs(3)
                                            .build())
                                    .build())
                    .train();
            SolutionVersion chosen = group.createSolution(
                            "chosen",
                            Samples.config("automl")
                                    .autoMl(AutoMlConfig.builder()
                                            .recipes(List.of("popularity-count", "linear-item"))
                                            .trials(0)
                                            .build())
                                    .build())
                    .train();

            assertThat(Report.of(tuned).sections())
                    .extracting(Section::title)
                    .containsExactly("Metrics of tuned, version 1", "Search for hyperparameters", "Provenance");
            assertThat(Report.of(chosen).sections())
                    .extracting(Section::title)
                    .containsExactly("Metrics of chosen, version 1", "Choice of a recipe", "Provenance");
        }
    }
}
