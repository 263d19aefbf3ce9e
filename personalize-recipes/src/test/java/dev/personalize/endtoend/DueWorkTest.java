package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Campaign;
import dev.personalize.CampaignConfig;
import dev.personalize.DatasetGroup;
import dev.personalize.DueWork;
import dev.personalize.Event;
import dev.personalize.Job;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Solution;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.Status;
import dev.personalize.TrainingMode;
import dev.personalize.TrainingSchedule;
import dev.personalize.TrainingType;
import dev.personalize.error.InvalidInputException;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.schema.DatasetType;
import dev.personalize.storage.HeapStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DueWorkTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private volatile Consumer<Cancellation> inTraining = cancellation -> {};

    private Personalize.Builder home() {
        List<Recipe> recipes = new ArrayList<>(RecipeRegistry.installed().all());
        recipes.add(new HookedRecipe(cancellation -> inTraining.accept(cancellation)));
        return Personalize.builder().clock(clock).recipes(new RecipeRegistry(recipes));
    }

    private static SolutionConfig.Builder hooked() {
        return SolutionConfig.builder().recipe("hooked").evaluate(false);
    }

    private static void buy(DatasetGroup shop) {
        shop.eventTracker().put(Event.of("cat007", "c01", "Purchase"));
    }

    private List<DueWork.Done> runAt(Personalize personalize, Duration time) {
        clock.at(time);
        return personalize.dueWork().run();
    }

    @Test
    void a_solution_is_trained_within_an_hour_and_then_every_week() {
        try (Personalize personalize = home().inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution("s", hooked().build());
            assertThat(solution.config().performAutoTraining()).isTrue();
            assertThat(solution.config().trainingSchedule()).hasToString("rate(7 days)");

            assertThat(solution.nextTraining()).contains(HandClock.BEGIN.plus(HOUR));
            assertThat(runAt(personalize, HOUR.minusSeconds(1))).isEmpty();
            assertThat(runAt(personalize, HOUR)).singleElement().satisfies(done -> {
                assertThat(done.kind()).isEqualTo(DueWork.Kind.TRAINING);
                assertThat(done.group()).isEqualTo("shop");
                assertThat(done.resource()).isEqualTo("s");
                assertThat(done.version()).contains(1);
            });
            SolutionVersion first = solution.version(1);
            assertThat(first.trainingType()).isEqualTo(TrainingType.AUTOMATIC);
            assertThat(first.trainingMode()).isEqualTo(TrainingMode.FULL);
            assertThat(solution.trainings().get(0).details())
                    .containsEntry("trainingType", "AUTOMATIC")
                    .containsEntry("trainingMode", "FULL");

            buy(shop);
            assertThat(runAt(personalize, HOUR.plus(WEEK).minusSeconds(1))).isEmpty();
            assertThat(runAt(personalize, HOUR.plus(WEEK))).hasSize(1);
            assertThat(solution.nextTraining())
                    .contains(HandClock.BEGIN.plus(HOUR).plus(WEEK.multipliedBy(2)));
        }
    }

    @Test
    void a_training_by_hand_in_the_first_hour_takes_the_place_of_the_first_one_by_itself() {
        try (Personalize personalize = home().inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution("s", hooked().build());
            clock.at(Duration.ofMinutes(20));
            assertThat(solution.train().trainingType()).isEqualTo(TrainingType.MANUAL);
            buy(shop);

            assertThat(runAt(personalize, HOUR)).isEmpty();
            assertThat(solution.nextTraining())
                    .contains(HandClock.BEGIN.plus(Duration.ofMinutes(20)).plus(WEEK));
        }
    }

    @Test
    void weeks_are_counted_from_the_beginning_of_a_training() {
        try (Personalize personalize = home().inMemory()) {
            Solution solution = Shop.open(personalize, folder).createSolution("s", hooked().build());
            inTraining = cancellation -> clock.at(Duration.ofHours(5));

            SolutionVersion version = solution.train();

            assertThat(version.created()).isEqualTo(HandClock.BEGIN.plus(Duration.ofHours(5)));
            assertThat(solution.nextTraining()).contains(HandClock.BEGIN.plus(WEEK));
        }
    }

    @Test
    void nothing_is_trained_before_something_new_has_come() {
        HeapStorage storage = new HeapStorage();
        try (Personalize personalize = home().open(storage)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            buy(shop);
            shop.createSolution("s", hooked().build()).train();
            shop.dataset(DatasetType.ITEMS).put("new", Map.of("name", "New thing"));
            shop.compact();

            assertThat(runAt(personalize, WEEK)).isEmpty();
            assertThat(runAt(personalize, WEEK.multipliedBy(2))).isEmpty();
            buy(shop);
            assertThat(runAt(personalize, WEEK.multipliedBy(2).plus(HOUR))).hasSize(1);
            shop.dataset(DatasetType.INTERACTIONS).importCsv(folder.resolve("interactions.csv"));
            assertThat(runAt(personalize, WEEK.multipliedBy(4)))
                    .as("an import is new data too")
                    .hasSize(1);
        }
    }

    @Test
    void a_group_without_a_single_interaction_is_not_trained() {
        try (Personalize personalize = home().inMemory()) {
            DatasetGroup empty = personalize.createDatasetGroup("empty");
            empty.createSolution("early", hooked().build());
            assertThat(runAt(personalize, HOUR)).isEmpty();

            empty.createDataset(Shop.INTERACTIONS);
            assertThat(runAt(personalize, HOUR)).isEmpty();
        }
    }

    @Test
    void another_frequency_begins_anew_and_nothing_else_of_a_schedule_does() {
        try (Personalize personalize = home().inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution("s", hooked().build());
            solution.train();
            buy(shop);

            clock.at(Duration.ofDays(2));
            solution.update(
                    solution.config().toBuilder().eventTypeWeight("Click", 0.25).build());
            assertThat(solution.nextTraining()).contains(HandClock.BEGIN.plus(WEEK));
            solution.update(solution.config().toBuilder()
                    .trainingSchedule(TrainingSchedule.parse("rate(30 days)"))
                    .build());

            assertThat(solution.nextTraining())
                    .contains(HandClock.BEGIN.plus(Duration.ofDays(2)).plus(HOUR));
            assertThat(runAt(personalize, Duration.ofDays(2).plus(HOUR))).hasSize(1);
            assertThat(solution.nextTraining())
                    .contains(HandClock.BEGIN.plus(Duration.ofDays(32)).plus(HOUR));
        }
    }

    @Test
    void automatic_training_can_be_left_out_and_switched_off_and_on() {
        try (Personalize personalize = home().inMemory()) {
            Solution solution = Shop.open(personalize, folder)
                    .createSolution("s", hooked().performAutoTraining(false).build());
            assertThat(solution.nextTraining()).isEmpty();
            assertThat(runAt(personalize, WEEK)).isEmpty();

            solution.update(
                    solution.config().toBuilder().performAutoTraining(true).build());
            assertThat(runAt(personalize, WEEK.plus(HOUR))).hasSize(1);
            solution.update(
                    solution.config().toBuilder().performAutoTraining(false).build());
            assertThat(solution.nextTraining()).isEmpty();
        }
    }

    @Test
    void weights_of_events_can_change_and_versions_keep_those_they_were_trained_with() {
        HeapStorage storage = new HeapStorage();
        try (Personalize personalize = home().open(storage)) {
            Solution solution = Shop.open(personalize, folder)
                    .createSolution("s", hooked().eventTypeWeight("Click", 0.5).build());
            solution.train();
            solution.update(
                    solution.config().toBuilder().eventTypeWeight("Click", 0.25).build());
            solution.train();

            assertThat(solution.version(1).eventTypeWeights()).containsEntry("Click", 0.5);
            assertThat(solution.version(2).eventTypeWeights()).containsEntry("Click", 0.25);
            assertThatThrownBy(() -> solution.update(
                            solution.config().toBuilder().seed(9).evaluate(true).build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("seed, evaluate")
                    .hasMessageContaining("create another solution");
            assertThat(solution.config().seed()).isZero();
        }
    }

    @Test
    void schedules_of_no_days_or_too_many_are_refused() {
        assertThat(TrainingSchedule.parse("rate(1 day)").days()).isOne();
        for (String wrong : List.of("rate(0 days)", "rate(31 days)", "rate(7 hours)", "7 days")) {
            assertThatThrownBy(() -> TrainingSchedule.parse(wrong)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void a_reopened_home_goes_on_with_its_schedules() {
        Path home = folder.resolve("home");
        try (Personalize personalize = home().open(home)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            buy(shop);
            shop.createSolution("trained", hooked().build()).train();
            clock.at(Duration.ofMinutes(10));
            shop.createSolution(
                    "fresh", hooked().trainingSchedule(new TrainingSchedule(3)).build());
        }
        try (Personalize personalize = home().open(home)) {
            DatasetGroup shop = personalize.datasetGroup("shop");
            Solution trained = shop.solution("trained");
            Solution fresh = shop.solution("fresh");
            assertThat(trained.nextTraining()).contains(HandClock.BEGIN.plus(WEEK));
            assertThat(fresh.nextTraining()).contains(HandClock.BEGIN.plus(Duration.ofMinutes(70)));
            assertThat(fresh.config().trainingSchedule().days()).isEqualTo(3);

            assertThat(runAt(personalize, WEEK))
                    .as("nothing came since 'trained' was trained, in this process or the last one")
                    .extracting(DueWork.Done::resource)
                    .containsExactly("fresh");
            buy(shop);
            assertThat(runAt(personalize, WEEK.plus(HOUR)))
                    .extracting(DueWork.Done::resource)
                    .containsExactly("trained");
        }
    }

    @Test
    void a_training_of_the_schedule_that_fails_waits_for_its_next_turn_and_keeps_nothing_from_being_done() {
        try (Personalize personalize = home().inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution greedy = shop.createSolution(
                    "greedy",
                    hooked().minimumData(new MinimumData(1_000_000, 1, 0)).build());
            shop.createSolution("modest", hooked().build());

            List<DueWork.Done> done = runAt(personalize, HOUR);

            assertThat(done).extracting(DueWork.Done::resource).containsExactly("greedy", "modest");
            assertThat(done.get(0).version()).isEmpty();
            assertThat(done.get(0).failureReason().orElseThrow()).contains("1000000");
            assertThat(greedy.nextTraining())
                    .contains(HandClock.BEGIN.plus(HOUR).plus(WEEK));
            assertThat(runAt(personalize, HOUR.multipliedBy(2))).isEmpty();
        }
    }

    @Test
    void a_damaged_solution_is_told_of_and_keeps_no_other_from_being_trained() throws IOException {
        Path home = folder.resolve("home");
        try (Personalize personalize = home().open(home)) {
            DatasetGroup shop = Shop.open(personalize, folder);
            shop.createSolution("damaged", hooked().build());
            shop.createSolution("whole", hooked().build());
        }
        Files.writeString(home.resolve("shop/solutions/damaged/solution.json"), "{}");
        try (Personalize personalize = home().open(home)) {
            List<DueWork.Done> done = runAt(personalize, HOUR);

            assertThat(done).extracting(DueWork.Done::resource).containsExactly("damaged", "whole");
            assertThat(done.get(0).failureReason().orElseThrow()).contains("solution.json");
            assertThat(done.get(1).version()).contains(1);
        }
    }

    @Test
    void a_training_by_hand_that_fails_or_is_cancelled_changes_no_schedule() {
        try (Personalize personalize = home().inMemory()) {
            Solution solution = Shop.open(personalize, folder).createSolution("s", hooked().build());
            Cancellation cancelled = new Cancellation();
            cancelled.cancel();
            assertThatThrownBy(() -> solution.train(ProgressListener.NONE, cancelled))
                    .isInstanceOf(CancellationException.class);

            assertThat(solution.nextTraining()).contains(HandClock.BEGIN.plus(HOUR));
        }
    }

    @Test
    void closing_the_home_ends_a_training_of_the_schedule_which_is_tried_again_an_hour_after_it_began()
            throws Exception {
        Path home = folder.resolve("home");
        CountDownLatch training = new CountDownLatch(1);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try (Personalize personalize = home().open(home)) {
            Shop.open(personalize, folder).createSolution("s", hooked().build());
            clock.at(HOUR);
            inTraining = cancellation -> {
                training.countDown();
                while (!cancellation.isCancelled()) {
                    Thread.onSpinWait();
                }
            };
            personalize.dueWork().every(Duration.ofDays(1), scheduler);
            await(training);
        }
        scheduler.shutdown();
        assertThat(scheduler.awaitTermination(1, TimeUnit.MINUTES))
                .as("closing ended what the scheduler was asked for")
                .isTrue();
        inTraining = cancellation -> {};
        try (Personalize personalize = home().open(home)) {
            Solution solution = personalize.datasetGroup("shop").solution("s");
            assertThat(solution.trainings()).extracting(Job::status).containsExactly(Status.CREATE_STOPPED);
            assertThat(solution.nextTraining()).contains(HandClock.BEGIN.plus(HOUR.multipliedBy(2)));
            assertThat(runAt(personalize, HOUR.multipliedBy(2))).hasSize(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_training_of_the_schedule_can_be_stopped_and_waits_for_its_next_turn() {
        try (Personalize personalize = home().inMemory()) {
            Solution solution = Shop.open(personalize, folder).createSolution("s", hooked().build());
            inTraining = cancellation -> solution.stop(1);

            assertThat(runAt(personalize, HOUR))
                    .singleElement()
                    .satisfies(done -> assertThat(done.failureReason()).contains("stopped"));

            assertThat(solution.trainings()).extracting(Job::status).containsExactly(Status.CREATE_STOPPED);
            assertThat(solution.nextTraining())
                    .contains(HandClock.BEGIN.plus(HOUR).plus(WEEK));
        }
    }

    @Test
    void new_items_are_admitted_every_two_hours_to_the_newest_version_and_to_no_older_one() {
        try (Personalize personalize = home().inMemory()) {
            DatasetGroup shop = Shop.open(personalize, folder);
            Solution solution = shop.createSolution(
                    "s", Shop.factors().toBuilder().performAutoTraining(false).build());
            RecommendationRequest everything = RecommendationRequest.builder()
                    .userId("cat007")
                    .numResults(500)
                    .build();
            Campaign old = shop.createCampaign("old", solution.train());
            Campaign newest = shop.createCampaign("newest", solution.train(), CampaignConfig.defaults());
            Map<String, Double> metrics = newest.version().metrics();
            personalize.dueWork().run();
            shop.dataset(DatasetType.ITEMS).put("new", Map.of("name", "New thing"));

            assertThat(runAt(personalize, Duration.ofMinutes(119))).isEmpty();
            assertThat(newest.recommend(everything).itemIds()).doesNotContain("new");
            assertThat(runAt(personalize, Duration.ofHours(2))).singleElement().satisfies(done -> {
                assertThat(done.kind()).isEqualTo(DueWork.Kind.ITEM_UPDATE);
                assertThat(done.resource()).isEqualTo("newest");
                assertThat(done.version()).contains(2);
            });

            assertThat(newest.recommend(everything).itemIds()).contains("new");
            assertThat(newest.version().metrics()).isEqualTo(metrics);
            assertThat(old.recommend(everything).itemIds()).doesNotContain("new");
            assertThat(runAt(personalize, Duration.ofHours(4)))
                    .as("nothing has come since")
                    .isEmpty();
        }
    }
}
