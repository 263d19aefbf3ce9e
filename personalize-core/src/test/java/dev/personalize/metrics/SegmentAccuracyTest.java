package dev.personalize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Query;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmentAccuracyTest {
    /** The vector of a user is that of the first item of the history. */
    private record FirstItem(Snapshot data, Map<String, float[]> vectors) implements EmbeddingModel {
        @Override
        public int dimensions() {
            return 2;
        }

        @Override
        public boolean user(Query query, float[] vector) {
            return item(query.items()[0], vector);
        }

        @Override
        public boolean item(int item, float[] vector) {
            float[] known = vectors.get(data.items().id(item));
            if (known == null) {
                return false;
            }
            System.arraycopy(known, 0, vector, 0, 2);
            return true;
        }

        @Override
        public int items() {
            return data.items().size();
        }

        @Override
        public void score(Query query, float[] scores) {
            throw new UnsupportedOperationException("users are asked for, not items");
        }

        @Override
        public void write(ArtifactWriter out) {
            throw new UnsupportedOperationException("never written");
        }
    }

    /**
     * Ann had a, Ben b, Cat c and d, Dan nothing that is known. A hundredth of four users is one. Ann comes first for x (3 against 1 and 2), Ben for y
     * (2 against 0 and 1). Ann and Cat took x: one of the two is found; Cat took y: not found. Coverage 2 of 4. The most active user,
     * Cat, would be found for both: one of two, and one of one.
     */
    @Test
    void by_hand() {
        Snapshot data = Snapshot.builder()
                .interaction("ann", "a", null, Float.NaN, 1)
                .interaction("ann", "x", null, Float.NaN, 9)
                .interaction("ben", "b", null, Float.NaN, 1)
                .interaction("cat", "c", null, Float.NaN, 1)
                .interaction("cat", "d", null, Float.NaN, 2)
                .interaction("cat", "x", null, Float.NaN, 9)
                .interaction("cat", "y", null, Float.NaN, 9)
                .interaction("dan", "e", null, Float.NaN, 1)
                .build();
        Holdout holdout = Split.of((user, item, time) -> time == 9).of(data);
        FirstItem model = new FirstItem(
                holdout.train(),
                Map.of(
                        "a", new float[] {3, 0},
                        "b", new float[] {1, 2},
                        "c", new float[] {2, 1},
                        "x", new float[] {1, 0},
                        "y", new float[] {0, 1}));

        Evaluation evaluation = Evaluation.ofSegments(model, holdout, Parallel.ofProcessors());

        assertThat(evaluation.metrics())
                .containsExactly(
                        entry("coverage", 0.5), entry("hits_at_1_percent", 0.5), entry("recall_at_1_percent", 0.25));
        assertThat(evaluation.popularity())
                .containsExactly(
                        entry("coverage", 0.25), entry("hits_at_1_percent", 1.0), entry("recall_at_1_percent", 0.75));
        assertThat(evaluation.cases()).isEqualTo(2);
    }
}
