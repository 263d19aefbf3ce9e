package dev.personalize.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.AttributeTable;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.recipe.OptimizationObjective.Sensitivity;
import dev.personalize.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OptimizationObjectiveTest {
    private static final Parallel PARALLEL = new Parallel(Runnable::run, 1, new Cancellation());
    private static final Schema SCHEMA = Schema.parse("""
            {"type": "record", "name": "Items", "fields": [{"name": "ITEM_ID", "type": "string"},
             {"name": "WORTH", "type": "double"}]}""");

    /** Says the same to every query. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Fixed(float... said) implements Model {
        @Override
        public int items() {
            return said.length;
        }

        @Override
        public void score(Query query, float[] scores) {
            System.arraycopy(said, 0, scores, 0, said.length);
        }

        @Override
        public void write(ArtifactWriter out) {
            out.floats("said", said);
        }
    }

    private static Snapshot data(double... worth) {
        AttributeTable.Builder items = new AttributeTable.Builder(SCHEMA, "ITEM_ID");
        for (int item = 0; item < worth.length; item++) {
            items.add(new Object[] {id(item), worth[item]});
        }
        return Snapshot.builder()
                .interaction("u", id(0), null, Float.NaN, 1)
                .items(items)
                .build();
    }

    private static String id(int item) {
        return String.format("i%03d", item);
    }

    private static Model applied(Sensitivity sensitivity, Model model, double... worth) {
        return new OptimizationObjective("WORTH", sensitivity).applied(model, data(worth), PARALLEL);
    }

    private static float[] score(Model model) {
        float[] scores = new float[model.items()];
        model.score(Query.empty(), scores);
        return scores;
    }

    // Logarithms of the scores 1 and e: mean 1/2, deviation 1/2. Rewards 0 and 1: deviation 1/2. So the strength is 1,
    // and the factors of
    // MEDIUM are exp(-1/2) and exp(1/2), those of HIGH exp(-1) and exp(1).
    @Test
    void one_deviation_of_the_reward_counts_as_much_as_one_of_the_score() {
        float e = (float) Math.E;

        assertThat(score(applied(Sensitivity.MEDIUM, new Fixed(e, 1), 5, 9)))
                .as("what one likes twice as much and what brings twice as much are level")
                .containsExactly(new float[] {(float) Math.exp(0.5), (float) Math.exp(0.5)}, within(1e-5f));
        assertThat(score(applied(Sensitivity.HIGH, new Fixed(e, 1), 5, 9)))
                .containsExactly(new float[] {1, e}, within(1e-5f));
        assertThat(score(applied(Sensitivity.LOW, new Fixed(-e, -1), 5, 9)))
                .as("scores below 0 are divided")
                .containsExactly(new float[] {-e * (float) Math.exp(0.25), -(float) Math.exp(-0.25)}, within(1e-5f));
    }

    @Test
    void off_and_rewards_that_do_not_differ_are_the_model_itself() {
        Model model = new Fixed(3, 1);

        assertThat(applied(Sensitivity.OFF, model, 5, 9)).isSameAs(model);
        assertThat(applied(Sensitivity.HIGH, model, 5, 5)).isSameAs(model);
    }

    @Property(tries = 200, seed = "42")
    void a_greater_sensitivity_never_brings_less(@ForAll long seed) {
        Random random = new Random(seed);
        int items = 5 + random.nextInt(60);
        float[] said = new float[items];
        double[] worth = new double[items];
        for (int item = 0; item < items; item++) {
            said[item] = (float) (Math.exp(random.nextGaussian()) * (seed % 2 == 0 ? 1 : -1));
            worth[item] = random.nextDouble();
        }
        int k = 1 + random.nextInt(items);
        List<Double> brought = new ArrayList<>();
        for (Sensitivity sensitivity : Sensitivity.values()) {
            float[] scores = score(applied(sensitivity, new Fixed(said), worth));
            brought.add(IntStream.range(0, items)
                    .boxed()
                    .sorted((a, b) -> Float.compare(scores[b], scores[a]))
                    .limit(k)
                    .mapToDouble(item -> worth[item])
                    .sum());
        }

        for (int i = 1; i < brought.size(); i++) {
            assertThat(brought.get(i)).isGreaterThanOrEqualTo(brought.get(i - 1) - 1e-3);
        }
    }

    @Test
    void one_price_out_of_all_proportion_changes_nothing_for_the_others() {
        double[] worth = IntStream.range(0, 200).mapToDouble(i -> i).toArray();
        float[] said = new float[200];
        for (int item = 0; item < 200; item++) {
            said[item] = 1 + item % 7;
        }
        float[] plain = score(applied(Sensitivity.MEDIUM, new Fixed(said), worth));
        worth[199] = 1e12;

        assertThat(score(applied(Sensitivity.MEDIUM, new Fixed(said), worth))).isEqualTo(plain);
    }

    @Test
    void is_there_again_when_the_model_is_read() throws IOException {
        Model model = applied(Sensitivity.MEDIUM, new Fixed(3, 4, 5), 5, 9, 1);
        ArtifactWriter out = new ArtifactWriter();
        model.write(out);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        out.writeTo(bytes);
        ArtifactReader in = ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "model");

        assertThat(score(OptimizationObjective.reopened(new Fixed(in.floats("said")), in)))
                .isEqualTo(score(model));
    }
}
