package dev.personalize.internal.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.math.TopK;
import dev.personalize.recipe.InfluencedModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RankingInfluenceTest {
    // A record of arrays: never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Told(float[] popular, float[] fresh) implements InfluencedModel {
        @Override
        public float popularity(int item) {
            return popular[item];
        }

        @Override
        public float freshness(int item) {
            return fresh[item];
        }

        @Override
        public int items() {
            return popular.length;
        }

        @Override
        public void score(Query query, float[] scores) {}

        @Override
        public void write(ArtifactWriter out) {}
    }

    /** The greatest is 0.8: 0.8 + 0.8·(0.5·0 + 0.25·1) = 1; 0.2 + 0.8·(0.5·1 + 0) = 0.6; -0.4 + 0.8·(0.25 + 0.125) = -0.1. */
    @Test
    void adds_to_each_score_its_share_of_the_greatest() {
        float[] scores = {0.8f, 0.2f, -0.4f, Float.NaN};
        Told model = new Told(new float[] {0, 1, 0.5f, 1}, new float[] {1, 0, 0.5f, 1});

        assertThat(new RankingInfluence(0.5, 0.25).apply(scores, model)).isEqualTo(0.8f);

        assertThat(scores).containsExactly(new float[] {1, 0.6f, -0.1f, Float.NaN}, within(1e-6f));
    }

    @Property(tries = 200, seed = "42")
    void more_influence_never_lowers_the_mean_of_the_best(
            @ForAll @IntRange(max = 10_000) int seed, @ForAll @IntRange(min = 1, max = 10) int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] popular = random(random);
        float[] fresh = random(random);
        float[] scores = random(random);
        double other = random.nextDouble();
        double popularBefore = -1;
        double freshBefore = -1;
        for (double weight = 0; weight <= 1; weight += 0.125) {
            double popularNow = mean(scores, new RankingInfluence(weight, other), popular, fresh, popular, count);
            double freshNow = mean(scores, new RankingInfluence(other, weight), popular, fresh, fresh, count);
            assertThat(popularNow).isGreaterThanOrEqualTo(popularBefore - 1e-5);
            assertThat(freshNow).isGreaterThanOrEqualTo(freshBefore - 1e-5);
            popularBefore = popularNow;
            freshBefore = freshNow;
        }
    }

    private static float[] random(SplittableRandom random) {
        float[] values = new float[30];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    private static double mean(
            float[] scores, RankingInfluence influence, float[] popular, float[] fresh, float[] of, int count) {
        float[] shifted = scores.clone();
        influence.apply(shifted, new Told(popular, fresh));
        TopK top = new TopK(count);
        top.offerAll(shifted);
        return Arrays.stream(top.drain())
                .mapToDouble(item -> of[item])
                .average()
                .orElseThrow();
    }
}
