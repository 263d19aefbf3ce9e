package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {
    private static final int[] RANKED = {10, 11, 12, 13, 14};

    /**
     * The service's worked example: hits at ranks 2 and 5, K = 5. Reciprocal rank 1/2; nDCG = (1/ln 3 + 1/ln 6) / (1/ln 2 +
     * 1/ln 3) = (0.91024 + 0.55811) / (1.44270 + 0.91024) = 0.6241; precision 2/5.
     */
    @Test
    void hits_at_two_and_five_of_five() {
        Set<Integer> relevant = Set.of(11, 14);

        assertThat(RankingMetrics.reciprocalRank(RANKED, 5, relevant::contains)).isEqualTo(0.5);
        assertThat(RankingMetrics.ndcg(RANKED, 5, relevant::contains, 2)).isCloseTo(0.6241, within(0.00005));
        assertThat(RankingMetrics.precision(RANKED, 5, relevant::contains)).isEqualTo(0.4);
        assertThat(RankingMetrics.recall(RANKED, 5, relevant::contains, 4)).isEqualTo(0.5);
    }

    @Test
    void places_beyond_k_and_places_that_are_missing_count_as_misses() {
        Set<Integer> relevant = Set.of(14);

        assertThat(RankingMetrics.reciprocalRank(RANKED, 4, relevant::contains)).isZero();
        assertThat(RankingMetrics.precision(RANKED, 10, relevant::contains)).isEqualTo(0.1);
        assertThat(RankingMetrics.ndcg(new int[0], 5, relevant::contains, 1)).isZero();
    }

    @Test
    void a_perfect_list_has_ndcg_one_even_when_there_is_more_to_find() {
        assertThat(RankingMetrics.ndcg(RANKED, 5, item -> true, 40)).isCloseTo(1, within(1e-12));
        assertThat(RankingMetrics.ndcg(RANKED, 5, item -> item <= 11, 2)).isCloseTo(1, within(1e-12));
    }
}
