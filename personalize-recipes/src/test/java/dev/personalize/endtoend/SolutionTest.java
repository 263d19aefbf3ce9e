package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.DatasetGroup;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.ArtifactTooNewException;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.error.TrainingException;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolutionTest {
    private static final String NDCG = "normalized_discounted_cumulative_gain_at_25";

    @TempDir
    Path folder;

    @Test
    void a_version_is_measured_beside_popularity_and_knows_where_it_comes_from() {
        Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
        try (Personalize personalize = Personalize.builder().clock(clock).inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);

            SolutionVersion version =
                    shop.createSolution("for-you", Shop.factors()).train();

            assertThat(version.metrics())
                    .containsOnlyKeys(
                            "coverage",
                            "mean_reciprocal_rank_at_25",
                            "normalized_discounted_cumulative_gain_at_5",
                            "normalized_discounted_cumulative_gain_at_10",
                            NDCG,
                            "precision_at_5",
                            "precision_at_10",
                            "precision_at_25");
            assertThat(version.metrics().get(NDCG))
                    .isGreaterThan(version.popularityMetrics().get(NDCG));
            assertThat(version.testUsers()).isEqualTo(24);
            assertThat(version.number()).isOne();
            assertThat(version.recipe()).isEqualTo("matrix-factorization");
            assertThat(version.hyperparameters()).containsEntry("factors", "8").containsKey("regularization");
            assertThat(version.seed()).isEqualTo(3);
            assertThat(version.dataFingerprint()).isEqualTo(shop.snapshot().fingerprint());
            assertThat(version.created()).isEqualTo(clock.instant());
        }
    }

    @Test
    void versions_are_numbered_and_found_again() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution("popular", SolutionConfig.of("popularity-count"));
            assertThat(solution.latestVersion()).isEmpty();

            SolutionVersion first = solution.train();
            SolutionVersion second = solution.train();

            assertThat(solution.versions()).containsExactly(first, second);
            assertThat(solution.latestVersion()).contains(second);
            assertThat(solution.version(1)).isSameAs(first);
            assertThatThrownBy(() -> solution.version(3)).isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> shop.createSolution("popular", Shop.factors()))
                    .isInstanceOf(ResourceAlreadyExistsException.class);
            assertThat(shop.solutions()).containsExactly(solution);
        }
    }

    @Test
    void a_wrong_configuration_is_refused_before_anything_exists() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");

            assertThatThrownBy(() -> shop.createSolution("s", SolutionConfig.of("aws-magic")))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("aws-magic")
                    .hasMessageContaining("sims");
            assertThatThrownBy(() -> shop.createSolution(
                            "s",
                            SolutionConfig.builder()
                                    .recipe("sims")
                                    .hyperparameter("depth", 3)
                                    .build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("depth");
            assertThat(shop.findSolution("s")).isEmpty();
        }
    }

    @Test
    void the_services_names_of_a_recipe_work() {
        try (Personalize personalize = Personalize.inMemory()) {
            assertThat(personalize.recipes().recipe("aws-sims").name()).isEqualTo("sims");
            assertThat(personalize
                            .recipes()
                            .recipe("arn:aws:personalize:::recipe/aws-popularity-count")
                            .name())
                    .isEqualTo("popularity-count");
        }
    }

    @Test
    void too_little_data_is_refused_unless_the_rule_is_lowered() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            SolutionConfig.Builder config =
                    SolutionConfig.builder().recipe("popularity-count").eventValueThreshold(11);

            assertThatThrownBy(
                            () -> shop.createSolution("strict", config.build()).train())
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("fewer than 1000 interactions")
                    .hasMessageContaining("EVENT_VALUE >= 11.0")
                    .hasMessageContaining("(240)");
            config.minimumData(new MinimumData(100, 25, 0.01));
            assertThatThrownBy(
                            () -> shop.createSolution("users", config.build()).train())
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("fewer than 25 users");

            config.minimumData(MinimumData.NONE);
            assertThat(shop.createSolution("lenient", config.build()).train().metrics())
                    .as("nobody has two events left, so there is nothing to measure on")
                    .isEmpty();
        }
    }

    @Test
    void an_event_type_nobody_has_is_named() {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            SolutionConfig config = SolutionConfig.builder()
                    .recipe("popularity-count")
                    .eventType("View")
                    .build();

            assertThatThrownBy(() -> shop.createSolution("views", config).train())
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("'View'");
        }
    }

    @Test
    void the_same_seed_gives_the_same_files_for_any_number_of_threads() throws IOException {
        byte[] one = modelFile(1, "one");
        byte[] four = modelFile(4, "four");

        assertThat(one).isEqualTo(four).isNotEmpty();
    }

    private byte[] modelFile(int threads, String home) throws IOException {
        try (Personalize personalize =
                Personalize.builder().parallelism(threads).open(folder.resolve(home))) {
            Shop.open(personalize, folder)
                    .createSolution("for-you", Shop.factors())
                    .train();
        }
        return Files.readAllBytes(folder.resolve(home + "/shop/solutions/for-you/000001/model.safetensors"));
    }

    @Test
    void a_reopened_home_gives_identical_answers() {
        Path home = folder.resolve("home");
        RecommendationRequest request = RecommendationRequest.forUser("cat007");
        Recommendations before;
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            before = shop.createCampaign(
                            "home-page",
                            shop.createSolution("for-you", Shop.factors()).train())
                    .recommend(request);
        }
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            assertThat(shop.campaign("home-page").recommend(request).items()).isEqualTo(before.items());
            assertThat(shop.solution("for-you").config().hyperparameters()).containsEntry("factors", "8");
            assertThat(shop.solution("for-you").versions()).hasSize(1);
            assertThat(shop.campaigns()).containsExactly(shop.campaign("home-page"));
        }
    }

    @Test
    void a_cancelled_training_leaves_nothing_behind() {
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.open(home)) {
            Solution solution = Shop.open(personalize, folder).createSolution("for-you", Shop.factors());
            Cancellation cancellation = new Cancellation();
            ProgressListener cancelling = (task, done, total) -> cancellation.cancel();

            assertThatThrownBy(() -> solution.train(cancelling, cancellation))
                    .isInstanceOf(CancellationException.class);

            assertThat(solution.versions()).isEmpty();
            assertThat(home.resolve("shop/solutions/for-you"))
                    .isDirectoryContaining(file -> file.endsWith("solution.json"));
            assertThat(home.resolve("shop/solutions/for-you/000001")).doesNotExist();
        }
    }

    @Test
    void damage_and_newer_formats_are_two_different_errors() throws IOException {
        Path home = folder.resolve("home");
        Path version = home.resolve("shop/solutions/popular/000001");
        try (Personalize personalize = Personalize.open(home)) {
            Shop.open(personalize, folder)
                    .createSolution("popular", SolutionConfig.of("popularity-count"))
                    .train();
        }
        byte[] model = Files.readAllBytes(version.resolve("model.safetensors"));
        model[model.length / 2] ^= 1;
        Files.write(version.resolve("model.safetensors"), model);
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            assertThatThrownBy(() ->
                            shop.createCampaign("c", shop.solution("popular").version(1)))
                    .isInstanceOf(CorruptArtifactException.class)
                    .hasMessageContaining("model.safetensors");
        }
        Files.writeString(version.resolve("manifest.json"), ofFormat(9, version.resolve("manifest.json")));
        try (Personalize personalize = Personalize.open(home)) {
            Solution solution = personalize.datasetGroup("shop").solution("popular");
            assertThatThrownBy(() -> solution.version(1))
                    .isInstanceOf(ArtifactTooNewException.class)
                    .hasMessageContaining("format 9");
        }
    }

    /** {@return a manifest's text with another format number and the checksum of that} */
    private static String ofFormat(int format, Path manifest) throws IOException {
        String text = Files.readString(manifest).replace("\"format\" : 2", "\"format\" : " + format);
        String begin = text.substring(0, text.lastIndexOf("  \"sha256\""));
        return begin + "  \"sha256\" : \"" + sha256(begin) + "\"\n}\n";
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
