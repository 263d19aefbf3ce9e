package dev.personalize.recipes.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.AttributeTable;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ColdItemsTest {
    private static final int ITEMS_OF_A_KIND = 15;

    private final MatrixFactorizationRecipe recipe = new MatrixFactorizationRecipe();

    /** Cat people have cat things, dog people dog things; a cat thing, a dog thing and something else nobody had. */
    private static Snapshot shop(boolean withRecords) {
        SplittableRandom random = new SplittableRandom(3);
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < 60; user++) {
            for (int i = 0; i < 6; i++) {
                String kind = user % 2 == 0 ? "cat" : "dog";
                builder.interaction("u" + user, kind + random.nextInt(ITEMS_OF_A_KIND), null, Float.NaN, i);
            }
        }
        AttributeTable.Builder rows = new AttributeTable.Builder(RidgeMapTest.ITEMS, "ITEM_ID");
        for (String kind : List.of("cat", "dog")) {
            for (int i = 0; i < ITEMS_OF_A_KIND; i++) {
                rows.add(new Object[] {kind + i, withRecords ? kind : null});
            }
            rows.add(new Object[] {"new " + kind, withRecords ? kind : null});
        }
        rows.add(new Object[] {"unknown", null});
        return builder.items(rows).build();
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

    private FactorModel train(Snapshot data) {
        return train(data, Map.of("factors", "4"), Parallel.ofProcessors());
    }

    private static float[] scores(FactorModel model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }

    private static Query query(Snapshot data, String... itemIds) {
        int[] items = new int[itemIds.length];
        for (int i = 0; i < items.length; i++) {
            items[i] = data.items().position(itemIds[i]);
        }
        return Query.ofItems(items);
    }

    @Test
    void an_item_without_events_is_for_those_who_like_its_kind() {
        Snapshot data = shop(true);
        FactorModel model = train(data);
        int cat = data.items().position("new cat");
        int dog = data.items().position("new dog");

        float[] ofCatPerson = scores(model, query(data, "cat1", "cat2"));
        float[] ofDogPerson = scores(model, query(data, "dog1", "dog2"));

        assertThat(ofCatPerson[cat]).isGreaterThan(5 * Math.abs(ofCatPerson[dog]));
        assertThat(ofDogPerson[dog]).isGreaterThan(5 * Math.abs(ofDogPerson[cat]));
        for (int i = 0; i < ITEMS_OF_A_KIND; i++) {
            assertThat(ofCatPerson[cat]).isGreaterThan(ofCatPerson[data.items().position("dog" + i)]);
        }
    }

    @Test
    void an_item_without_events_that_somebody_has_now_counts_in_the_history() {
        Snapshot data = shop(true);

        float[] scores = scores(train(data), query(data, "new dog"));

        assertThat(scores[data.items().position("dog1")])
                .isGreaterThan(scores[data.items().position("cat1")]);
    }

    @Test
    void without_events_and_metadata_there_is_no_score() {
        Snapshot data = shop(true);
        Snapshot bare = shop(false);

        assertThat(scores(train(data), query(data, "cat1"))[data.items().position("unknown")])
                .isNaN();
        assertThat(scores(train(bare), query(bare, "cat1"))[bare.items().position("new cat")])
                .isNaN();
    }

    @Test
    void switched_off_it_is_as_if_there_were_no_metadata() {
        Snapshot data = shop(true);
        Snapshot bare = shop(false);
        Map<String, String> off = Map.of("factors", "4", "item_features", "false");

        assertThat(scores(train(data, off, Parallel.ofProcessors()), query(data, "cat1", "dog2")))
                .isEqualTo(scores(train(bare), query(bare, "cat1", "dog2")));
    }

    @Test
    void contributions_sum_to_the_scores_of_items_without_events_too() {
        Snapshot data = shop(true);
        FactorModel model = train(data);
        Query query = query(data, "cat1", "new cat", "dog3");
        float[] scores = scores(model, query);

        ExplainingModel.Breakdown breakdown = model.explain(query);

        for (int item = 0; item < scores.length; item++) {
            if (!Float.isNaN(scores[item])) {
                Contributions parts = Objects.requireNonNull(breakdown.of(item));
                assertThat(parts.sum()).isCloseTo(scores[item], within(1e-4));
            }
        }
    }

    @Test
    void number_of_threads_and_writing_do_not_change_the_bytes() throws IOException {
        Snapshot data = shop(true);
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            byte[] alone =
                    bytes(train(data, Map.of("factors", "4"), new Parallel(Runnable::run, 1, new Cancellation())));
            byte[] together = bytes(train(data, Map.of("factors", "4"), new Parallel(executor, 8, new Cancellation())));
            FactorModel copy = (FactorModel)
                    recipe.read(ArtifactReader.read(new ByteArrayInputStream(alone), alone.length, "model"));

            assertThat(together).isEqualTo(alone);
            assertThat(bytes(copy)).isEqualTo(alone);
            assertThat(scores(copy, query(data, "cat1")))
                    .isEqualTo(
                            scores(train(data, Map.of("factors", "4"), Parallel.ofProcessors()), query(data, "cat1")));
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

    /**
     * One kind for all items: vectors 3 and 1 of weight 1 and one to be filled; μ = 1 (a kind all have is left out, so the other kind of a
     * fourth item, without weight, makes it a column). Features: constant and kind. Both are mapped to x with
     * 2x + 2x + x = 4: x = 0.8, what is expected is 1.6. The squares of 3 and 1 sum to 10, those of 1.6 and 1.6 to 5.12.
     */
    @Test
    void a_boost_of_1_restores_the_length_of_the_other_vectors() {
        float[][] plain = {{3}, {1}, {0}, {0}};
        float[][] boosted = {{3}, {1}, {0}, {0}};

        int[] filled = filled(plain, 0);
        filled(boosted, 1);

        assertThat(filled).containsExactly(2, 3);
        assertThat(plain[2][0]).isCloseTo(1.6f, within(1e-6f));
        assertThat(boosted[2][0]).isCloseTo((float) (1.6 * Math.sqrt(10 / 5.12)), within(1e-5f));
        assertThat(plain[0]).containsExactly(3);
    }

    private static int[] filled(float[][] vectors, double boost) {
        Prior prior = Objects.requireNonNull(
                Prior.of(RidgeMapTest.features(List.of("a", "a", "a", "b")), new float[] {1, 1, 0, 0}, 1, 1));
        prior.fit(vectors, Parallel.ofProcessors());
        return ColdItems.fill(prior, boost, vectors);
    }
}
