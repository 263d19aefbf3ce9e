package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Job;
import dev.personalize.Personalize;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.Status;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedTrainingTest {
    @TempDir
    Path folder;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    /** Holds the training at its first step, on whatever thread that is. */
    private final ProgressListener holding = (task, done, total) -> {
        begun.countDown();
        await(mayGoOn);
    };

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requireStopped(CompletableFuture<SolutionVersion> training) {
        assertThatThrownBy(training::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void a_running_training_is_about_to_stop_and_then_stopped_and_leaves_no_thread_behind()
            throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try (Personalize personalize =
                Personalize.builder().executor(executor).parallelism(3).inMemory()) {
            Solution solution = Shop.open(personalize, folder).createSolution("for-you", Shop.factors());
            CompletableFuture<SolutionVersion> training = solution.trainAsync(holding, new Cancellation());
            await(begun);
            assertThat(solution.trainings()).extracting(Job::status).containsExactly(Status.CREATE_IN_PROGRESS);

            assertThat(solution.stop(1).status()).hasToString("CREATE STOPPING");
            assertThat(solution.stop(1).status()).isEqualTo(Status.CREATE_STOPPING);
            mayGoOn.countDown();
            requireStopped(training);

            assertThat(solution.versions()).isEmpty();
            assertThat(solution.trainings()).singleElement().satisfies(job -> {
                assertThat(job.name()).isEqualTo("000001");
                assertThat(job.status()).hasToString("CREATE STOPPED");
                assertThat(job.failureReason()).contains("stopped");
                assertThat(job.progress()).isEmpty();
            });
            executor.shutdown();
            assertThat(executor.awaitTermination(1, TimeUnit.MINUTES))
                    .as("every thread of the pool is free to end")
                    .isTrue();
        }
    }

    @Test
    void a_training_that_waits_for_its_turn_is_stopped_at_once() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        try (Personalize personalize =
                Personalize.builder().executor(waiting::add).parallelism(1).inMemory()) {
            Solution solution = Shop.open(personalize, folder).createSolution("for-you", Shop.factors());
            CompletableFuture<SolutionVersion> training =
                    solution.trainAsync(ProgressListener.NONE, new Cancellation());
            assertThat(solution.trainings()).extracting(Job::status).containsExactly(Status.CREATE_PENDING);

            assertThat(solution.stop(1).status()).isEqualTo(Status.CREATE_STOPPED);

            requireStopped(training);
            waiting.forEach(Runnable::run);
            assertThat(solution.trainings()).extracting(Job::status).containsExactly(Status.CREATE_STOPPED);
            assertThat(solution.versions()).isEmpty();
            assertThat(solution.train().number()).isEqualTo(2);
        }
    }

    @Test
    void what_has_ended_or_never_was_cannot_be_stopped() {
        try (Personalize personalize = Personalize.inMemory()) {
            Solution solution =
                    Shop.open(personalize, folder).createSolution("popular", SolutionConfig.of("popularity-count"));
            solution.train();

            assertThatThrownBy(() -> solution.stop(1))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("training '000001' is ACTIVE");
            assertThatThrownBy(() -> solution.stop(2)).isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Test
    void stopping_one_training_leaves_another_alone_that_shares_its_cancellation() {
        try (Personalize personalize = Personalize.inMemory()) {
            Solution solution =
                    Shop.open(personalize, folder).createSolution("popular", SolutionConfig.of("popularity-count"));
            Cancellation shared = new Cancellation();

            assertThatThrownBy(() -> solution.train((task, done, total) -> solution.stop(1), shared))
                    .isInstanceOf(CancellationException.class);

            assertThat(solution.train(ProgressListener.NONE, shared).number()).isEqualTo(2);
        }
    }

    @Test
    void one_that_was_about_to_stop_when_the_process_died_is_stopped() throws IOException {
        Path home = folder.resolve("home");
        try (Personalize personalize = Personalize.open(home)) {
            Solution solution = Shop.open(personalize, folder).createSolution("for-you", Shop.factors());
            CompletableFuture<SolutionVersion> training = solution.trainAsync(holding, new Cancellation());
            await(begun);
            solution.stop(1);
            copy(home, folder.resolve("as-it-was"));
            mayGoOn.countDown();
            requireStopped(training);
        }
        try (Personalize personalize = Personalize.open(folder.resolve("as-it-was"))) {
            assertThat(personalize.datasetGroup("shop").solution("for-you").trainings())
                    .extracting(Job::status)
                    .containsExactly(Status.CREATE_STOPPED);
        }
    }

    @Test
    void a_running_training_says_how_far_it_is() {
        HandClock clock = new HandClock();
        try (Personalize personalize = Personalize.builder().clock(clock).inMemory()) {
            Solution solution = Shop.open(personalize, folder).createSolution("for-you", Shop.factors());

            solution.train(
                    (task, done, total) -> assertThat(solution.trainings())
                            .singleElement()
                            .satisfies(job -> {
                                assertThat(job.progress().orElseThrow().task()).isEqualTo(task);
                                assertThat(job.progress().orElseThrow().done()).isEqualTo(done);
                            }),
                    new Cancellation());

            assertThat(solution.trainings())
                    .singleElement()
                    .satisfies(job -> assertThat(job.progress()).isEmpty());
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
