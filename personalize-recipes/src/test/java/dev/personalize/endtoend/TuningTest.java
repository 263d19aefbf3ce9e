package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.DatasetGroup;
import dev.personalize.HpoConfig;
import dev.personalize.Personalize;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.metrics.Metric;
import dev.personalize.metrics.Split;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.tuning.SearchResult;
import dev.personalize.tuning.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningTest {
    private static final HpoConfig FEW = HpoConfig.builder()
            .maxNumberOfTrainingJobs(8)
            .integerRange("factors", 2, 16)
            .continuousRange("regularization", 1e-3, 1)
            .categoricalRange("frequency_exponent", List.of("0.0", "0.5", "1.0"))
            .metric("recall_at_5")
            .build();

    @TempDir
    Path folder;

    private static SolutionConfig factors(HpoConfig hpo) {
        return Shop.factors().toBuilder().hpo(hpo).build();
    }

    @Test
    void a_version_is_trained_with_what_was_found_and_keeps_what_was_tried() {
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.open(home)) {
            SolutionVersion version = Shop.open(personalize, folder)
                    .createSolution("tuned", factors(FEW))
                    .train();

            assertThat(version.tunedHyperparameters())
                    .containsOnlyKeys("factors", "regularization", "frequency_exponent");
            assertThat(version.hyperparameters()).containsAllEntriesOf(version.tunedHyperparameters());
            assertThat(version.metrics()).isNotEmpty();
            assertThat(version.trials()).hasSize(8);
            Trial start = version.trials().get(0);
            assertThat(start.hyperparameters()).containsEntry("factors", "8");
            assertThat(best(version.trials()).value()).isGreaterThanOrEqualTo(start.value());
            assertThat(version.hyperparameters())
                    .isEqualTo(best(version.trials()).hyperparameters());
        }
        try (Personalize personalize = Personalize.open(home)) {
            Solution solution = personalize.datasetGroup("shop").solution("tuned");

            assertThat(solution.config().hpo().orElseThrow().ranges()).isEqualTo(FEW.ranges());
            assertThat(solution.config().hpo().orElseThrow().metric()).isEqualTo("recall_at_5");
            assertThat(solution.version(1).trials()).hasSize(8);
            assertThat(solution.version(1).trials().get(0).seconds()).isPositive();
        }
    }

    private static Trial best(List<Trial> trials) {
        return trials.stream()
                .filter(Trial::isComplete)
                .reduce((a, b) -> b.value() > a.value() ? b : a)
                .orElseThrow();
    }

    @Test
    void the_same_seed_finds_the_same() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);

            SolutionVersion one = shop.createSolution("one", factors(FEW)).train();
            SolutionVersion other = shop.createSolution(
                            "other",
                            factors(FEW.toBuilder().maxParallelTrainingJobs(3).build()))
                    .train();

            assertThat(other.tunedHyperparameters()).isEqualTo(one.tunedHyperparameters());
            assertThat(other.metrics()).isEqualTo(one.metrics());
        }
    }

    @Test
    void without_ranges_everything_tunable_is_searched() {
        try (Personalize personalize = Personalize.inMemory()) {
            SolutionVersion version = Shop.open(personalize, folder)
                    .createSolution(
                            "rules",
                            SolutionConfig.builder()
                                    .recipe("sequential-rules")
                                    .hyperparameter("window", 3)
                                    .hpo(HpoConfig.builder()
                                            .maxNumberOfTrainingJobs(4)
                                            .validationSplit(HpoConfig.ValidationSplit.LAST)
                                            .build())
                                    .build())
                    .train();

            assertThat(version.tunedHyperparameters())
                    .containsKeys("gap_exponent", "decay")
                    .doesNotContainKeys("window", "recency_half_life");
            assertThat(version.hyperparameters()).containsEntry("window", "3");
        }
    }

    @Test
    void a_version_without_a_search_was_not_tuned() {
        try (Personalize personalize = Personalize.inMemory()) {
            SolutionVersion version = Shop.open(personalize, folder)
                    .createSolution("plain", Shop.factors())
                    .train();

            assertThat(version.tunedHyperparameters()).isEmpty();
            assertThat(version.trials()).isEmpty();
        }
    }

    // The two things bought most often are all that counts: whoever lets popularity count for more finds more of them.
    @Test
    void a_metric_and_a_split_of_ones_own_may_be_searched_for() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution("plain", Shop.factors());
            int cat = shop.snapshot().items().position("c00");
            int dog = shop.snapshot().items().position("d00");
            Metric popularFirst = Metric.of("popular_first", 1, asked -> {
                int first = asked.ranked()[0];
                return first == cat || first == dog ? 1 : 0;
            });

            SearchResult result = solution.tune(
                    HpoConfig.builder()
                            .continuousRange("popularity_bias", -2, 2)
                            .maxNumberOfTrainingJobs(12)
                            .build(),
                    Split.newest(2),
                    popularFirst,
                    ProgressListener.NONE,
                    new Cancellation());

            assertThat(result.best().value()).isGreaterThan(result.start().value());
            assertThat(Double.parseDouble(result.best().hyperparameters().get("popularity_bias")))
                    .isPositive();
            assertThat(solution.versions()).isEmpty();
        }
    }

    @Test
    void what_cannot_be_searched_is_refused_when_the_solution_is_made() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);

            assertThatThrownBy(() -> shop.createSolution(
                            "wrong",
                            factors(HpoConfig.builder()
                                    .integerRange("factor", 2, 4)
                                    .build())))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'factor' is not one of the recipe's");
            assertThat(shop.solutions()).isEmpty();
        }
        assertThatThrownBy(() -> HpoConfig.builder().maxNumberOfTrainingJobs(41).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("[1, 40], was 41");
        assertThatThrownBy(() -> HpoConfig.builder().metric("ndcg_at_10").build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("unknown metric 'ndcg_at_10'")
                .hasMessageContaining("normalized_discounted_cumulative_gain_at_10");
    }

    @Test
    void a_cancelled_search_leaves_no_version() {
        try (Personalize personalize = Personalize.inMemory()) {
            Solution solution = Shop.open(personalize, folder).createSolution("tuned", factors(FEW));
            Cancellation cancellation = new Cancellation();

            assertThatThrownBy(() -> solution.train(
                            (task, done, total) -> {
                                if (task.equals("search") && done > 0) {
                                    cancellation.cancel();
                                }
                            },
                            cancellation))
                    .isInstanceOf(CancellationException.class);
            assertThat(solution.versions()).isEmpty();
        }
    }
}
