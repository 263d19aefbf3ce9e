package dev.personalize.recipes.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.AttributeTable;
import dev.personalize.data.LiveAttributes;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.TrainingException;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.math.Vectors;
import dev.personalize.recipe.InfluencedModel;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TextEmbedding;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.schema.Schema;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SemanticSimilarityRecipeTest {
    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "NAME", "type": ["null", "string"], "itemName": true},
                        {"name": "TEXT", "type": ["null", "string"], "textual": true},
                        {"name": "CREATION_TIMESTAMP", "type": ["null", "long"]}]}""");
    private static final List<String> NAMES = List.of(
            "red metal lantern",
            "blue metal lantern",
            "glass lantern",
            "paper cup",
            "paper cups with dots",
            "cotton bag with dots");

    private final SemanticSimilarityRecipe recipe = new SemanticSimilarityRecipe();

    /** No interactions at all; item i was made at second 100·i, and an item without name and text is the last. */
    private static Snapshot things() {
        AttributeTable.Builder rows = new AttributeTable.Builder(ITEMS, "ITEM_ID");
        for (int item = 0; item < NAMES.size(); item++) {
            rows.add(new Object[] {"i" + item, NAMES.get(item), "for the home", 100L * item});
        }
        return Snapshot.builder()
                .items(rows.add(new Object[] {"i9", null, null, null}))
                .build();
    }

    private Model train(Snapshot data, Map<String, String> settings) {
        return recipe.train(data, TrainingContext.of(recipe.hyperparameters().values(settings)));
    }

    private static float[] scores(Model model, int anchor) {
        float[] scores = new float[model.items()];
        model.score(Query.empty().withAnchor(anchor), scores);
        return scores;
    }

    private static int[] best(Model model, int anchor, int count) {
        TopK top = new TopK(count);
        top.offerAll(scores(model, anchor));
        return top.drain();
    }

    @Test
    void items_are_related_by_their_texts_without_any_interaction() {
        Model model = train(things(), Map.of());

        assertThat(best(model, 0, 2)).containsExactly(1, 2);
        assertThat(best(model, 3, 1)).containsExactly(4);
        assertThat(scores(model, 0)[6]).as("an item that says nothing").isNaN();
        assertThat(scores(model, 6)).as("asked about an item that says nothing").containsOnly(Float.NaN);
    }

    /** With fewer items than dimensions nothing is lost: the score is the cosine of the weighted grams. */
    @Test
    void the_score_is_the_cosine_of_the_grams() {
        Snapshot data = things();
        Vocabulary.Rows texts =
                item -> ItemTexts.of(data.itemAttributes(), item).grams();
        Vocabulary vocabulary = Vocabulary.of(7, texts, Parallel.ofProcessors());
        float[][] dense = new float[7][vocabulary.size()];
        for (int item = 0; item < 7; item++) {
            Vocabulary.Row row = vocabulary.row(texts.grams(item));
            for (int i = 0; i < row.columns().length; i++) {
                dense[item][row.columns()[i]] = row.values()[i];
            }
        }

        float[] scores = scores(train(data, Map.of()), 0);

        for (int item = 1; item < 6; item++) {
            assertThat((double) scores[item]).isCloseTo(Vectors.product(dense[0], dense[item]), within(1e-4));
        }
    }

    /** One row in two has the gram: ln(3/1); both: ln(3/2). Only what two rows have is kept: "a" twice weighs 1 + ln 2. */
    @Test
    void grams_weigh_by_how_rare_they_are_and_how_often_they_come() {
        int[][] rows = {{1, 5, 5}, {5, 7}, {7}};
        Vocabulary vocabulary = Vocabulary.of(3, row -> rows[row], Parallel.ofProcessors());

        assertThat(vocabulary.size()).isEqualTo(2); // 5 and 7, each in two of three rows: ln(4/2)
        assertThat(vocabulary.row(new int[] {5, 5, 7}).values()) // (1 + ln 2, 1) of length 1
                .containsExactly(new float[] {0.861037f, 0.508540f}, within(1e-5f));
    }

    @Test
    void popularity_and_freshness_are_told_from_0_to_1() {
        InfluencedModel model = (InfluencedModel) train(things(), Map.of());

        assertThat(model.popularity(0)).isEqualTo(0);
        assertThat(model.freshness(0)).isEqualTo(0);
        assertThat(model.freshness(2)).isEqualTo(0.4f);
        assertThat(model.freshness(5)).isEqualTo(1);
        assertThat(model.freshness(6)).as("of unknown age").isEqualTo(0);
    }

    @Test
    void an_item_put_since_is_a_neighbour_and_has_neighbours() {
        Model model = train(things(), Map.of());
        LiveModel.Live live = ((LiveModel) model).open(Clock.systemUTC());
        LiveAttributes records = new LiveAttributes(ITEMS);
        for (int item = 0; item < NAMES.size(); item++) {
            records.put(List.of(new Object[][] {{"i" + item, NAMES.get(item), "for the home", 100L * item}}));
        }
        records.put(List.of(
                new Object[] {"i3", "white metal lantern", "for the home", 5L},
                new Object[] {"new", "green metal lantern", "for the home", 9L}));
        live.items(things().items().extendedBy(List.of("new")), records.now());

        Model now = live.answering(8);

        assertThat(best(now, 7, 3)).as("neighbours of the new item").contains(0, 1);
        assertThat(best(now, 0, 3)).as("neighbours of an old one").contains(1, 7, 3);
        assertThat(scores(model, 0)[3]).as("the model itself stays as it is").isLessThan(scores(now, 0)[3]);
        assertThat(((InfluencedModel) now).freshness(7)).isEqualTo(1);
    }

    @Test
    void a_schema_without_name_or_text_is_refused() {
        Schema schema = Schema.parse("""
                {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
                 "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "TITLE", "type": "string"},
                            {"name": "BLURB", "type": ["null", "string"], "textual": true}]}""");
        AttributeTable.Builder rows = new AttributeTable.Builder(schema, "ITEM_ID");
        Snapshot data =
                Snapshot.builder().items(rows.add(new Object[] {"a", "A", "B"})).build();

        assertThatThrownBy(() -> train(data, Map.of()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("[TITLE, BLURB] lack \"itemName\": true");
        assertThatThrownBy(() -> train(Snapshot.builder().build(), Map.of()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("lack either attribute");
    }

    /** {@link LengthEmbedding} says of a text whether it has an even number of characters. */
    @Test
    void vectors_may_be_the_applications_own() {
        Model model = train(things(), Map.of("text_vectors", "installed"));

        // Lengths: 17 18 13 9 20 20, and a line break and "for the home", 13 more.
        assertThat(best(model, 1, 5)).startsWith(4, 5);
        assertThat(scores(model, 1)[0]).isEqualTo(0);
        assertThat(scores(recipe.read(WrittenModel.of(model)), 1)[4]).isEqualTo(1);
    }

    /** Named in META-INF/services of the tests. */
    public static final class LengthEmbedding implements TextEmbedding {
        @Override
        public float[] embed(String text) {
            return text.length() % 2 == 0 ? new float[] {2, 0} : new float[] {0, 2};
        }
    }

    @Test
    void files_that_do_not_fit_are_corrupt() {
        assertCorrupt(new int[] {1, 2}, new float[] {1}, new float[] {0});
        assertCorrupt(new int[] {1}, new float[] {1.5f}, new float[] {0});
        assertCorrupt(new int[] {1}, new float[] {1}, new float[] {Float.NaN});
        assertCorrupt(new int[] {1}, new float[] {1}, new float[0]);
    }

    private void assertCorrupt(int[] said, float[] popularity, float[] freshness) {
        ArtifactWriter out = new ArtifactWriter()
                .text("text_embedding", "none")
                .matrix("vectors", new float[][] {{1}}, 1)
                .ints("said", said)
                .floats("popularity", popularity)
                .floats("freshness", freshness);
        assertThatThrownBy(() -> recipe.read(WrittenModel.read(out))).isInstanceOf(CorruptArtifactException.class);
    }

    @Test
    void a_vocabulary_that_does_not_fit_is_corrupt() {
        ArtifactWriter out = new ArtifactWriter()
                .matrix("vectors", new float[][] {{1}}, 1)
                .ints("said", new int[1])
                .floats("popularity", new float[1])
                .floats("freshness", new float[1])
                .ints("grams", new int[] {5, 4})
                .floats("gram_weights", new float[2])
                .matrix("components", new float[2][1], 1);
        assertThatThrownBy(() -> recipe.read(WrittenModel.read(out))).isInstanceOf(CorruptArtifactException.class);
    }
}
