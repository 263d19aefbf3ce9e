package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The metrics against their textbook definitions, written over ranks from 1. */
class MetricsTwinTest {
    @Provide
    Arbitrary<List<Integer>> lists() {
        return Arbitraries.integers().between(0, 40).list().uniqueElements().ofMaxSize(30);
    }

    @Provide
    Arbitrary<Set<Integer>> relevants() {
        return Arbitraries.integers().between(0, 40).set().ofMinSize(1).ofMaxSize(20);
    }

    @Property(seed = "42")
    void of_lists_of_any_length(
            @ForAll("lists") List<Integer> list,
            @ForAll("relevants") Set<Integer> relevant,
            @ForAll @IntRange(min = 1, max = 35) int k) {
        int[] hits =
                RankingMetrics.hits(list.stream().mapToInt(Integer::intValue).toArray(), relevant::contains);
        Set<Integer> found = new HashSet<>(list.subList(0, Math.min(k, list.size())));
        found.retainAll(relevant);
        double dcg = 0;
        double reciprocal = 0;
        double precisions = 0;
        for (int rank = 1; rank <= Math.min(k, list.size()); rank++) {
            if (relevant.contains(list.get(rank - 1))) {
                Set<Integer> until = new HashSet<>(list.subList(0, rank));
                until.retainAll(relevant);
                dcg += Math.log(2) / Math.log(rank + 1);
                precisions += until.size() / (double) rank;
                reciprocal = Math.max(reciprocal, 1.0 / rank);
            }
        }
        double ideal = 0;
        for (int rank = 1; rank <= Math.min(k, relevant.size()); rank++) {
            ideal += Math.log(2) / Math.log(rank + 1);
        }

        assertThat(RankingMetrics.reciprocalRank(hits, k)).isEqualTo(reciprocal);
        assertThat(RankingMetrics.ndcg(hits, k, relevant.size())).isCloseTo(dcg / ideal, within(1e-12));
        assertThat(RankingMetrics.precision(hits, k)).isEqualTo(found.size() / (double) k);
        assertThat(RankingMetrics.recall(hits, k, relevant.size())).isEqualTo(found.size() / (double) relevant.size());
        assertThat(RankingMetrics.cappedRecall(hits, k, relevant.size()))
                .isEqualTo(found.size() / (double) Math.min(k, relevant.size()));
        assertThat(RankingMetrics.hitRate(hits, k)).isEqualTo(found.isEmpty() ? 0 : 1);
        assertThat(RankingMetrics.averagePrecision(hits, k, relevant.size()))
                .isCloseTo(precisions / Math.min(k, relevant.size()), within(1e-12));
    }
}
