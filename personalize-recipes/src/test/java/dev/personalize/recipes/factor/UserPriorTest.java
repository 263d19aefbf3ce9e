package dev.personalize.recipes.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.AttributeTable;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class UserPriorTest {
    private static final Schema USERS = Schema.parse("""
            {"type": "record", "name": "Users", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"},
                        {"name": "PET", "type": ["null", "string"], "categorical": true},
                        {"name": "AGE", "type": ["null", "int"]}]}""");
    private static final int ITEMS_OF_A_KIND = 15;

    private final MatrixFactorizationRecipe recipe = new MatrixFactorizationRecipe();

    /** Cat people have cat things, dog people dog things; all have tea. */
    private static Snapshot shop(boolean withRecords) {
        SplittableRandom random = new SplittableRandom(3);
        Snapshot.Builder builder = Snapshot.builder();
        AttributeTable.Builder rows = new AttributeTable.Builder(USERS, "USER_ID");
        for (int user = 0; user < 60; user++) {
            String kind = user % 2 == 0 ? "cat" : "dog";
            for (int i = 0; i < 6; i++) {
                builder.interaction("u" + user, kind + random.nextInt(ITEMS_OF_A_KIND), null, Float.NaN, i);
            }
            builder.interaction("u" + user, "tea", null, Float.NaN, 9);
            rows.add(new Object[] {"u" + user, kind, 20 + user % 7});
        }
        return (withRecords ? builder.users(rows) : builder).build();
    }

    private FactorModel train(Snapshot data, Map<String, String> settings, Parallel parallel) {
        return (FactorModel) recipe.train(
                data,
                new TrainingContext(
                        recipe.hyperparameters().values(settings),
                        1,
                        parallel,
                        ProgressListener.NONE,
                        new Cancellation()));
    }

    private static final Map<String, String> ON = Map.of("factors", "4", "user_features", "true");
    private static final Map<String, String> OFF = Map.of("factors", "4", "user_features", "false");

    private static float[] scores(FactorModel model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }

    private static Query owner(Query query, String pet) {
        return query.withUserAttributes(() -> Map.of("PET", pet, "AGE", "23"));
    }

    private static double mean(Snapshot data, float[] scores, String kind) {
        return data.items().ids().stream()
                .filter(item -> item.startsWith(kind))
                .mapToDouble(item -> scores[data.items().position(item)])
                .average()
                .orElseThrow();
    }

    @Test
    void the_first_event_that_all_have_leaves_a_user_to_the_metadata() {
        Snapshot data = shop(true);
        Query tea = Query.ofItems(data.items().position("tea"));
        FactorModel model = train(data, ON, Parallel.ofProcessors());

        float[] ofCatPerson = scores(model, owner(tea, "cat"));
        float[] ofDogPerson = scores(model, owner(tea, "dog"));

        assertThat(mean(data, ofCatPerson, "cat")).isGreaterThan(mean(data, ofCatPerson, "dog") + 0.1);
        assertThat(mean(data, ofDogPerson, "dog")).isGreaterThan(mean(data, ofDogPerson, "cat") + 0.1);
    }

    @Test
    void events_outweigh_metadata() {
        Snapshot data = shop(true);
        Query dogThings = Query.ofItems(
                data.items().position("dog1"),
                data.items().position("dog2"),
                data.items().position("dog3"),
                data.items().position("dog4"),
                data.items().position("dog5"));

        float[] scores = scores(train(data, ON, Parallel.ofProcessors()), owner(dogThings, "cat"));

        assertThat(mean(data, scores, "dog")).isGreaterThan(mean(data, scores, "cat"));
    }

    @Test
    void switched_off_or_without_records_metadata_changes_nothing() throws IOException {
        Snapshot data = shop(true);
        Snapshot bare = shop(false);
        Query query = Query.ofItems(data.items().position("cat1"));
        FactorModel off = train(data, OFF, Parallel.ofProcessors());

        assertThat(bytes(off)).isEqualTo(bytes(train(bare, ON, Parallel.ofProcessors())));
        assertThat(scores(off, owner(query, "dog"))).isEqualTo(scores(off, query));
    }

    @Test
    void number_of_threads_and_writing_do_not_change_the_bytes() throws IOException {
        Snapshot data = shop(true);
        Query query = owner(Query.ofItems(data.items().position("cat1")), "dog");
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            FactorModel one = train(data, ON, new Parallel(Runnable::run, 1, new Cancellation()));
            byte[] alone = bytes(one);
            byte[] together = bytes(train(data, ON, new Parallel(executor, 8, new Cancellation())));
            FactorModel copy = read(alone);

            assertThat(together).isEqualTo(alone);
            assertThat(bytes(copy)).isEqualTo(alone);
            assertThat(scores(copy, query)).isEqualTo(scores(one, query));
        } finally {
            executor.shutdownNow();
        }
    }

    private static byte[] bytes(FactorModel model) throws IOException {
        ArtifactWriter writer = new ArtifactWriter();
        model.write(writer);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return out.toByteArray();
    }

    private FactorModel read(byte[] bytes) throws IOException {
        return (FactorModel) recipe.read(ArtifactReader.read(new ByteArrayInputStream(bytes), bytes.length, "model"));
    }
}
