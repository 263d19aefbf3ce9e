package dev.personalize.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PopularityBiasTest {
    /** Users of a: 4, of b: 1. The geometric mean is 2, so with bias 1 the factors are 4/2 and 1/2. */
    private static final float[] FACTORS = {2, 0.5f};

    private static Snapshot data() {
        Snapshot.Builder data = Snapshot.builder();
        for (int user = 0; user < 4; user++) {
            data.interaction("u" + user, "a", null, Float.NaN, user);
        }
        data.interaction("u0", "b", null, Float.NaN, 9);
        return data.build();
    }

    /** Says the same to every query. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Fixed(float... said) implements ExplainingModel {
        @Override
        public int items() {
            return said.length;
        }

        @Override
        public void score(Query query, float[] scores) {
            System.arraycopy(said, 0, scores, 0, said.length);
        }

        @Override
        public Breakdown explain(Query query) {
            return item -> new Contributions(
                    new double[] {said[item] / 2.0},
                    0,
                    0,
                    List.of(new Contributions.OfAttribute("A", "x", 0.25)),
                    said[item] / 2.0 - 0.25);
        }

        @Override
        public void write(ArtifactWriter out) {
            out.floats("said", said);
        }
    }

    private static Model biased(double bias, float... said) {
        Hyperparameters values = HyperparameterSpace.builder()
                .popularityBias()
                .build()
                .values(Map.of(PopularityBias.HYPERPARAMETER, Double.toString(bias)));
        return PopularityBias.applied(new Fixed(said), data(), values);
    }

    private static float[] score(Model model) {
        float[] scores = new float[model.items()];
        model.score(Query.empty(), scores);
        return scores;
    }

    @Test
    void a_score_above_zero_is_multiplied_and_one_below_divided() {
        assertThat(score(biased(1, 3, 3))).containsExactly(new float[] {3 * FACTORS[0], 3 * FACTORS[1]}, within(1e-6f));
        assertThat(score(biased(1, -3, -3)))
                .containsExactly(new float[] {-3 / FACTORS[0], -3 / FACTORS[1]}, within(1e-6f));
        assertThat(score(biased(-1, 3, Float.NaN)))
                .containsExactly(new float[] {3 / FACTORS[0], Float.NaN}, within(1e-6f));
    }

    @Test
    void all_ways_to_ask_give_the_same_bits() {
        Model model = biased(0.7, 3, -2);
        float[][] together = new float[2][2];
        float[] some = new float[1];

        model.score(List.of(Query.empty(), Query.ofItems(0)), together);
        model.score(Query.empty(), new int[] {1}, some);

        assertThat(together[1]).isEqualTo(score(model));
        assertThat(some[0]).isEqualTo(score(model)[1]);
    }

    @Test
    void no_bias_is_the_model_itself() {
        Model model = new Fixed(1, 2);

        assertThat(PopularityBias.applied(
                        model, data(), HyperparameterSpace.builder().build().defaults()))
                .isSameAs(model);
        assertThat(PopularityBias.applied(
                        model,
                        data(),
                        HyperparameterSpace.builder().popularityBias().build().defaults()))
                .isSameAs(model);
    }

    @Test
    void explanations_sum_to_the_biased_score() {
        for (float said : new float[] {3, -3}) {
            Model model = biased(1, said, said);
            ExplainingModel.Breakdown breakdown = ((ExplainingModel) model).explain(Query.ofItems(1));

            for (int item = 0; item < 2; item++) {
                assertThat(Objects.requireNonNull(breakdown.of(item)).sum())
                        .isCloseTo(score(model)[item], within(1e-6));
            }
        }
    }

    @Test
    void is_there_again_when_the_model_is_read() throws IOException {
        Model model = biased(-0.5, 3, 4);
        ArtifactReader in = written(model);

        assertThat(score(PopularityBias.reopened(new Fixed(in.floats("said")), in)))
                .isEqualTo(score(model));
    }

    @Test
    void factors_for_other_items_are_refused() throws IOException {
        ArtifactReader in = written(biased(1, 3, 4));

        assertThatThrownBy(() -> PopularityBias.reopened(new Fixed(1, 2, 3), in))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("2 factors")
                .hasMessageContaining("3 items");
    }

    private static ArtifactReader written(Model model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ArtifactWriter out = new ArtifactWriter();
        model.write(out);
        out.writeTo(bytes);
        return ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a model");
    }
}
