package dev.personalize.coldstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.AttributeTable;
import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.progress.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ColdStartTest {
    private static final Parallel ALONE = new Parallel(Runnable::run, 1, new Cancellation());
    private static final int ITEMS = 8;

    /** Children have toys, t0 to t3, adults wine, w0 to w3, the first of each most of all; on phones everybody has w3. */
    private static Snapshot shop(int users, boolean telling) {
        Random random = new Random(71);
        Snapshot.Builder data = Snapshot.builder().contexts(java.util.List.of("DEVICE"));
        AttributeTable.Builder records = new AttributeTable.Builder(TestUsers.SCHEMA, "USER_ID");
        for (int i = 0; i < users; i++) {
            String user = "u" + i;
            boolean child = random.nextInt(3) == 0;
            String device = random.nextInt(4) == 0 ? "phone" : "tv";
            for (int event = 0; event < 3; event++) {
                int which = Math.min(random.nextInt(5), random.nextInt(5)) % 4;
                String item = device.equals("phone") && random.nextBoolean() ? "w3" : (child ? "t" : "w") + which;
                data.interaction(user, item, null, Float.NaN, event, device.hashCode(), device);
            }
            boolean said = telling ? child : random.nextBoolean();
            records.add(
                    new Object[] {user, said ? "child|small" : "adult", said ? 3 + i % 9 : 20 + i % 50, "name" + i});
        }
        return data.users(records).build();
    }

    private static ColdStart learned(Snapshot data) {
        return ColdStart.of(data, ALONE);
    }

    private static String best(
            ColdStart coldStart, Snapshot data, Map<String, String> user, Map<String, String> context) {
        float[] scores = new float[coldStart.items() + 5]; // as scratch arrays of a pool are
        Arrays.fill(scores, coldStart.items(), scores.length, Float.NaN);
        coldStart.score(user, context, scores);
        TopK top = new TopK(1);
        top.offerAll(scores);
        return data.items().id(top.drain()[0]);
    }

    @Test
    void metadata_and_context_bring_forward_what_people_like_the_user_have() {
        Snapshot data = shop(600, true);
        ColdStart coldStart = learned(data);

        assertThat(best(coldStart, data, Map.of(), Map.of())).isEqualTo("w0");
        assertThat(best(coldStart, data, Map.of("GROUP", "child|small", "AGE", "5"), Map.of()))
                .isEqualTo("t0");
        assertThat(best(coldStart, data, Map.of("GROUP", "adult", "AGE", "1e9"), Map.of()))
                .isEqualTo("w0");
        assertThat(best(coldStart, data, Map.of("GROUP", "adult", "AGE", "30"), Map.of("DEVICE", "phone")))
                .isEqualTo("w3");
    }

    @Test
    void whoever_nothing_is_known_about_gets_the_order_of_popularity() {
        Snapshot data = shop(600, true);
        Popularity popularity = Popularity.of(data.interactions());
        ColdStart coldStart = learned(data);
        float[] scores = new float[ITEMS];
        for (Map<String, String> nothing : java.util.List.of(
                Map.<String, String>of(),
                Map.of("GROUP", "alien", "AGE", "old", "NAME", "name7", "DEVICE", "phone"),
                Map.of("GROUP", "", "AGE", ""),
                Map.of("GROUP", "|", "AGE", "NaN"))) {
            assertThat(coldStart.score(nothing, Map.of("GROUP", "child"), scores))
                    .isFalse();
            TopK top = new TopK(ITEMS);
            top.offerAll(scores);
            assertThat(top.drain()).isEqualTo(order(popularity));
        }
        assertThat(coldStart.score(Map.of("GROUP", "alien|child"), Map.of(), scores))
                .isTrue();
    }

    private static int[] order(Popularity popularity) {
        return IntStream.range(0, popularity.size()).map(popularity::item).toArray();
    }

    @Property(tries = 200, seed = "72")
    void popularity_alone_scores_in_its_own_order_however_close_the_counts(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 50) int size) {
        int[] users =
                random.ints(size, 0, 20).map(n -> n < 5 ? n : 2_000_000_000 + n).toArray();
        Popularity popularity = new Popularity(users);
        float[] scores = new float[size];

        assertThat(ColdStart.of(popularity).score(Map.of(), Map.of(), scores)).isFalse();

        TopK top = new TopK(size);
        top.offerAll(scores);
        assertThat(top.drain()).isEqualTo(order(popularity));
    }

    @Test
    void a_column_that_says_nothing_changes_nothing() {
        Snapshot data = shop(600, false);
        ColdStart coldStart = learned(data);
        float[] plain = new float[ITEMS];
        float[] asked = new float[ITEMS];
        coldStart.score(Map.of(), Map.of(), plain);
        coldStart.score(Map.of("GROUP", "child", "AGE", "5"), Map.of(), asked);

        for (int item = 0; item < ITEMS; item++) {
            assertThat(asked[item]).isCloseTo(plain[item], org.assertj.core.api.Assertions.within(0.05f));
        }
    }

    @Test
    void too_few_users_teach_nothing() {
        assertThat(learned(shop(24, true)).isPopularityAlone()).isTrue();
        assertThat(learned(Snapshot.builder().build()).items()).isZero();
    }

    private static byte[] bytes(ColdStart coldStart) throws IOException {
        ArtifactWriter writer = new ArtifactWriter();
        coldStart.write(writer);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return out.toByteArray();
    }

    private static ArtifactReader reader(byte[] bytes) throws IOException {
        return ArtifactReader.read(new ByteArrayInputStream(bytes), bytes.length, "cold-start.safetensors");
    }

    @Test
    void one_thread_and_many_give_the_same_bytes() throws IOException {
        Snapshot data = shop(600, true);
        Parallel many = new Parallel(ForkJoinPool.commonPool(), 7, new Cancellation());

        assertThat(bytes(ColdStart.of(data, many)))
                .isEqualTo(bytes(learned(data)))
                .hasSizeGreaterThan(200);
    }

    @Test
    void what_is_read_scores_as_what_was_written() throws IOException {
        Snapshot data = shop(600, true);
        Popularity popularity = Popularity.of(data.interactions());
        ColdStart written = learned(data);
        ColdStart read = ColdStart.read(reader(bytes(written)), popularity);
        float[] before = new float[ITEMS];
        float[] after = new float[ITEMS];

        written.score(Map.of("GROUP", "small", "AGE", "33"), Map.of("DEVICE", "tv"), before);
        assertThat(read.score(Map.of("GROUP", "small", "AGE", "33"), Map.of("DEVICE", "tv"), after))
                .isTrue();

        assertThat(after).isEqualTo(before);
        assertThat(bytes(read)).isEqualTo(bytes(written));
        assertThatThrownBy(() -> ColdStart.read(reader(bytes(written)), new Popularity(new int[9])))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("8 items, not 9");
    }

    @Test
    void a_map_with_nulls_is_no_error() {
        Snapshot data = shop(600, true);
        Map<String, String> nulls = new HashMap<>();
        nulls.put("GROUP", null);

        assertThat(learned(data).score(nulls, nulls, new float[ITEMS])).isFalse();
    }
}
