package dev.personalize.recipes.popularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Both ways to count against twins that keep every event and begin from nothing for each answer. */
class TrendCountsTest {
    private static final int ITEMS = 4;
    private static final long WINDOW = 10;

    /**
     * A step of time, and what happens then.
     *
     * @param later seconds since the step before; may be negative, as a clock that is set back
     * @param item of the event
     * @param age of the event in seconds; may be negative, as of a client whose clock is fast
     */
    record Step(int later, int item, int age) {}

    private record Seen(int item, long time) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> later = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(8, Arbitraries.integers().between(0, 4)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(-3, 0)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(5, 45)));
        return Combinators.combine(
                        later,
                        Arbitraries.integers().between(0, ITEMS - 1),
                        Arbitraries.integers().between(-5, 25))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 300, seed = "42")
    void windows_count_what_counting_every_event_anew_gives(@ForAll("steps") List<Step> steps) {
        WindowCounts counts = new WindowCounts(WINDOW, 1);
        List<Seen> all = new ArrayList<>();
        long clock = 1_000;
        long now = Long.MIN_VALUE;
        for (Step step : steps) {
            clock += step.later();
            now = Math.max(now, clock);
            counts.add(step.item(), clock - step.age(), clock);
            all.add(new Seen(step.item(), Math.min(clock - step.age(), now)));

            float[] scores = new float[ITEMS + 2];
            long events = counts.score(scores, clock);
            float[] expected = new float[ITEMS + 2];
            long expectedEvents = 0;
            for (Seen seen : all) {
                boolean last = seen.time() > now - WINDOW;
                boolean previous = !last && seen.time() > now - 2 * WINDOW;
                expected[seen.item()] += last ? 1 : previous ? -1 : 0;
                expectedEvents += last || previous ? 1 : 0;
            }
            assertThat(scores).containsExactly(expected);
            assertThat(events).isEqualTo(expectedEvents);
        }
    }

    @Property(tries = 300, seed = "42")
    void counters_that_decay_hold_what_decaying_every_event_anew_gives(@ForAll("steps") List<Step> steps) {
        double smoothing = 2;
        VelocityCounts counts = new VelocityCounts(WINDOW, smoothing, 1);
        List<Seen> all = new ArrayList<>();
        long clock = 1_000;
        long now = Long.MIN_VALUE;
        for (Step step : steps) {
            clock += step.later();
            now = Math.max(now, clock);
            counts.add(step.item(), clock - step.age(), clock);
            all.add(new Seen(step.item(), Math.min(clock - step.age(), now)));

            float[] scores = new float[ITEMS];
            counts.score(scores, clock);
            for (int item = 0; item < ITEMS; item++) {
                double fast = 0;
                double slow = 0;
                for (Seen seen : all) {
                    if (seen.item() == item) {
                        fast += Math.pow(0.5, (now - seen.time()) / (double) WINDOW);
                        slow += Math.pow(0.5, (now - seen.time()) / (8.0 * WINDOW));
                    }
                }
                double slowRate = slow * Math.log(2) / 8;
                double velocity = (fast * Math.log(2) - slowRate) / Math.sqrt(slowRate + smoothing);
                if (Math.abs(fast - 1) > 1e-6) { // else rounding decides whether there are too few
                    assertThat((double) scores[item])
                            .isCloseTo(fast < 1 ? Math.min(0, velocity) : velocity, within(1e-5));
                }
            }
        }
    }
}
