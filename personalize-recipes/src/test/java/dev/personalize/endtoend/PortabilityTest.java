package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.RankingRequest;
import dev.personalize.RecommendationRequest;
import dev.personalize.RecommendedItem;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Train here, serve there. */
class PortabilityTest {
    private static final Clock TRAINED = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final Clock IMPORTED = Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());

    @AfterEach
    void close() throws IOException {
        memory.close();
    }

    /** {@return what a campaign of the version answers to everybody} */
    private static List<List<RecommendedItem>> answers(DatasetGroup shop, SolutionVersion version) {
        Campaign campaign = shop.createCampaign("c" + version.solution() + version.number(), version);
        List<List<RecommendedItem>> answers = new ArrayList<>();
        for (String user : List.of("cat000", "cat007", "dog007", "dog119", "nobody")) {
            answers.add(campaign.recommend(RecommendationRequest.forUser(user)).items());
            answers.add(campaign.rank(RankingRequest.of(user, List.of("d01", "tea", "c02", "moon")))
                    .items());
        }
        return answers;
    }

    @Test
    void a_version_answers_the_same_in_the_home_it_was_imported_into() {
        Path onDisk = folder.resolve("exports/for-you");
        Path zip = folder.resolve("exports/for-you.zip");
        Path inMemory = memory.getPath("/for-you");
        List<List<RecommendedItem>> answers;
        SolutionVersion trained;
        try (Personalize here = Personalize.builder().clock(TRAINED).open(folder.resolve("here"))) {
            DatasetGroup shop = Shop.open(here, folder);
            trained = shop.createSolution("for-you", Shop.factors()).train();
            answers = answers(shop, trained);
            trained.exportTo(onDisk);
            trained.exportTo(zip);
            trained.exportTo(inMemory);
        }
        try (Personalize there = Personalize.builder().clock(IMPORTED).open(folder.resolve("there"))) {
            DatasetGroup shop = Shop.open(there, folder);
            Solution solution = shop.createSolution("bought", Shop.factors());
            for (Path source : List.of(onDisk, zip, inMemory)) {
                SolutionVersion imported = solution.importVersion(source);
                assertThat(answers(shop, imported)).isEqualTo(answers);
            }
        }
        try (Personalize there = Personalize.open(folder.resolve("there"))) {
            Solution solution = there.datasetGroup("shop").solution("bought");
            assertThat(solution.versions()).hasSize(3).allSatisfy(version -> {
                assertThat(version.metrics()).isEqualTo(trained.metrics()).isNotEmpty();
                assertThat(version.popularityMetrics()).isEqualTo(trained.popularityMetrics());
                assertThat(version.hyperparameters()).isEqualTo(trained.hyperparameters());
                assertThat(version.dataFingerprint()).isEqualTo(trained.dataFingerprint());
                assertThat(version.created()).isEqualTo(TRAINED.instant());
                assertThat(version.imported()).contains(IMPORTED.instant());
                assertThat(version.solution()).isEqualTo("bought");
            });
            assertThat(solution.train().number())
                    .as("training goes on after what was imported")
                    .isEqualTo(4);
            assertThat(trained.imported()).isEmpty();
            Path again = folder.resolve("exports/again.zip");
            solution.version(2).exportTo(again);
            assertThat(solution.importVersion(again).created()).isEqualTo(TRAINED.instant());
        }
    }

    @Test
    void a_damaged_export_is_refused_before_anything_is_stored() throws IOException {
        Path export = memory.getPath("/popular");
        Path zip = memory.getPath("/popular.zip");
        Path home = folder.resolve("home");
        Random random = new Random(59);
        try (Personalize personalize = Personalize.open(home)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution("popular", SolutionConfig.of("popularity-count"));
            SolutionVersion version = solution.train();
            version.exportTo(export);
            version.exportTo(zip);
            for (Path file : List.of(
                    zip,
                    export.resolve("manifest.json"),
                    export.resolve("model.safetensors"),
                    export.resolve("items.avro"))) {
                byte[] bytes = Files.readAllBytes(file);
                for (int i = 0; i < bytes.length; i++) {
                    byte[] damaged = bytes.clone();
                    damaged[i] ^= (byte) (1 << random.nextInt(8));
                    Files.write(file, damaged);
                    assertThatThrownBy(() -> solution.importVersion(file.equals(zip) ? zip : export))
                            .as("byte %s of %s", i, file)
                            .isInstanceOf(CorruptArtifactException.class);
                }
                Files.write(file, bytes);
            }
            assertThat(home.resolve("shop/solutions/popular/000002")).doesNotExist();
            assertThat(solution.importVersion(export).number()).isEqualTo(2);
        }
    }

    @Test
    void a_damaged_version_of_a_home_is_not_exported() throws IOException {
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.open(home)) {
            SolutionVersion version = Shop.open(personalize, folder)
                    .createSolution("popular", SolutionConfig.of("popularity-count"))
                    .train();
            Path model = home.resolve("shop/solutions/popular/000001/model.safetensors");
            byte[] bytes = Files.readAllBytes(model);
            bytes[bytes.length - 1] ^= 1;
            Files.write(model, bytes);

            assertThatThrownBy(() -> version.exportTo(folder.resolve("export.zip")))
                    .isInstanceOf(CorruptArtifactException.class)
                    .hasMessageContaining("model.safetensors");
            assertThat(folder.resolve("export.zip")).doesNotExist();
        }
    }

    @Test
    void a_version_of_another_recipe_is_refused() {
        Path export = memory.getPath("/popular.zip");
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            shop.createSolution("popular", SolutionConfig.of("popularity-count"))
                    .train()
                    .exportTo(export);
            Solution related = shop.createSolution("related", Shop.related().build());

            assertThatThrownBy(() -> related.importVersion(export))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'popularity-count'")
                    .hasMessageContaining("'sims'");
            assertThat(related.versions()).isEmpty();
        }
    }
}
