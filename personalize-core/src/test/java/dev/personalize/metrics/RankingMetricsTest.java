package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {
    /**
     * The service's worked example: hits at ranks 2 and 5, K = 5. Reciprocal rank 1/2; nDCG = (1/ln 3 + 1/ln 6) / (1/ln 2 +
     * 1/ln 3) = (0.91024 + 0.55811) / (1.44270 + 0.91024) = 0.6241; precision 2/5. Average precision (1/2 + 2/5) / 2 = 0.45 of two
     * relevant items, / 4 = 0.225 of four.
     */
    @Test
    void hits_at_two_and_five_of_five() {
        int[] hits = RankingMetrics.hits(new int[] {10, 11, 12, 13, 14}, Set.of(11, 14)::contains);

        assertThat(hits).containsExactly(1, 4);
        assertThat(RankingMetrics.reciprocalRank(hits, 5)).isEqualTo(0.5);
        assertThat(RankingMetrics.ndcg(hits, 5, 2)).isCloseTo(0.6241, within(0.00005));
        assertThat(RankingMetrics.precision(hits, 5)).isEqualTo(0.4);
        assertThat(RankingMetrics.recall(hits, 5, 4)).isEqualTo(0.5);
        assertThat(RankingMetrics.hitRate(hits, 5)).isOne();
        assertThat(RankingMetrics.averagePrecision(hits, 5, 2)).isCloseTo(0.45, within(1e-12));
        assertThat(RankingMetrics.averagePrecision(hits, 5, 4)).isCloseTo(0.225, within(1e-12));
    }

    /** Ten relevant items, three of them in the first five places: 3/10 of what there is, 3/5 of what five places can hold. */
    @Test
    void the_two_recalls_differ_when_there_is_more_to_find_than_places() {
        int[] hits = {0, 2, 4, 7};

        assertThat(RankingMetrics.recall(hits, 5, 10)).isEqualTo(0.3);
        assertThat(RankingMetrics.cappedRecall(hits, 5, 10)).isEqualTo(0.6);
        assertThat(RankingMetrics.cappedRecall(hits, 10, 4)).isEqualTo(RankingMetrics.recall(hits, 10, 4));
    }

    /** The service's example: first hits at ranks 4, 2 and 6 are (1/4 + 1/2 + 1/6) / 3 = 0.3056. */
    @Test
    void reciprocal_ranks_of_three_users() {
        double sum = RankingMetrics.reciprocalRank(new int[] {3}, 25)
                + RankingMetrics.reciprocalRank(new int[] {1, 2}, 25)
                + RankingMetrics.reciprocalRank(new int[] {5, 9}, 25);

        assertThat(sum / 3).isCloseTo(0.3056, within(0.00005));
    }

    @Test
    void places_beyond_k_and_places_that_are_missing_count_as_misses() {
        int[] hits = {4};

        assertThat(RankingMetrics.reciprocalRank(hits, 4)).isZero();
        assertThat(RankingMetrics.hitRate(hits, 4)).isZero();
        assertThat(RankingMetrics.precision(hits, 10)).isEqualTo(0.1);
        assertThat(RankingMetrics.ndcg(new int[0], 5, 1)).isZero();
    }

    @Test
    void a_perfect_list_has_ndcg_one_even_when_there_is_more_to_find() {
        int[] first = IntStream.range(0, 3000).toArray();

        assertThat(RankingMetrics.ndcg(first, 5, 40)).isCloseTo(1, within(1e-12));
        assertThat(RankingMetrics.ndcg(new int[] {0, 1}, 5, 2)).isCloseTo(1, within(1e-12));
        assertThat(RankingMetrics.ndcg(first, 3000, 5000)).isCloseTo(1, within(1e-12));
    }
}
