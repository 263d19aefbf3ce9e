package dev.personalize.recipes.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.schema.Schema;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SimilarItemsRecipeTest {
    private static final Schema KINDS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "KIND", "type": "string", "categorical": true}]}""");
    private static final int COLD = 4;

    private final SimilarItemsRecipe recipe = new SimilarItemsRecipe();

    /** 40 items of 4 kinds; users have items of a kind of their own. The first {@link #COLD} items, one of each kind, nobody had. */
    private static Snapshot kinds(boolean telling) {
        Random random = new Random(11);
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < 200; user++) {
            for (int i = 0; i < 5; i++) {
                int item = user % 4 + 4 * (1 + random.nextInt(9));
                builder.interaction("u" + user, id(item), null, Float.NaN, i);
            }
        }
        AttributeTable.Builder rows = new AttributeTable.Builder(KINDS, "ITEM_ID");
        for (int item = 0; item < 40; item++) {
            rows.add(new Object[] {id(item), "kind" + (telling ? item % 4 : random.nextInt(4))});
        }
        return builder.items(rows).build();
    }

    private static String id(int item) {
        return String.format("i%02d", item);
    }

    private Model train(Snapshot data, Map<String, String> settings) {
        return recipe.train(data, TrainingContext.of(recipe.hyperparameters().values(settings)));
    }

    private static int[] neighbors(Model model, int anchor, int count) {
        float[] scores = new float[model.items()];
        model.score(Query.empty().withAnchor(anchor), scores);
        TopK top = new TopK(count);
        top.offerAll(scores);
        return top.drain();
    }

    private static int[] kinds(int[] items) {
        return Arrays.stream(items).map(item -> item % 4).toArray();
    }

    @Test
    void an_item_nobody_had_has_neighbours_of_its_kind() {
        Model model = train(kinds(true), Map.of());

        for (int cold = 0; cold < COLD; cold++) {
            assertThat(kinds(neighbors(model, cold, 5))).hasSize(5).containsOnly(cold);
        }
    }

    @Test
    void an_item_nobody_had_is_a_neighbour_of_its_kind() {
        Model model = train(kinds(true), Map.of());

        for (int item = COLD; item < 40; item++) {
            assertThat(neighbors(model, item, 10)).contains(item % 4);
        }
    }

    /** The kinds drawn by lot say nothing: the neighbours of items with users stay those of the same users. */
    @Test
    void metadata_that_says_nothing_does_no_harm() {
        Model model = train(kinds(false), Map.of());

        for (int item = COLD; item < 40; item++) {
            assertThat(kinds(neighbors(model, item, 5))).containsOnly(item % 4);
        }
    }

    /** Sums of a monotone function of popularity over the best never rise with its weight; checked for ln(users + κ), which is what the weight multiplies. */
    @Property(tries = 10, seed = "42")
    void the_discount_never_raises_the_popularity_of_answers(@ForAll @IntRange(max = 1000) int seed) {
        Random random = new Random(seed);
        Snapshot data = random(random, 60, 50);
        int[] users = data.interactions().preferences().rowsOfColumns();
        double[] before = new double[data.items().size()];
        Arrays.fill(before, Double.MAX_VALUE);
        for (double discount : new double[] {0, 0.25, 0.5, 0.75, 1}) {
            Model model = train(data, Map.of("popularity_discount_factor", Double.toString(discount)));
            double prior = priorUsers(model);
            for (int anchor = 0; anchor < before.length; anchor++) {
                double popularity = Arrays.stream(neighbors(model, anchor, 5))
                        .mapToDouble(item -> Math.log(users[item] + prior))
                        .sum();
                assertThat(popularity).isLessThanOrEqualTo(before[anchor] + 1e-9);
                before[anchor] = popularity;
            }
        }
    }

    private static Snapshot random(Random random, int users, int items) {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < users; user++) {
            for (int i = 0; i < 8; i++) {
                int item = (int) (items * random.nextDouble() * random.nextDouble());
                builder.interaction("u" + user, id(item), null, Float.NaN, i);
            }
        }
        return builder.build();
    }

    /**
     * With fewer items than dimensions nothing is lost in the vectors, so what is expected is the cosine itself, drawn to zero for items with few
     * users: p = n_i/(n_i+κ) · n_j/(n_j+κ) · c/√(n_i n_j).
     */
    @Property(tries = 20, seed = "42")
    void small_data_score_as_the_formula_says(@ForAll @IntRange(max = 1000) int seed) {
        Snapshot data = random(new Random(seed), 30, 20);
        Model model = train(data, Map.of());
        double users = priorUsers(model);
        PreferenceMatrix itemsOfUser = data.interactions().preferences();
        int[] n = itemsOfUser.rowsOfColumns();
        for (int anchor = 0; anchor < n.length; anchor++) {
            float[] scores = new float[n.length];
            model.score(Query.empty().withAnchor(anchor), scores);
            int[] common = common(itemsOfUser, anchor);
            for (int item = 0; item < n.length; item++) {
                double possible = Math.sqrt((double) n[anchor] * n[item]);
                double seen = n[anchor] / (n[anchor] + users) * n[item] / (n[item] + users);
                double expected = (common[item] + users * seen * common[item] / possible) / (possible + users);
                if (item != anchor && common[item] > 0) {
                    assertThat((double) scores[item]).isCloseTo(expected, within(1e-4));
                } else {
                    assertThat(Float.isNaN(scores[item]) || scores[item] < 1e-4).isTrue();
                }
            }
        }
    }

    private static int[] common(PreferenceMatrix itemsOfUser, int anchor) {
        int[] common = new int[itemsOfUser.columns()];
        for (int user = 0; user < itemsOfUser.rows(); user++) {
            boolean had = false;
            for (int p = itemsOfUser.begin(user); p < itemsOfUser.end(user); p++) {
                had |= itemsOfUser.column(p) == anchor;
            }
            for (int p = itemsOfUser.begin(user); had && p < itemsOfUser.end(user); p++) {
                common[itemsOfUser.column(p)]++;
            }
        }
        return common;
    }

    private static double priorUsers(Model model) {
        return Double.parseDouble(WrittenModel.of(model).text("prior_users"));
    }
}
