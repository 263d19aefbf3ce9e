package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.Dataset;
import dev.personalize.DatasetGroup;
import dev.personalize.Job;
import dev.personalize.Personalize;
import dev.personalize.Status;
import dev.personalize.ingest.Durability;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.DatasetType;
import dev.personalize.storage.DirectoryStorage;
import dev.personalize.storage.HeapStorage;
import dev.personalize.storage.Storage;
import dev.personalize.testkit.FaultyStorage;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A scenario over all that changes files is run once for every change of a file, which then fails. Each step of it is done as a
 * whole or not at all: what a home holds after the failure is what it held after some step of a run without failures.
 */
class FailingStorageTest {
    @TempDir
    Path folder;

    private ScriptedShop shop;
    private long operations;

    /** What the home holds before the first step, after it, and so on. */
    private List<String> data;

    private List<String> answers;

    @BeforeEach
    void run_without_failures() {
        shop = new ScriptedShop(folder);
        FaultyStorage storage = new FaultyStorage(new HeapStorage());
        data = new ArrayList<>();
        answers = new ArrayList<>();
        try (Personalize personalize = shop.open(storage)) {
            data.add(shop.data(personalize));
            answers.add(shop.answers(personalize));
            for (ScriptedShop.Step step : shop.steps()) {
                step.action().accept(personalize);
                data.add(shop.data(personalize));
                answers.add(shop.answers(personalize));
            }
        }
        operations = storage.operations();
    }

    @Test
    void a_disk_that_fills_up_leaves_every_step_done_or_not_begun() {
        for (int n = 1; n <= operations; n++) {
            for (boolean half : new boolean[] {false, true}) {
                HeapStorage inner = new HeapStorage();
                FaultyStorage storage = failing(inner, half).failFrom(n);
                int step = runToFailure(storage, n);
                Storage powerLost = storage.crash(n);

                requireState(inner, step, "n " + n + ", half " + half);
                requireState(powerLost, step, "n " + n + ", half " + half + ", power lost");
            }
        }
    }

    @Test
    void a_home_goes_on_after_a_failure_that_passes() {
        for (int n = 1; n <= operations; n++) {
            for (boolean half : new boolean[] {false, true}) {
                HeapStorage inner = new HeapStorage();
                FaultyStorage storage = failing(inner, half).failAt(n);
                String run = "n " + n + ", half " + half;
                try (Personalize personalize = shop.open(storage)) {
                    goOn(personalize, storage, n, run);
                    HomeFiles.requireEndedJobs(personalize);
                }
                requireState(inner, data.size() - 1, run);
            }
        }
    }

    private static FaultyStorage failing(HeapStorage inner, boolean half) {
        FaultyStorage storage = new FaultyStorage(inner);
        return half ? storage.halfDone() : storage;
    }

    /** {@return the number of steps that were done or may have been} */
    private int runToFailure(FaultyStorage storage, int n) {
        Personalize personalize = shop.open(storage);
        int steps = 0;
        try {
            for (ScriptedShop.Step step : shop.steps()) {
                steps++;
                step.action().accept(personalize);
            }
        } catch (UncheckedIOException e) {
            assertThat(shop.data(personalize)).as("n %s", n).isIn(data.get(steps - 1), data.get(steps));
            return steps;
        }
        // Some failures are no matter to the step, such as that of removing a file nobody wants any more.
        assertThat(shop.data(personalize)).as("n %s", n).isEqualTo(data.get(steps));
        return steps;
    }

    private void goOn(Personalize personalize, FaultyStorage storage, int n, String run) {
        for (int i = 0; i < shop.steps().size(); i++) {
            ScriptedShop.Step step = shop.steps().get(i);
            String description = run + ", " + step.name();
            boolean before = storage.operations() < n;
            try {
                step.action().accept(personalize);
            } catch (UncheckedIOException e) {
                String now = shop.data(personalize);
                assertThat(now).as(description).isIn(data.get(i), data.get(i + 1));
                if (!now.equals(data.get(i + 1))) {
                    step.action().accept(personalize);
                }
            }
            if (before && storage.operations() >= n) { // here it happened, whether the step minded or not
                assertThat(shop.data(personalize)).as(description).isEqualTo(data.get(i + 1));
            }
        }
        assertThat(shop.data(personalize)).as(run).isEqualTo(data.get(data.size() - 1));
        assertThat(shop.answers(personalize)).as(run).isEqualTo(answers.get(answers.size() - 1));
    }

    /** The home can be opened and holds what it did after a step, or before it; nothing of it is in the way. */
    private void requireState(Storage storage, int step, String run) {
        try (Personalize personalize = shop.open(storage)) {
            int before = Math.max(0, step - 1);
            assertThat(shop.data(personalize)).as(run).isIn(data.get(before), data.get(step));
            assertThat(shop.answers(personalize)).as(run).isIn(answers.get(before), answers.get(step));
            HomeFiles.requireEndedJobs(personalize);
            HomeFiles.requireNoLeftovers(HomeFiles.of(storage));
            personalize.datasetGroups().forEach(DatasetGroup::compact);
            assertThat(shop.data(personalize)).as(run).isIn(data.get(before), data.get(step));
        }
    }

    @Test
    void a_home_whose_disk_is_full_can_be_closed_and_opened_again() {
        FaultyStorage storage = new FaultyStorage(DirectoryStorage.open(folder.resolve("home")));
        Personalize personalize = Personalize.builder().open(storage);
        DatasetGroup group = personalize.createDatasetGroup("shop");
        group.createDataset(Shop.INTERACTIONS);
        group.eventTracker().put(List.of(ScriptedShop.event("ann", "tea", 1)), Durability.FLUSHED);
        storage.failFrom(storage.operations() + 1);

        assertThatThrownBy(personalize::close).isInstanceOf(UncheckedIOException.class);

        try (Personalize again = Personalize.open(folder.resolve("home"))) {
            assertThat(again.datasetGroup("shop").snapshot().interactions().size())
                    .isOne();
        }
    }

    @Test
    void a_record_put_after_an_import_counts_even_if_an_earlier_put_could_not_create_its_file() {
        FaultyStorage storage = new FaultyStorage(new HeapStorage());
        Path csv = Shop.write(folder, "tea.csv", List.of("ITEM_ID,NAME,PRICE", "tea,Tea,2"));
        Personalize personalize = Personalize.builder().open(storage);
        DatasetGroup group = personalize.createDatasetGroup("shop");
        group.createDataset(Shop.INTERACTIONS);
        Dataset items = group.createDataset(Shop.ITEMS);
        storage.failAt(storage.operations() + 1);
        assertThatThrownBy(() -> items.put("tea", Map.of("name", "Lost"))).isInstanceOf(UncheckedIOException.class);
        items.importCsv(csv);

        Personalize again = Personalize.builder().open(storage.crash(1));
        again.datasetGroup("shop").dataset(DatasetType.ITEMS).put("tea", Map.of("name", "Green tea"));

        assertThat(shop.data(again)).contains("NAME Green tea");
    }

    @Test
    void a_job_whose_begin_cannot_be_written_down_has_failed() {
        FaultyStorage storage = new FaultyStorage(new HeapStorage());
        Path csv = Shop.write(folder, "tea.csv", List.of("ITEM_ID,NAME,PRICE", "tea,Tea,2"));
        try (Personalize personalize = shop.open(storage)) {
            Dataset items = personalize.createDatasetGroup("shop").createDataset(Shop.ITEMS);
            storage.failAt(storage.operations() + 2);

            assertThat(items.importCsvAsync(csv, ImportOptions.defaults(), ProgressListener.NONE, new Cancellation()))
                    .isCompletedExceptionally();

            assertThat(items.imports()).extracting(Job::status).containsExactly(Status.CREATE_FAILED);
            assertThat(items.rows()).isZero();
        }
    }
}
