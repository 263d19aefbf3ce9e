package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.AutoMlConfig;
import dev.personalize.DatasetGroup;
import dev.personalize.HpoConfig;
import dev.personalize.Job;
import dev.personalize.Personalize;
import dev.personalize.Provenance;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.TrainingException;
import dev.personalize.progress.Cancellation;
import dev.personalize.schema.DatasetType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A version says where it comes from, and can be made again from that. */
class ProvenanceTest {
    private static final SolutionConfig TUNED = SolutionConfig.builder()
            .recipe("matrix-factorization")
            .hyperparameter("iterations", 2)
            .hpo(HpoConfig.builder()
                    .integerRange("factors", 2, 16)
                    .continuousRange("regularization", 0.001, 0.1)
                    .maxNumberOfTrainingJobs(4)
                    .build())
            .seed(5)
            .build();
    private static final SolutionConfig AUTO_ML = SolutionConfig.builder()
            .autoMl(AutoMlConfig.builder()
                    .recipes(List.of("popularity-count", "linear-item", "matrix-factorization"))
                    .trials(3)
                    .build())
            .build();

    @TempDir
    Path folder;

    private static void assertSame(SolutionVersion again, SolutionVersion original) {
        assertThat(again.checksums())
                .containsKeys("model.safetensors", "items.avro")
                .isEqualTo(original.checksums());
        assertThat(again.recipe()).isEqualTo(original.recipe());
        assertThat(again.hyperparameters()).isEqualTo(original.hyperparameters());
        assertThat(again.metrics()).isEqualTo(original.metrics());
        assertThat(again.trials()).isEqualTo(original.trials());
        assertThat(again.provenance().config().toString())
                .isEqualTo(original.provenance().config().toString());
    }

    @Test
    void a_version_says_what_it_was_trained_with() {
        try (Personalize personalize = Personalize.inMemory()) {
            Solution solution = Shop.open(personalize, folder).createSolution("for-you", TUNED);

            SolutionVersion version = solution.train();
            Provenance provenance = version.provenance();

            assertThat(provenance.recipe()).isEqualTo("matrix-factorization");
            assertThat(provenance.dataFingerprint()).isEqualTo(version.dataFingerprint());
            assertThat(provenance.seed()).isEqualTo(5);
            assertThat(provenance.tuned())
                    .containsOnlyKeys("factors", "regularization")
                    .isEqualTo(version.tunedHyperparameters());
            assertThat(provenance.hyperparameters()).containsAllEntriesOf(provenance.tuned());
            assertThat(provenance.config().hyperparameters()).isEqualTo(Map.of("iterations", "2"));
            assertThat(provenance.config().hpo().orElseThrow().ranges())
                    .isEqualTo(TUNED.hpo().orElseThrow().ranges());
            assertThat(provenance.libraryVersion()).isNotBlank();
            Provenance.Machine machine = Objects.requireNonNull(provenance.machine());
            assertThat(machine.javaVersion()).isEqualTo(Runtime.version().toString());
            assertThat(machine.processors()).isEqualTo(Runtime.getRuntime().availableProcessors());
            assertThat(machine.heapBytes()).isEqualTo(Runtime.getRuntime().maxMemory());
            assertThat(machine.operatingSystem()).isEqualTo(System.getProperty("os.name"));
            Provenance.Timings timings = Objects.requireNonNull(provenance.timings());
            // In whole milliseconds, and so small a shop may need less than one for a phase; together they are the time
            // of the training.
            assertThat(timings.measure()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(timings.train()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(timings.read()
                            .plus(timings.search())
                            .plus(timings.measure())
                            .plus(timings.train()))
                    .isBetween(version.trainingTime().minus(Duration.ofMillis(4)), version.trainingTime());
            assertThat(provenance.toString())
                    .contains("recipe           matrix-factorization")
                    .contains("found by search  {factors=")
                    .contains("SHA-256 " + version.dataFingerprint())
                    .contains("in at most 4 trials, seed 5")
                    .contains("Java " + Runtime.version())
                    .contains(" s, train ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void a_version_is_made_again_byte_for_byte_whatever_the_number_of_threads(int threads) {
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.builder().parallelism(2).open(home)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            List.of("blend", "matrix-factorization", "session-neighbors")
                    .forEach(recipe -> shop.createSolution(recipe, SolutionConfig.of(recipe))
                            .train());
        }
        try (Personalize personalize =
                Personalize.builder().parallelism(threads).open(home)) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            for (Solution solution : shop.solutions()) {
                SolutionVersion again = solution.version(1).retrain();

                assertThat(solution.latestVersion()).contains(again);
                assertThat(again.number()).isEqualTo(2);
                assertSame(again, solution.version(1));
                assertThat(solution.trainings())
                        .extracting(Job::details)
                        .anySatisfy(details -> assertThat(details).containsEntry("retrains", solution.name() + "/1"));
            }
        }
    }

    @Test
    void what_a_search_or_automl_found_is_made_again_without_another_search() {
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            shop.createSolution("tuned", TUNED).train();
            shop.createSolution("auto", AUTO_ML).train();
        }
        try (Personalize personalize = Personalize.builder().parallelism(1).open(home)) {
            for (Solution solution : personalize.datasetGroup("shop").solutions()) {
                SolutionVersion original = solution.version(1);
                List<String> tasks = new ArrayList<>();

                SolutionVersion again = original.retrain((task, done, total) -> tasks.add(task), new Cancellation());

                assertSame(again, original);
                assertThat(again.autoMl()).isEqualTo(original.autoMl());
                assertThat(tasks).noneMatch(task -> task.contains("search") || task.contains("choose"));
                Provenance.Timings timings =
                        Objects.requireNonNull(again.provenance().timings());
                assertThat(timings.search())
                        .isLessThan(Objects.requireNonNull(original.provenance().timings())
                                .search());
            }
        }
    }

    @Test
    void other_data_are_refused_with_both_fingerprints_and_no_version_is_made() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution("for-you", Shop.factors());
            SolutionVersion version = solution.train();
            List<String> more = Shop.rows();
            more.add("cat000,tea,9999,Purchase,1");
            shop.dataset(DatasetType.INTERACTIONS).importCsv(Shop.write(folder, "more.csv", more));

            assertThatThrownBy(version::retrain)
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("version 1 of solution 'for-you'")
                    .hasMessageContaining(version.dataFingerprint())
                    .hasMessageContaining(shop.snapshot().fingerprint())
                    .hasMessageContaining("Solution.train()");

            assertThat(solution.versions()).containsExactly(version);
        }
    }

    @Test
    void an_imported_version_is_made_again_with_the_settings_it_was_trained_with_elsewhere() {
        Path zip = folder.resolve("version.zip");
        SolutionConfig config = Shop.factors().toBuilder()
                .eventTypeWeight("Purchase", 0.5)
                .eventValueThreshold(2)
                .build();
        try (Personalize there = Personalize.inMemory();
                Personalize here = Personalize.inMemory()) {
            SolutionVersion original =
                    Shop.open(there, folder).createSolution("for-you", config).train();
            original.exportTo(zip);

            SolutionVersion imported = Shop.open(here, folder)
                    .createSolution("other", SolutionConfig.of("matrix-factorization"))
                    .importVersion(zip);

            assertThat(imported.provenance()).hasToString(original.provenance().toString());
            assertSame(imported.retrain(), original);
        }
    }
}
