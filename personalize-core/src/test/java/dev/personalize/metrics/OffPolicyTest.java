package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OffPolicyTest {
    private static final Parallel PARALLEL = Parallel.ofProcessors();
    private static final double[] CLICKS = {0.1, 0.3, 0.5};
    private static final double[] LOGGED = {0.6, 0.3, 0.1};
    private static final double[] TARGET = {0.1, 0.2, 0.7};
    /** 0.1 · 0.1 + 0.2 · 0.3 + 0.7 · 0.5 */
    private static final double TRUTH = 0.42;
    /** 0.6 · 0.1 + 0.3 · 0.3 + 0.1 · 0.5 */
    private static final double LOGGED_TRUTH = 0.2;

    /** Three items with known click rates, chosen by a system that prefers the worst; predicted clicks are off by {@code error}. */
    private static List<OffPolicy.Decision> log(int size, double error, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<OffPolicy.Decision> log = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double at = random.nextDouble();
            int chosen = at < LOGGED[0] ? 0 : at < LOGGED[0] + LOGGED[1] ? 1 : 2;
            double reward = random.nextDouble() < CLICKS[chosen] ? 1 : 0;
            log.add(new OffPolicy.Decision(
                    LOGGED[chosen], TARGET[chosen], reward, CLICKS[chosen] + error, TRUTH + error));
        }
        return log;
    }

    @Test
    void all_estimates_find_the_truth_in_a_simulated_log() {
        OffPolicy estimates = new OffPolicy(log(50_000, 0.2, 1), Double.POSITIVE_INFINITY);

        assertThat(estimates.logged(Bootstrap.DEFAULT, PARALLEL).value()).isCloseTo(LOGGED_TRUTH, within(0.01));
        for (Interval estimate : List.of(
                estimates.ips(Bootstrap.DEFAULT, PARALLEL),
                estimates.snips(Bootstrap.DEFAULT, PARALLEL),
                estimates.doublyRobust(Bootstrap.DEFAULT, PARALLEL))) {
            assertThat(estimate.value()).isCloseTo(TRUTH, within(0.02));
            assertThat(estimate.contains(TRUTH)).isTrue();
            assertThat(estimate.contains(LOGGED_TRUTH)).isFalse();
        }
    }

    /** The same seed, and 200 logs: the mean of the estimates is the truth, and a good prediction makes them vary less. */
    @Test
    void a_good_model_of_rewards_makes_the_estimate_steadier() {
        double squaredIps = 0;
        double squaredRobust = 0;
        double sum = 0;
        Bootstrap few = new Bootstrap(100, 0.95, 0);
        for (int i = 0; i < 200; i++) {
            OffPolicy estimates = new OffPolicy(log(1000, 0, i), Double.POSITIVE_INFINITY);
            double ips = estimates.ips(few, PARALLEL).value();
            double robust = estimates.doublyRobust(few, PARALLEL).value();
            squaredIps += (ips - TRUTH) * (ips - TRUTH);
            squaredRobust += (robust - TRUTH) * (robust - TRUTH);
            sum += robust;
        }

        assertThat(sum / 200).isCloseTo(TRUTH, within(0.01));
        assertThat(squaredRobust).isLessThan(0.8 * squaredIps);
    }

    /**
     * Half of 400 decisions weigh 2 and earned 3, half weigh 0 and earned 1. IPS 200 · 6 / 400 = 3; SNIPS 1200 / 400 = 3; effective sample
     * size 400² / 800 = 200. Clipped at 1: IPS 1.5, SNIPS still 3, effective sample size 200.
     */
    @Test
    void by_hand() {
        List<OffPolicy.Decision> log = new ArrayList<>(Collections.nCopies(200, new OffPolicy.Decision(0.5, 1, 3)));
        log.addAll(Collections.nCopies(200, new OffPolicy.Decision(0.5, 0, 1)));

        OffPolicy estimates = new OffPolicy(log, 10);
        OffPolicy clipped = new OffPolicy(log, 1);

        assertThat(estimates.size()).isEqualTo(400);
        assertThat(estimates.effectiveSampleSize()).isCloseTo(200, within(1e-9));
        assertThat(estimates.ips(Bootstrap.DEFAULT, PARALLEL).value()).isCloseTo(3, within(1e-12));
        assertThat(estimates.snips(Bootstrap.DEFAULT, PARALLEL).value()).isCloseTo(3, within(1e-12));
        assertThat(estimates.clippedShare()).isZero();
        assertThat(clipped.clippedShare()).isEqualTo(0.5);
        assertThat(clipped.ips(Bootstrap.DEFAULT, PARALLEL).value()).isCloseTo(1.5, within(1e-12));
        assertThat(clipped.snips(Bootstrap.DEFAULT, PARALLEL).value()).isCloseTo(3, within(1e-12));
    }

    @Test
    void a_log_that_says_too_little_of_the_other_system_is_refused() {
        assertThatThrownBy(() -> new OffPolicy(log(120, 0, 1), Double.POSITIVE_INFINITY))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("log of 120 decisions is worth ")
                .hasMessageContaining("100 are needed");
        assertThatThrownBy(() -> new OffPolicy(List.of(), 10)).hasMessageContaining("worth 0.0");
        assertThatThrownBy(() -> new OffPolicy.Decision(0, 1, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("propensity");
        assertThatThrownBy(() -> new OffPolicy.Decision(1, 1.5, 1)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new OffPolicy.Decision(1, 1, Double.NaN)).hasMessageContaining("NaN");
    }
}
