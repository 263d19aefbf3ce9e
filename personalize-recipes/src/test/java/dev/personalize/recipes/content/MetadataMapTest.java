package dev.personalize.recipes.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetadataMapTest {
    private static final int ITEMS = 500;
    private static final float MEAN = 3;

    private static float[][] random(long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[ITEMS][1];
        for (float[] row : rows) {
            row[0] = random.nextFloat() - 0.5f;
        }
        return rows;
    }

    private static float expected(float[][] metadata, float[][] vectors, float of) {
        double[] weights = new double[ITEMS];
        Arrays.fill(weights, 1);
        weights[7] = 0; // must not matter, whatever its vector
        vectors[7][0] = 1e6f;
        float[] vector = new float[1];
        MetadataMap.fit(metadata, vectors, weights, Parallel.ofProcessors()).apply(new float[] {of}, vector);
        return vector[0];
    }

    /** Vectors are 2·metadata + 3, so of metadata 0.5 one expects 4, but for a little ridge. */
    @Test
    void metadata_that_tells_is_believed() {
        float[][] metadata = random(1);
        float[][] vectors = new float[ITEMS][];
        Arrays.setAll(vectors, item -> new float[] {2 * metadata[item][0] + MEAN});

        assertThat(expected(metadata, vectors, 0.5f)).isCloseTo(4, within(0.01f));
    }

    @Test
    void of_metadata_that_says_nothing_one_expects_the_mean() {
        float[][] noise = random(2);
        Arrays.stream(noise).forEach(vector -> vector[0] += MEAN);

        assertThat(expected(random(1), noise, 0.5f)).isCloseTo(MEAN, within(0.05f));
    }
}
