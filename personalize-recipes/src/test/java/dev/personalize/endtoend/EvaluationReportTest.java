package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.DatasetGroup;
import dev.personalize.EvaluationConfig;
import dev.personalize.EvaluationReport;
import dev.personalize.Personalize;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.metrics.Comparison;
import dev.personalize.metrics.Metric;
import dev.personalize.metrics.Metrics;
import dev.personalize.metrics.Segments;
import dev.personalize.metrics.Split;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Solutions of the shop of cat and dog people, evaluated as a user would. */
class EvaluationReportTest {
    private static final String NDCG = "normalized_discounted_cumulative_gain_at_10";

    @TempDir
    Path folder;

    /** Who likes cats gets cat things: better than what is popular, and nobody doubts it. */
    @Test
    void a_report_says_how_good_it_is_how_sure_that_is_and_how_good_popularity_would_be() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution("for-you", Shop.factors());

            EvaluationReport report = solution.evaluate(EvaluationConfig.defaults());

            assertThat(report.users()).isGreaterThan(50);
            assertThat(report.values()).containsKeys(NDCG, "recall_at_5", "capped_recall_at_5", "hit_rate_at_25");
            assertThat(report.value(NDCG).low())
                    .isGreaterThan(report.popularity().value(NDCG).value());
            Comparison.Difference gain = report.popularity().comparison().difference(NDCG);
            assertThat(gain.pValue()).isLessThan(0.01);
            assertThat(gain.difference().value())
                    .isCloseTo(
                            report.value(NDCG).value()
                                    - report.popularity().value(NDCG).value(),
                            within(1e-12));
            assertThat(report.exposure().coverage())
                    .isGreaterThan(report.popularity().exposure().coverage());
            assertThat(report.segments().items().stream().map(Segments.Items::name))
                    .contains("head", "tail", "cold");
            assertThat(report.toString())
                    .contains("matrix-factorization, " + report.users() + " users")
                    .contains(NDCG)
                    .contains("recent popularity")
                    .contains("head items");
            assertThat(solution.versions()).as("nothing is written").isEmpty();
            assertThat(solution.trainings()).isEmpty();
        }
    }

    /** The service's split with the service's settings: the numbers the version prints by itself. */
    @Test
    void on_the_service_s_split_it_says_what_the_version_says() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution("for-you", Shop.factors());
            SolutionVersion version = solution.train();

            EvaluationReport report = solution.evaluate(EvaluationConfig.builder()
                    .holdout(Split.ofUsers(Shop.factors().seed()))
                    .build());

            assertThat(report.users()).isEqualTo(version.testUsers());
            version.metrics().forEach((key, value) -> {
                if (key.equals("coverage")) {
                    assertThat(report.exposure().coverage()).isEqualTo(value);
                } else {
                    assertThat(report.value(key).value()).as(key).isCloseTo(value, within(1e-12));
                }
            });
            assertThat(version.evaluate(EvaluationConfig.defaults()).values())
                    .isEqualTo(solution.evaluate(EvaluationConfig.defaults()).values());
        }
    }

    @Test
    void splits_cutoffs_and_metrics_are_one_s_own() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution("popular", SolutionConfig.of("popularity-count"));
            Metric cats = Metric.of("share_of_cat_things", 3, asked -> {
                int found = 0;
                for (int place = 0; place < 3; place++) {
                    found += asked.train().items().id(asked.ranked()[place]).startsWith("c") ? 1 : 0;
                }
                return found / 3.0;
            });

            for (Split split : List.of(
                    Split.newest(2),
                    Split.random(0.25, 3),
                    Split.byTime(Instant.ofEpochSecond(1500)),
                    Split.of((user, item, time) -> item.equals("tea")))) {
                EvaluationReport report = solution.evaluate(EvaluationConfig.builder()
                        .holdout(split)
                        .cutoffs(3)
                        .metric(cats)
                        .metric(Metrics.averageRewards(3, item -> 1))
                        .repeats(false)
                        .popularityWindow(Duration.ofSeconds(100))
                        .build());

                assertThat(report.values()).containsKeys("recall_at_3", "share_of_cat_things", "average_rewards_at_3");
                assertThat(report.value("recall_at_3"))
                        .as("popularity is its own baseline")
                        .isEqualTo(report.popularity().value("recall_at_3"));
                assertThat(report.value("share_of_cat_things").value()).isBetween(0.2, 0.8);
            }
        }
    }

    @Test
    void two_versions_are_compared_on_the_same_users() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            SolutionVersion personal =
                    shop.createSolution("for-you", Shop.factors()).train();
            SolutionVersion popular = shop.createSolution("popular", SolutionConfig.of("popularity-count"))
                    .train();

            Comparison comparison = personal.compare(popular, EvaluationConfig.defaults());

            assertThat(comparison.difference(NDCG).difference().low()).isPositive();
            assertThat(comparison.difference(NDCG).pValue()).isLessThan(0.01);
            assertThat(comparison.overlap(10)).isBetween(0.05, 0.95);
            assertThat(comparison.interleaving(10, 1).first())
                    .isGreaterThan(comparison.interleaving(10, 1).second());
            assertThat(popular.compare(personal, EvaluationConfig.defaults())
                            .difference(NDCG)
                            .difference()
                            .value())
                    .isEqualTo(-comparison.difference(NDCG).difference().value());
        }
    }

    @Test
    void weights_of_event_types_bring_the_weighted_metric() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            SolutionConfig weighted = Shop.factors().toBuilder()
                    .eventTypeWeights(Map.of("Purchase", 2.0))
                    .build();

            EvaluationReport report = shop.createSolution("for-you", weighted).evaluate(EvaluationConfig.defaults());

            assertThat(report.value("normalized_discounted_cumulative_gain_with_event_weights_at_10")
                            .value())
                    .as("one type alone: plain NDCG")
                    .isCloseTo(report.value(NDCG).value(), within(1e-12));
        }
    }

    @Test
    void what_cannot_be_asked_is_refused_and_says_what_to_do() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution("popular", SolutionConfig.of("popularity-count"));

            assertThatThrownBy(() -> solution.evaluate(EvaluationConfig.builder()
                            .holdout(Split.byTime(Instant.EPOCH))
                            .build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("0 users to ask about and 0 of 2880 events to train on")
                    .hasMessageContaining("hide fewer events");
            assertThatThrownBy(() -> EvaluationConfig.builder().cutoffs(0).build())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("[0]");
            assertThatThrownBy(() -> EvaluationConfig.builder().cutoffs().build())
                    .isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() ->
                            EvaluationConfig.builder().metric(Metrics.recall(5)).build())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("recall_at_5");
            assertThatThrownBy(() -> EvaluationConfig.builder()
                            .popularityWindow(Duration.ZERO)
                            .build())
                    .isInstanceOf(InvalidInputException.class);
            Cancellation cancelled = new Cancellation();
            cancelled.cancel();
            assertThatThrownBy(() -> solution.evaluate(EvaluationConfig.defaults(), ProgressListener.NONE, cancelled))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void versions_of_other_groups_and_of_other_events_are_not_comparable() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            SolutionConfig popular = SolutionConfig.of("popularity-count");
            SolutionVersion all = shop.createSolution("all", popular).train();
            SolutionVersion some = shop.createSolution(
                            "some", popular.toBuilder().eventValueThreshold(4).build())
                    .train();

            assertThatThrownBy(() -> all.compare(some, EvaluationConfig.defaults()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("not asked the same questions");
        }
    }
}
