package dev.personalize.coldstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ContextLiftTest {
    private static final Parallel ALONE = new Parallel(Runnable::run, 1, new Cancellation());
    private static final int ITEMS = 60;

    /** What people had before their newest event, and in which context, is chance; what they have next is up to the device. */
    private static Snapshot.Builder shop(int users, boolean telling) {
        Random random = new Random(81);
        Snapshot.Builder data = Snapshot.builder().contexts(List.of("DEVICE", "COPY", "NOISE"));
        for (int user = 0; user < users; user++) {
            for (int event = 0; event < 4; event++) {
                String device = random.nextBoolean() ? "phone" : "tablet";
                int which = random.nextInt(ITEMS / 2);
                boolean second = telling ? device.equals("tablet") : random.nextBoolean();
                data.interaction(
                        "u" + user,
                        String.format("i%02d", which + (second ? ITEMS / 2 : 0)),
                        null,
                        Float.NaN,
                        event,
                        0,
                        device,
                        device.toUpperCase(Locale.ROOT),
                        random.nextBoolean() ? "rain" : "sun");
            }
        }
        return data;
    }

    /** A model that knows nothing, and says so on a scale of its own. */
    private static ContextLift.Scores chance(double scale) {
        return (from, cut, scores) -> {
            Random random = new Random(from);
            for (int item = 0; item < scores.length; item++) {
                scores[item] = (float) (scale * (random.nextDouble() + 7));
            }
        };
    }

    private static ContextLift learned(Snapshot data, double scale) {
        return ContextLift.of(data, chance(scale), ALONE);
    }

    private static float[] moved(ContextLift lift, Map<String, String> context) {
        float[] scores = new float[ITEMS];
        lift.addTo(scores, context);
        return scores;
    }

    @Test
    void a_context_that_decides_raises_what_is_had_in_it_and_lowers_the_rest() {
        float[] scores = moved(learned(shop(400, true).build(), 1), Map.of("DEVICE", "phone"));

        for (int item = 0; item < ITEMS; item++) {
            assertThat(scores[item] > 0).as("item %s: %s", item, scores[item]).isEqualTo(item < ITEMS / 2);
        }
    }

    @Test
    void a_context_of_noise_changes_nothing_and_takes_no_room() {
        assertThat(learned(shop(400, false).build(), 1)).isSameAs(ContextLift.NONE);
        assertThat(moved(learned(shop(400, true).build(), 1), Map.of("NOISE", "rain")))
                .containsOnly(0);
    }

    @Test
    void of_two_columns_that_say_the_same_one_is_enough() {
        ContextLift lift = learned(shop(400, true).build(), 1);

        assertThat(moved(lift, Map.of("DEVICE", "phone", "COPY", "PHONE")))
                .isEqualTo(moved(lift, Map.of("DEVICE", "phone")));
        assertThat(moved(lift, Map.of("COPY", "PHONE"))).containsOnly(0);
    }

    /**
     * Of 60 users half have i00 under a and half i01 under b: 60 pairs, half of them under a, so that each item is expected
     * 30 · 1/2 = 15 times under a. There i00 has a lift of (30 + 3) / (15 + 3) and i01 one of (0 + 3) / (15 + 3). The weight is
     * a power of two times the deviation of the scores, which are 0 and 4: 2.
     */
    @Test
    void a_shift_is_the_weight_times_the_logarithm_of_the_lift() {
        Snapshot.Builder data = Snapshot.builder().contexts(List.of("SIDE"));
        for (int i = 0; i < 60; i++) {
            String user = "u" + i;
            data.interaction(user, i % 2 == 0 ? "i00" : "i01", null, Float.NaN, 1, 0, i % 2 == 0 ? "a" : "b");
            data.interaction(user, i % 2 == 0 ? "i00" : "i01", null, Float.NaN, 2, 0, i % 2 == 0 ? "a" : "b");
        }
        ContextLift lift = ContextLift.of(
                data.build(),
                (from, cut, scores) -> {
                    scores[0] = from % 4 == 0 ? 0 : 4;
                    scores[1] = 4 - scores[0];
                },
                ALONE);
        float[] scores = new float[2];
        lift.addTo(scores, Map.of("SIDE", "a"));

        double weight = scores[0] / Math.log(33 / 18.0);
        assertThat(Math.log(weight / 2) / Math.log(2))
                .isCloseTo(Math.rint(Math.log(weight / 2) / Math.log(2)), within(1e-4));
        assertThat(scores[1]).isCloseTo((float) (weight * Math.log(3 / 18.0)), within(1e-4f));
    }

    @Property(tries = 20, seed = "82")
    void scores_of_another_scale_are_moved_on_that_scale(@ForAll @IntRange(min = -20, max = 20) int power) {
        Snapshot data = shop(200, true).build();
        float[] once = moved(learned(data, 1), Map.of("DEVICE", "phone"));
        float[] scaled = moved(learned(data, Math.scalb(1.0, power)), Map.of("DEVICE", "phone"));

        for (int item = 0; item < ITEMS; item++) {
            assertThat(scaled[item]).isEqualTo(Math.scalb(once[item], power), within(Math.abs(scaled[item]) * 1e-5f));
        }
        assertThat(once[0]).isNotZero();
    }

    private static final ContextLift LEARNED = learned(shop(400, true).build(), 1);

    @Property(tries = 200, seed = "83")
    void nothing_known_is_given_no_bit_changes(@ForAll float @Size(ITEMS) [] scores) {
        float[] before = scores.clone();
        Map<String, String> nulls = new HashMap<>();
        nulls.put("DEVICE", null);
        for (Map<String, String> nothing : List.of(
                Map.<String, String>of(),
                nulls,
                Map.of("DEVICE", "watch"),
                Map.of("DEVICE", ""),
                Map.of("PLACE", "phone"))) {
            LEARNED.addTo(scores, nothing);
            assertThat(bits(scores)).isEqualTo(bits(before));
        }
        ContextLift.NONE.addTo(scores, Map.of("DEVICE", "phone"));
        assertThat(bits(scores)).isEqualTo(bits(before));
    }

    private static int[] bits(float[] scores) {
        int[] bits = new int[scores.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(scores[i]));
        return bits;
    }

    @Property(tries = 200, seed = "84")
    void some_items_are_moved_as_all_are_and_the_parts_say_by_how_much(
            @ForAll @DoubleRange(min = -1, max = 1) double first,
            @ForAll @IntRange(min = 0, max = ITEMS - 1) int item) {
        for (String text : List.of("phone", "tablet", "tablet|phone", "phone|watch")) {
            float[] all = new float[ITEMS];
            Arrays.fill(all, (float) first);
            float[] some = {(float) first, Float.NaN};
            LEARNED.addTo(all, Map.of("DEVICE", text));
            LEARNED.addTo(some, new int[] {item, item}, Map.of("DEVICE", text));

            assertThat(some).containsExactly(all[item], Float.NaN);
            assertThat(LEARNED.parts(Map.of("DEVICE", text), item).stream()
                            .mapToDouble(ColdStart.Part::shift)
                            .sum())
                    .isCloseTo((double) all[item] - (float) first, within(1e-6));
        }
    }

    @Test
    void too_few_users_and_models_without_an_opinion_teach_nothing() {
        assertThat(learned(shop(49, true).build(), 1).isNone()).isTrue();
        assertThat(learned(Snapshot.builder().build(), 1).isNone()).isTrue();
        for (float said : new float[] {Float.NaN, 3, Float.POSITIVE_INFINITY}) {
            assertThat(ContextLift.of(shop(400, true).build(), (from, cut, scores) -> Arrays.fill(scores, said), ALONE)
                            .isNone())
                    .isTrue();
        }
    }

    private static byte[] bytes(ContextLift lift) throws IOException {
        ArtifactWriter writer = new ArtifactWriter();
        lift.write(writer);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return out.toByteArray();
    }

    private static ContextLift read(byte[] bytes, int items) throws IOException {
        return ContextLift.read(
                ArtifactReader.read(new ByteArrayInputStream(bytes), bytes.length, "context.safetensors"), items);
    }

    @Test
    void one_thread_and_many_give_the_same_bytes() throws IOException {
        Parallel many = new Parallel(ForkJoinPool.commonPool(), 7, new Cancellation());

        assertThat(bytes(ContextLift.of(shop(400, true).build(), chance(1), many)))
                .isEqualTo(bytes(LEARNED))
                .hasSizeGreaterThan(200);
    }

    @Test
    void what_is_read_moves_as_what_was_written() throws IOException {
        byte[] written = bytes(LEARNED);
        ContextLift read = read(written, ITEMS);

        assertThat(moved(read, Map.of("DEVICE", "tablet"))).isEqualTo(moved(LEARNED, Map.of("DEVICE", "tablet")));
        assertThat(bytes(read)).isEqualTo(written);
        assertThatThrownBy(() -> read(written, 9))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("60 items, not 9");
    }
}
