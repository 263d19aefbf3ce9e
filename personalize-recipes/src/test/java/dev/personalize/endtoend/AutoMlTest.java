package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.AutoMlConfig;
import dev.personalize.DatasetGroup;
import dev.personalize.EvaluationConfig;
import dev.personalize.HpoConfig;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.InvalidInputException;
import dev.personalize.progress.Cancellation;
import dev.personalize.tuning.AutoMlReport;
import dev.personalize.tuning.AutoMlReport.Candidate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoMlTest {
    private static final AutoMlConfig QUICK = AutoMlConfig.builder()
            .recipes(List.of("popularity-count", "linear-item", "sequential-rules"))
            .trials(3)
            .build();

    @TempDir
    Path folder;

    /**
     * {@return a group of 300 users with 12 events each, half of whom come when the others are gone}
     *
     * @param items number of an item for the number of an event and the item before
     */
    private DatasetGroup group(Personalize personalize, int first, IntBinaryOperator items) {
        List<String> rows = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE"));
        Random random = new Random(7);
        for (int user = 0; user < 300; user++) {
            int item = random.nextInt(first);
            int begin = user % 2 == 0 ? 0 : 1_000; // half of them after the others are gone
            for (int i = 0; i < 12; i++) {
                rows.add(String.format("u%03d,i%02d,%d,View,", user, item, begin + i));
                item = items.applyAsInt(i, item);
            }
        }
        DatasetGroup group = personalize.createDatasetGroup("group");
        group.createDataset(Shop.INTERACTIONS).importCsv(Shop.write(folder, "events.csv", rows));
        return group;
    }

    private static SolutionVersion train(DatasetGroup group, AutoMlConfig config) {
        return group.createSolution(
                        "auto", SolutionConfig.builder().autoMl(config).build())
                .train();
    }

    @Test
    void where_each_item_follows_another_recipes_that_go_by_order_win_and_it_says_so() {
        try (Personalize personalize = Personalize.inMemory()) {
            Random random = new Random(1);
            SolutionVersion version = train(
                    group(
                            personalize,
                            40,
                            (i, item) -> random.nextInt(10) == 0 ? random.nextInt(40) : (item * 7 + 3) % 40),
                    QUICK);

            AutoMlReport report = version.autoMl().orElseThrow();
            assertThat(version.recipe()).isEqualTo("sequential-rules").isEqualTo(report.winner());
            assertThat(report.candidates().get(0).recipe()).isEqualTo("sequential-rules");
            assertThat(report.reasons())
                    .anySatisfy(reason -> assertThat(reason)
                            .startsWith("sequential-rules reaches")
                            .contains("more than popularity-count")
                            .contains("it pays to look at what each user did"))
                    .anySatisfy(reason -> assertThat(reason).contains("so order matters"));
            assertThat(version.metrics()).isNotEmpty();
        }
    }

    // Item number by a steep popularity, whatever the user did before; items come back.
    @Test
    void where_nobody_differs_from_anybody_popularity_is_chosen_and_it_says_so() {
        try (Personalize personalize = Personalize.inMemory()) {
            Random random = new Random(2);
            SolutionVersion version =
                    train(group(personalize, 3, (i, item) -> (int) (40 * Math.pow(random.nextDouble(), 3))), QUICK);

            assertThat(version.recipe()).isEqualTo("popularity-count");
            assertThat(version.autoMl().orElseThrow().reasons().get(0))
                    .contains("no recipe that looks at what each user did surely finds more in this data");
        }
    }

    @Test
    void all_recipes_that_fit_are_compared_and_the_version_answers() {
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution(
                    "auto",
                    SolutionConfig.builder()
                            .autoMl(AutoMlConfig.builder().trials(0).build())
                            .build());

            SolutionVersion version = solution.train();

            AutoMlReport report = version.autoMl().orElseThrow();
            assertThat(report.candidates())
                    .extracting(Candidate::recipe)
                    .contains("blend", "linear-item", "matrix-factorization", "popularity-count", "sequential-rules")
                    .doesNotContain("user-personalization", "sims", "item-affinity", "similar-items")
                    .doesNotHaveDuplicates();
            assertThat(report.candidates())
                    .extracting(Candidate::value)
                    .filteredOn(Objects::nonNull)
                    .isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(report.candidates().stream().filter(each -> each.value() == null))
                    .allSatisfy(each -> assertThat(each.note()).isNotBlank());
            assertThat(report.candidates().get(0).recipe()).isEqualTo(version.recipe());
            assertThat(report.toString()).contains("chosen: " + version.recipe());
            assertThat(shop.createCampaign("c", version)
                            .recommend(RecommendationRequest.forUser("cat001"))
                            .items())
                    .isNotEmpty();
        }
        try (Personalize personalize = Personalize.open(home)) {
            Solution solution = personalize.datasetGroup("shop").solution("auto");

            assertThat(solution.config().recipe()).isEqualTo(SolutionConfig.AUTO_ML);
            assertThat(solution.config().autoMl().orElseThrow().trials()).isZero();
            assertThat(solution.version(1).autoMl()).isPresent();
            assertThat(solution.version(1).hyperparameters()).isNotNull();
        }
    }

    @Test
    void when_time_runs_out_popularity_is_measured_nevertheless() {
        try (Personalize personalize = Personalize.inMemory()) {
            Random random = new Random(3);
            SolutionVersion version = train(
                    group(personalize, 40, (i, item) -> random.nextInt(40)),
                    QUICK.toBuilder().timeBudget(Duration.ofSeconds(1)).build());

            assertThat(version.autoMl().orElseThrow().candidates())
                    .filteredOn(each -> each.recipe().equals("popularity-count"))
                    .singleElement()
                    .satisfies(each -> assertThat(each.value()).isNotNull());
        }
    }

    @Test
    void a_recipe_or_hyperparameters_beside_automl_are_refused() {
        assertThatThrownBy(() ->
                        SolutionConfig.builder().recipe("sims").autoMl(QUICK).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'sims'")
                .hasMessageContaining("leave one of the two out");
        assertThatThrownBy(() -> SolutionConfig.builder()
                        .autoMl(QUICK)
                        .hpo(HpoConfig.defaults())
                        .build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("or name a recipe");
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            assertThatThrownBy(() -> shop.createSolution(
                            "auto",
                            SolutionConfig.builder()
                                    .autoMl(AutoMlConfig.builder()
                                            .recipes(List.of("sim"))
                                            .build())
                                    .build()))
                    .hasMessageContaining("sim");
            Solution solution = shop.createSolution("auto", SolutionConfig.of("automl"));
            assertThatThrownBy(() -> solution.evaluate(EvaluationConfig.defaults()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("has no recipe before a version is trained");
        }
    }

    @Test
    void a_cancelled_choice_leaves_no_version() {
        try (Personalize personalize = Personalize.inMemory()) {
            Solution solution = Shop.open(personalize, folder)
                    .createSolution(
                            "auto", SolutionConfig.builder().autoMl(QUICK).build());
            Cancellation cancellation = new Cancellation();

            assertThatThrownBy(() -> solution.train(
                            (task, done, total) -> {
                                if (task.equals("choose a recipe") && done > 0) {
                                    cancellation.cancel();
                                }
                            },
                            cancellation))
                    .isInstanceOf(CancellationException.class);
            assertThat(solution.versions()).isEmpty();
        }
    }
}
