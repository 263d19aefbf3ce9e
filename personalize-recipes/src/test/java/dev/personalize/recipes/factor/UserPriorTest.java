package dev.personalize.recipes.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.AttributeTable;
import dev.personalize.data.FeatureSpace;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Snapshot;
import dev.personalize.data.Values;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.Cholesky;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.Contributions.OfAttribute;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UserPriorTest {
    private static final Schema USERS = Schema.parse("""
            {"type": "record", "name": "Users", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"},
                        {"name": "PET", "type": ["null", "string"], "categorical": true},
                        {"name": "AGE", "type": ["null", "int"]}]}""");
    private static final int ITEMS_OF_A_KIND = 15;

    private final MatrixFactorizationRecipe recipe = new MatrixFactorizationRecipe();

    /** Cat people have cat things, dog people dog things; all begin with tea, so that metadata tells more than the first event. */
    private static Snapshot shop(boolean withRecords) {
        SplittableRandom random = new SplittableRandom(3);
        Snapshot.Builder builder = Snapshot.builder();
        AttributeTable.Builder rows = new AttributeTable.Builder(USERS, "USER_ID");
        for (int user = 0; user < 60; user++) {
            String kind = user % 2 == 0 ? "cat" : "dog";
            builder.interaction("u" + user, "tea", null, Float.NaN, 0);
            for (int i = 1; i <= 6; i++) {
                builder.interaction("u" + user, kind + random.nextInt(ITEMS_OF_A_KIND), null, Float.NaN, i);
            }
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

        // The pull is as strong as the penalty, which is weak beside what nobody had: a tenth more, not many times as
        // much.
        assertThat(mean(data, ofCatPerson, "cat")).isGreaterThan(1.1 * mean(data, ofCatPerson, "dog"));
        assertThat(mean(data, ofDogPerson, "dog")).isGreaterThan(1.1 * mean(data, ofDogPerson, "cat"));
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

    @Test
    void somebody_without_events_is_left_to_others() {
        Snapshot data = shop(true);
        FactorModel model = train(data, ON, Parallel.ofProcessors());

        assertThat(scores(model, owner(Query.empty(), "cat"))).containsOnly(Float.NaN);
        assertThat(model.user(owner(Query.empty(), "cat"), new float[4])).isFalse();
        assertThat(model.explain(owner(Query.empty(), "cat")).of(0)).isNull();
    }

    @Test
    void the_vectors_of_items_do_not_depend_on_it() {
        Snapshot data = shop(true);
        FactorModel on = train(data, ON, Parallel.ofProcessors());
        FactorModel off = train(data, OFF, Parallel.ofProcessors());

        for (int item = 0; item < on.items(); item++) {
            float[] with = new float[4];
            float[] without = new float[4];
            on.item(item, with);
            off.item(item, without);
            assertThat(with).isEqualTo(without);
        }
    }

    @Test
    void metadata_is_not_looked_up_where_it_is_not_used() {
        Snapshot data = shop(true);
        Query query = Query.ofItems(0).withUserAttributes(() -> {
            throw new AssertionError("looked up");
        });

        scores(train(data, OFF, Parallel.ofProcessors()), query);
    }

    /** The pets say nothing: they are dealt out by chance. */
    @Test
    void metadata_that_does_not_help_is_not_kept() throws IOException {
        Snapshot.Builder builder = Snapshot.builder();
        AttributeTable.Builder rows = new AttributeTable.Builder(USERS, "USER_ID");
        SplittableRandom random = new SplittableRandom(8);
        for (int user = 0; user < 200; user++) {
            int cluster = random.nextInt(8);
            for (int i = 0; i < 8; i++) {
                builder.interaction("u" + user, cluster + "-" + random.nextInt(12), null, Float.NaN, i);
            }
            rows.add(new Object[] {"u" + user, random.nextBoolean() ? "cat" : "dog", random.nextInt(80)});
        }
        Snapshot data = builder.users(rows).build();

        assertThat(bytes(train(data, ON, Parallel.ofProcessors())))
                .isEqualTo(bytes(train(data, OFF, Parallel.ofProcessors())));
    }

    private static FeatureSpace pets() {
        return FeatureSpace.of(List.of(
                new FeatureSpace.Column(
                        "PET",
                        FeatureSpace.Kind.CATEGORIES,
                        Values.of(IdIndex.of(List.of("cat", "dog"))),
                        new double[] {1, 1}),
                new FeatureSpace.Column(
                        "AGE", FeatureSpace.Kind.NUMBERS, new Values(null, new double[] {30}), new double[] {1, 1})));
    }

    private static FactorModel model(float[][] itemFactors, UserPrior prior) {
        return FactorModel.of(
                itemFactors,
                new int[0],
                new Penalty(0.5, 0.25, 1),
                EventWeights.NONE,
                prior,
                itemFactors[0].length,
                Parallel.ofProcessors());
    }

    /**
     * One dimension; items 2, 1 and -1, the history of the first two: A = 6/2 + (4 + 1) + λ_u = 8.875 with λ_u = 1/4·(2 + 3/2) = 0.875
     * ({@link ScoreBreakdownTest}). κ = 6, so s = 6/8 = 3/4. The constant says 1, cat 2, dog 4, an age below 30 says 8; who has a cat and a
     * dog has each by 1/√2. The centre is 3/4·(1 + 6/√2 + 8), the score of item 0 is 2·(3 + 0.875·centre)/8.875.
     */
    @Test
    void a_request_by_hand() {
        FactorModel model =
                model(new float[][] {{2}, {1}, {-1}}, new UserPrior(6, pets(), new float[][] {{1}, {2}, {4}, {8}, {16}
                }));
        Query query = Query.ofItems(0, 1).withUserAttributes(() -> Map.of("PET", "dog|cat", "AGE", "29"));

        double centre = 0.75 * (9 + 6 * Math.sqrt(0.5));
        assertThat((double) scores(model, query)[0]).isCloseTo(2 * (3 + 0.875 * centre) / 8.875, within(1e-6));

        Contributions parts = Objects.requireNonNull(model.explain(query).of(0));
        double factor = 2 * 0.875 * 0.75 / 8.875;
        assertThat(parts.events()).containsExactly(new double[] {4 / 8.875, 2 / 8.875}, within(1e-7));
        assertThat(parts.remainder()).isCloseTo(factor, within(1e-7));
        assertThat(parts.attributes()).extracting(OfAttribute::column).containsExactly("PET", "PET", "AGE");
        assertThat(parts.attributes()).extracting(OfAttribute::text).containsExactly("cat", "dog", "29");
        assertThat(parts.attributes().stream()
                        .mapToDouble(OfAttribute::contribution)
                        .toArray())
                .containsExactly(
                        new double[] {factor * 2 * Math.sqrt(0.5), factor * 4 * Math.sqrt(0.5), factor * 8},
                        within(1e-6));
    }

    /** The naive twin writes the equations and the centre down in doubles. */
    @Property(tries = 100, seed = "5")
    void folding_in_solves_the_equations_with_a_centre(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int d, @ForAll @IntRange(min = 1, max = 20) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] factors = vectors(random, 30, d);
        float[][] byFeature = vectors(random, 5, d);
        int[] history = random.ints(n, 0, 30).distinct().toArray();
        double events = random.nextDouble(0.1, 50);
        boolean dog = random.nextBoolean();
        FactorModel model = model(factors, new UserPrior(events, pets(), byFeature));
        Query query = Query.ofItems(history).withUserAttributes(() -> Map.of("PET", dog ? "dog" : "cat", "AGE", "30"));
        float[] vector = new float[d];

        assertThat(model.user(query, vector)).isTrue();

        double share = events / (events + history.length);
        double[] expected = new double[d];
        for (int k = 0; k < d; k++) {
            expected[k] = share * (byFeature[0][k] + byFeature[dog ? 2 : 1][k] + byFeature[4][k]);
        }
        solve(factors, history, expected);
        for (int k = 0; k < d; k++) {
            assertThat((double) vector[k]).isCloseTo(expected[k], within(1e-4));
        }
        ExplainingModel.Breakdown breakdown = model.explain(query);
        float[] scores = scores(model, query);
        for (int item = 0; item < scores.length; item++) {
            assertThat(Objects.requireNonNull(breakdown.of(item)).sum()).isCloseTo(scores[item], within(1e-4));
        }
    }

    private static float[][] vectors(SplittableRandom random, int rows, int d) {
        float[][] vectors = new float[rows][d];
        for (float[] vector : vectors) {
            for (int k = 0; k < d; k++) {
                vector[k] = (float) random.nextGaussian() / 2;
            }
        }
        return vectors;
    }

    /** α₀ = 1/2, λ = 1/4, ν = 1; the centre on the way in, the solution on the way out. */
    private static void solve(float[][] factors, int[] history, double[] vector) {
        int d = vector.length;
        double ridge = 0.25 * (history.length + 0.5 * factors.length);
        double[][] equations = new double[d][d];
        for (int i = 0; i < d; i++) {
            vector[i] *= ridge;
            for (int item : history) {
                vector[i] += factors[item][i];
            }
            for (int j = 0; j < d; j++) {
                for (int item = 0; item < factors.length; item++) {
                    int of = item;
                    double weight = 0.5
                            + Arrays.stream(history).filter(had -> had == of).count();
                    equations[i][j] += weight * factors[item][i] * factors[item][j];
                }
            }
            equations[i][i] += ridge;
        }
        Objects.requireNonNull(Cholesky.of(equations)).solve(vector);
    }

    /** A model of one dimension and one item; its users have categories a and b, a number below or above 2, and a word. */
    private static Map<String, Consumer<ArtifactWriter>> file() {
        String prefix = "user_prior_columns.";
        Map<String, Consumer<ArtifactWriter>> entries = new LinkedHashMap<>();
        entries.put("weights of events", EventWeights.NONE::write);
        for (String number : List.of("unobserved_weight", "regularization", "factors", "user_prior_events")) {
            entries.put(number, out -> out.text(number, "1"));
        }
        entries.put("item_factors", out -> out.matrix("item_factors", new float[][] {{1}}, 1));
        entries.put("user_prior", out -> out.matrix("user_prior", new float[6][1], 1));
        entries.put("user_prior_columns", out -> out.text("user_prior_columns", "3"));
        List<String> kinds = List.of("CATEGORIES", "NUMBERS", "WORDS");
        for (int number = 0; number < kinds.size(); number++) {
            String name = prefix + number + ".";
            String kind = kinds.get(number);
            entries.put(name + "name", out -> out.text(name + "name", kind));
            entries.put(name + "kind", out -> out.text(name + "kind", kind));
        }
        entries.put(prefix + "0.values", out -> out.ints(prefix + "0.values", new int[] {'a', 'b'}));
        entries.put(prefix + "0.value_lengths", out -> out.ints(prefix + "0.value_lengths", new int[] {1, 1}));
        entries.put(prefix + "1.borders", out -> out.longs(prefix + "1.borders", bits(2)));
        entries.put(
                prefix + "2.values", out -> out.strings(prefix + "2.values", prefix + "2.value_lengths", List.of("w")));
        entries.put(prefix + "2.weights", out -> out.longs(prefix + "2.weights", bits(1.5)));
        return entries;
    }

    private static long[] bits(double... numbers) {
        return Arrays.stream(numbers).mapToLong(Double::doubleToLongBits).toArray();
    }

    private void assertRefused(String entry, Consumer<ArtifactWriter> instead, String message) {
        Map<String, Consumer<ArtifactWriter>> entries = file();
        assertThat(entries.put(entry, instead)).isNotNull();
        ArtifactWriter writer = new ArtifactWriter();
        entries.values().forEach(each -> each.accept(writer));
        assertThatThrownBy(() -> read(bytes(writer)))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining(message);
    }

    /** What is wrong is said when the model is read, before anybody is answered. */
    @Test
    void a_file_whose_features_do_not_fit_is_refused() throws IOException {
        ArtifactWriter whole = new ArtifactWriter();
        file().values().forEach(each -> each.accept(whole));
        assertThat(read(bytes(whole)).items()).isEqualTo(1);

        String columns = "user_prior_columns";
        assertRefused(columns, out -> out.text(columns, "3000"), columns);
        assertRefused(columns, out -> out.text(columns, "-1"), columns);
        assertRefused("user_prior_events", out -> out.text("user_prior_events", "0"), "user_prior_events");
        assertRefused(columns + ".0.kind", out -> out.text(columns + ".0.kind", "SHOES"), "SHOES");
        assertRefused(
                columns + ".0.values", out -> out.ints(columns + ".0.values", new int[] {'b', 'a'}), "out of order");
        assertRefused(columns + ".1.borders", out -> out.longs(columns + ".1.borders", bits(2, 1)), "out of order");
        assertRefused(columns + ".1.borders", out -> out.longs(columns + ".1.borders", bits(2, 3)), "7 features");
        assertRefused(columns + ".2.weights", out -> out.longs(columns + ".2.weights", bits(1, 2)), "weights");
        assertRefused(columns + ".2.weights", out -> out.longs(columns + ".2.weights", bits(Double.NaN)), "weights");
        assertRefused("user_prior", out -> out.matrix("user_prior", new float[7][1], 1), "7 vectors");
        assertRefused("user_prior", out -> out.matrix("user_prior", new float[6][2], 2), "finite");
    }

    private static byte[] bytes(FactorModel model) throws IOException {
        ArtifactWriter writer = new ArtifactWriter();
        model.write(writer);
        return bytes(writer);
    }

    private static byte[] bytes(ArtifactWriter writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return out.toByteArray();
    }

    private FactorModel read(byte[] bytes) throws IOException {
        return (FactorModel) recipe.read(ArtifactReader.read(new ByteArrayInputStream(bytes), bytes.length, "model"));
    }
}
