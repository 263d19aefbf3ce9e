package dev.personalize.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.TrainingException;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.HyperparameterSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HyperparameterSearchTest {
    private static final HyperparameterSpace DECLARED = HyperparameterSpace.builder()
            .number("x", 0.1, 0, 1, true, "A place.")
            .number("y", 0.9, 0, 1, true, "Another.")
            .choice("word", "a", List.of("a", "b", "c"), true, "A word.")
            .build();
    private static final SearchSpace SPACE = SearchSpace.around(DECLARED, Map.of());

    /** Greatest, 1, at x = 0.7, y = 0.3 and word b; known less exactly with less effort. */
    private static double hill(Map<String, String> at, double effort) {
        double x = Double.parseDouble(at.get("x")) - 0.7;
        double y = Double.parseDouble(at.get("y")) - 0.3;
        double off = "b".equals(at.get("word")) ? 0 : 0.2;
        double noise = (1 - effort) * 0.05 * Math.sin(1000 * x + 777 * y);
        return 1 - x * x - y * y - off + noise;
    }

    private static SearchResult run(SearchPlan plan, Objective objective) {
        return HyperparameterSearch.run(
                SPACE, plan, objective, ForkJoinPool.commonPool(), ProgressListener.NONE, new Cancellation());
    }

    @Test
    void the_top_of_a_hill_is_found_nearly() {
        SearchResult result = run(SearchPlan.ofTrials(80, 1), HyperparameterSearchTest::hill);

        // the start has 1 - 0.36 - 0.36 - 0.2 = 0.08
        assertThat(result.start().value()).isCloseTo(0.08, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(result.best().value()).isGreaterThan(0.97);
        assertThat(result.best().hyperparameters()).containsEntry("word", "b");
        assertThat(result.trials()).hasSize(80);
    }

    // 40 trials: the start; 19 spread, 6 of them and 2 go on; 10, 3 and 1; 10, 3 and 1. In full trainings:
    // 1 + (19 + 10 + 10) / 16 + (6 + 3 + 3) / 4 + (2 + 1 + 1) = 10.4375
    @Test
    void halving_spends_much_effort_on_few_settings_only() {
        double[] spent = new double[1];

        SearchResult result = run(SearchPlan.ofTrials(40, 2), (at, effort) -> {
            spent[0] += effort;
            return hill(at, effort);
        });

        assertThat(spent[0]).isCloseTo(10.4375, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(result.trials().stream().filter(Trial::isComplete)).hasSize(5);
        assertThat(result.trials()).hasSize(40);
    }

    @Test
    void without_halving_every_setting_gets_everything() {
        SearchResult result = run(
                new SearchPlan(20, 1, false, SearchPlan.UNLIMITED, 3),
                (at, effort) -> effort == 1 ? hill(at, effort) : Double.NaN);

        assertThat(result.trials()).hasSize(20).allMatch(Trial::isComplete);
    }

    @Property(tries = 40, seed = "42")
    void what_is_found_is_never_worse_than_the_start(
            @ForAll @IntRange(min = 1, max = 30) int trials, @ForAll int seed, @ForAll boolean halving) {
        // an objective without any shape
        SearchResult result = run(
                new SearchPlan(trials, 1, halving, SearchPlan.UNLIMITED, seed),
                (at, effort) -> new java.util.SplittableRandom(at.hashCode() + seed).nextDouble());

        assertThat(result.best().value()).isGreaterThanOrEqualTo(result.start().value());
        assertThat(result.best().effort()).isEqualTo(1);
        assertThat(result.start().hyperparameters()).isEqualTo(SPACE.start());
        assertThat(result.trials()).hasSizeLessThanOrEqualTo(trials);
        assertThat(result.trials().stream().map(Trial::hyperparameters)).doesNotHaveDuplicates();
    }

    @Test
    void the_same_seed_gives_the_same_trials_whatever_the_number_side_by_side() {
        List<Map<String, String>> alone = settings(run(plan(1), HyperparameterSearchTest::hill));
        List<Map<String, String>> beside = settings(run(plan(4), HyperparameterSearchTest::hill));

        assertThat(beside).isEqualTo(alone);
    }

    private static SearchPlan plan(int parallel) {
        return new SearchPlan(25, parallel, true, SearchPlan.UNLIMITED, 4);
    }

    private static List<Map<String, String>> settings(SearchResult result) {
        return result.trials().stream().map(Trial::hyperparameters).toList();
    }

    @Test
    void a_setting_that_cannot_be_trained_is_logged_and_the_search_goes_on() {
        SearchResult result = run(SearchPlan.ofTrials(30, 5), (at, effort) -> {
            if ("c".equals(at.get("word"))) {
                throw new TrainingException("no model with c");
            }
            return hill(at, effort);
        });

        assertThat(result.trials().stream().filter(trial -> trial.failure() != null))
                .isNotEmpty()
                .allSatisfy(trial -> {
                    assertThat(trial.failure()).isEqualTo("no model with c");
                    assertThat(trial.value()).isNaN();
                });
        assertThat(result.best().hyperparameters()).doesNotContainEntry("word", "c");
    }

    // the start and the two that are spread: there is nothing to be near to
    @Test
    void where_nothing_can_be_trained_the_reason_of_the_first_is_told() {
        assertThatThrownBy(() -> run(SearchPlan.ofTrials(5, 6), (at, effort) -> {
                    throw new TrainingException("no events");
                }))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("none of 3 settings")
                .hasMessageContaining("no events");
    }

    @Test
    void when_time_runs_out_no_more_is_begun() {
        AtomicLong now = new AtomicLong();

        SearchResult result = HyperparameterSearch.run(
                SPACE,
                new SearchPlan(40, 1, false, Duration.ofSeconds(10), 7),
                (at, effort) -> {
                    now.addAndGet(3_000_000_000L); // three seconds each
                    return hill(at, effort);
                },
                Runnable::run,
                ProgressListener.NONE,
                new Cancellation(),
                now::get);

        // begun after 0, 3, 6 and 9 seconds
        assertThat(result.trials()).hasSize(4).allMatch(trial -> trial.seconds() == 3);
    }

    @Test
    void the_start_is_measured_even_where_there_is_no_time() {
        SearchResult result = run(new SearchPlan(40, 1, true, Duration.ofNanos(1), 8), HyperparameterSearchTest::hill);

        assertThat(result.best()).isEqualTo(result.start());
        assertThat(result.trials()).hasSize(1);
    }

    @Test
    void it_stops_when_cancelled_and_tells_how_far_it_is() {
        Cancellation cancellation = new Cancellation();
        List<Long> done = Collections.synchronizedList(new ArrayList<>());

        assertThatThrownBy(() -> HyperparameterSearch.run(
                        SPACE,
                        SearchPlan.ofTrials(40, 9),
                        (at, effort) -> {
                            if (done.size() > 1) {
                                cancellation.cancel();
                            }
                            return hill(at, effort);
                        },
                        Runnable::run,
                        (task, reached, total) -> done.add(reached),
                        cancellation))
                .isInstanceOf(CancellationException.class);
        assertThat(done).isSorted();
    }
}
