package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionUpdate;
import dev.personalize.Status;
import dev.personalize.TrainingSchedule;
import dev.personalize.error.InvalidInputException;
import dev.personalize.storage.HeapStorage;
import dev.personalize.storage.Storage;
import dev.personalize.testkit.FaultyStorage;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a solution tells of its last change. */
class SolutionUpdateTest {
    private static final SolutionConfig POPULAR = SolutionConfig.builder()
            .recipe("popularity-count")
            .minimumData(MinimumData.NONE)
            .build();

    private final HandClock clock = new HandClock();

    private Personalize open(Storage storage) {
        return Personalize.builder().clock(clock).open(storage);
    }

    private static Solution created(Personalize personalize) {
        return personalize.createDatasetGroup("shop").createSolution("popular", POPULAR);
    }

    private static SolutionConfig everyDays(int days) {
        return POPULAR.toBuilder().trainingSchedule(new TrainingSchedule(days)).build();
    }

    @Test
    void there_is_none_before_the_first_and_the_last_one_is_found_again() {
        HeapStorage storage = new HeapStorage();
        SolutionUpdate last;
        try (Personalize personalize = open(storage)) {
            Solution solution = created(personalize);
            assertThat(solution.latestUpdate()).isEmpty();
            solution.update(everyDays(3));
            clock.at(Duration.ofHours(1));

            solution.update(everyDays(4));

            last = solution.latestUpdate().orElseThrow();
            assertThat(last)
                    .isEqualTo(new SolutionUpdate(Status.ACTIVE, Optional.empty(), clock.instant(), clock.instant()));
            assertThat(solution.config().trainingSchedule().days()).isEqualTo(4);
        }
        try (Personalize personalize = open(storage)) {
            assertThat(personalize.datasetGroup("shop").solution("popular").latestUpdate())
                    .contains(last);
        }
    }

    @Test
    void a_configuration_that_is_refused_is_no_update() {
        try (Personalize personalize = open(new HeapStorage())) {
            Solution solution = created(personalize);

            assertThatThrownBy(() -> solution.update(SolutionConfig.of("sims")))
                    .isInstanceOf(InvalidInputException.class);

            assertThat(solution.latestUpdate()).isEmpty();
        }
    }

    @Test
    void one_that_cannot_be_written_says_so_and_leaves_the_solution_as_it_was() {
        HeapStorage inner = new HeapStorage();
        FaultyStorage storage = new FaultyStorage(inner);
        try (Personalize personalize = open(storage)) {
            Solution solution = created(personalize);
            storage.failAt(storage.operations() + 1);

            assertThatThrownBy(() -> solution.update(everyDays(3))).isInstanceOf(UncheckedIOException.class);

            requireFailed(solution);
        }
        try (Personalize personalize = open(inner)) {
            requireFailed(personalize.datasetGroup("shop").solution("popular"));
        }
    }

    private static void requireFailed(Solution solution) {
        SolutionUpdate update = solution.latestUpdate().orElseThrow();
        assertThat(update.status()).isEqualTo(Status.CREATE_FAILED);
        assertThat(update.failureReason().orElseThrow()).contains("solution.json");
        assertThat(solution.config().trainingSchedule().days()).isEqualTo(7);
    }

    @Test
    void versions_are_what_they_would_be_without_it(@TempDir Path folder) {
        HeapStorage storage = new HeapStorage();
        try (Personalize personalize = open(storage)) {
            Solution solution = Shop.open(personalize, folder).createSolution("popular", POPULAR);
            solution.update(everyDays(3));

            solution.train();

            assertThat(HomeFiles.of(storage).get("shop/solutions/popular/000001/manifest.json"))
                    .contains("\"latestUpdate\" : null");
        }
    }
}
