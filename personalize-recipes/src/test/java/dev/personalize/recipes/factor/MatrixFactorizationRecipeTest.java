package dev.personalize.recipes.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Interactions;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.TrainingException;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixFactorizationRecipeTest {
    private static final int USERS = 60;
    private static final int ITEMS = 40;
    private static final int D = 6;
    private static final double UNOBSERVED_WEIGHT = 0.2;
    private static final double REGULARIZATION = 0.01;

    private final MatrixFactorizationRecipe recipe = new MatrixFactorizationRecipe();

    /** Users of four tastes, each with a quarter of the items, and some noise. */
    private static Snapshot tastes() {
        SplittableRandom random = new SplittableRandom(3);
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < USERS; user++) {
            for (int i = 0; i < 8; i++) {
                int item = i < 7 ? random.nextInt(ITEMS / 4) * 4 + user % 4 : random.nextInt(ITEMS);
                builder.interaction("u" + (100 + user), "i" + (100 + item), null, Float.NaN, i);
            }
        }
        return builder.build();
    }

    private TrainingContext context(Map<String, String> given) {
        return TrainingContext.of(recipe.hyperparameters().values(given));
    }

    private TrainingContext context() {
        return context(Map.of(
                "factors", Integer.toString(D),
                "iterations", "8",
                "unobserved_weight", Double.toString(UNOBSERVED_WEIGHT),
                "regularization", Double.toString(REGULARIZATION)));
    }

    @Test
    void every_half_iteration_lowers_the_objective() {
        PreferenceMatrix pairs = tastes().interactions().preferences();
        AlternatingLeastSquares training = new AlternatingLeastSquares(pairs, context());
        training.iterate();
        double before = objective(pairs, training.userFactors(), training.itemFactors());

        for (int iteration = 0; iteration < 10; iteration++) {
            float[][] itemsBefore = copy(training.itemFactors());
            training.iterate();
            double usersSolved = objective(pairs, training.userFactors(), itemsBefore);
            double itemsSolved = objective(pairs, training.userFactors(), training.itemFactors());

            assertThat(usersSolved).isLessThan(before);
            assertThat(itemsSolved).isLessThan(usersSolved);
            before = itemsSolved;
        }
    }

    private static float[][] copy(float[][] matrix) {
        return Arrays.stream(matrix).map(float[]::clone).toArray(float[][]::new);
    }

    /** The objective as the recipe's documentation states it. */
    private static double objective(PreferenceMatrix pairs, float[][] users, float[][] items) {
        PreferenceMatrix byItem = pairs.transpose();
        double sum = 0;
        for (int user = 0; user < users.length; user++) {
            for (float[] item : items) {
                sum += UNOBSERVED_WEIGHT * Math.pow(product(users[user], item), 2);
            }
            for (int p = pairs.begin(user); p < pairs.end(user); p++) {
                sum += Math.pow(product(users[user], items[pairs.column(p)]) - 1, 2);
            }
            sum += REGULARIZATION
                    * (pairs.count(user) + UNOBSERVED_WEIGHT * items.length)
                    * product(users[user], users[user]);
        }
        for (int item = 0; item < items.length; item++) {
            sum += REGULARIZATION
                    * (byItem.count(item) + UNOBSERVED_WEIGHT * users.length)
                    * product(items[item], items[item]);
        }
        return sum;
    }

    private static double product(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(k -> (double) a[k] * b[k])
                .sum();
    }

    @Test
    void a_history_is_solved_as_the_equations_say_in_double_precision() throws IOException {
        Model model = recipe.train(tastes(), context());
        float[][] items = artifact(model).matrix("item_factors");
        int[] history = {3, 7, 11, 20};

        double[] user = solveDirectly(items, history);

        float[] scores = score(model, Query.ofItems(history));
        for (int item = 0; item < ITEMS; item++) {
            double expected = 0;
            for (int k = 0; k < D; k++) {
                expected += user[k] * items[item][k];
            }
            assertThat((double) scores[item]).isCloseTo(expected, within(1e-5));
        }
    }

    /** Gauss's elimination on {@code (α₀ Σ_all h hᵀ + Σ_history h hᵀ + λ (n + α₀·items) I) w = Σ_history h}. */
    private static double[] solveDirectly(float[][] items, int[] history) {
        double[][] equations = new double[D][D + 1];
        for (float[] item : items) {
            addOuterProduct(equations, item, UNOBSERVED_WEIGHT);
        }
        for (int item : history) {
            addOuterProduct(equations, items[item], 1);
            for (int k = 0; k < D; k++) {
                equations[k][D] += items[item][k];
            }
        }
        for (int k = 0; k < D; k++) {
            equations[k][k] += REGULARIZATION * (history.length + UNOBSERVED_WEIGHT * items.length);
        }
        for (int pivot = 0; pivot < D; pivot++) {
            for (int row = 0; row < D; row++) {
                double factor = row == pivot ? 0 : equations[row][pivot] / equations[pivot][pivot];
                for (int k = pivot; k <= D; k++) {
                    equations[row][k] -= factor * equations[pivot][k];
                }
            }
        }
        return IntStream.range(0, D)
                .mapToDouble(k -> equations[k][D] / equations[k][k])
                .toArray();
    }

    private static void addOuterProduct(double[][] equations, float[] vector, double weight) {
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++) {
                equations[i][j] += weight * vector[i] * vector[j];
            }
        }
    }

    @Test
    void folding_in_a_training_user_is_what_the_next_half_iteration_does() {
        Snapshot data = tastes();
        TrainingContext context = context();
        AlternatingLeastSquares training =
                new AlternatingLeastSquares(data.interactions().preferences(), context);
        training.iterate();
        FactorModel model = FactorModel.of(
                copy(training.itemFactors()),
                new int[0],
                training.penalty(),
                EventWeights.NONE,
                null,
                D,
                context.parallel());
        training.iterate();

        Interactions events = data.interactions();
        for (int user = 0; user < USERS; user++) {
            Query query = Query.ofHistory(events, events.begin(user), events.end(user));
            float[] vector = new float[D];
            assertThat(model.user(query, vector)).isTrue();
            assertThat(vector).containsExactly(training.userFactors()[user]);
        }
    }

    @Test
    void order_and_repetition_of_the_history_do_not_matter() {
        Model model = recipe.train(tastes(), context());

        assertThat(score(model, Query.ofItems(9, 1, 9, 5, 1))).containsExactly(score(model, Query.ofItems(1, 5, 9)));
    }

    @Test
    void the_anchor_does_not_matter() {
        Model model = recipe.train(tastes(), context());

        assertThat(score(model, Query.ofItems(1, 5).withAnchor(2))).containsExactly(score(model, Query.ofItems(1, 5)));
    }

    @Test
    void nothing_is_said_about_somebody_without_history() {
        Model model = recipe.train(tastes(), context());

        assertThat(score(model, Query.empty())).containsOnly(Float.NaN);
    }

    @Test
    void an_item_without_events_has_no_score_and_changes_no_other() {
        Snapshot data = withNewcomers(tastes());
        Model model = recipe.train(data, context());
        Model without = recipe.train(tastes(), context());

        float[] scores = score(model, Query.ofItems(1, 5, ITEMS));

        assertThat(scores[ITEMS]).isNaN();
        assertThat(Arrays.copyOf(scores, ITEMS)).containsExactly(score(without, Query.ofItems(1, 5)));
        assertThat(score(model, Query.ofItems(ITEMS))).containsOnly(Float.NaN);
    }

    /** {@return the same events, beside an item and a user in the last positions that have none} */
    private static Snapshot withNewcomers(Snapshot data) {
        Interactions events = data.interactions();
        Snapshot.Builder builder = Snapshot.builder().interaction("u999", "i999", null, Float.NaN, 0);
        for (int user = 0; user < events.users(); user++) {
            for (int p = events.begin(user); p < events.end(user); p++) {
                builder.interaction(
                        data.users().id(user),
                        data.items().id(events.item(p)),
                        null,
                        events.value(p),
                        events.timestamp(p));
            }
        }
        Snapshot all = builder.build();
        return all.withInteractions(
                all.interactions().filter(p -> all.interactions().item(p) < ITEMS));
    }

    @Test
    void recommends_items_of_the_taste() {
        float[] scores = score(recipe.train(tastes(), context()), Query.ofItems(2, 6, 10, 14));

        double sameTaste = meanScore(scores, 2);
        assertThat(sameTaste).isGreaterThan(3 * Math.max(meanScore(scores, 0), meanScore(scores, 1)));
    }

    private static double meanScore(float[] scores, int taste) {
        return IntStream.range(0, ITEMS / 4)
                .mapToDouble(i -> scores[4 * i + taste])
                .average()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Solver.class)
    void every_solver_comes_to_the_same_objective(Solver solver) {
        PreferenceMatrix pairs = tastes().interactions().preferences();
        AlternatingLeastSquares training = new AlternatingLeastSquares(pairs, context(solver, 40));
        AlternatingLeastSquares exact = new AlternatingLeastSquares(pairs, context(Solver.CHOLESKY, 40));
        for (int iteration = 0; iteration < 40; iteration++) {
            training.iterate();
            exact.iterate();
        }

        double expected = objective(pairs, exact.userFactors(), exact.itemFactors());
        assertThat(objective(pairs, training.userFactors(), training.itemFactors()))
                .isCloseTo(expected, withinPercentage(0.1));
    }

    private TrainingContext context(Solver solver, int factors) {
        return context(Map.of(
                "factors", Integer.toString(factors),
                "solver", solver.text(),
                "unobserved_weight", Double.toString(UNOBSERVED_WEIGHT),
                "regularization", Double.toString(REGULARIZATION)));
    }

    @ParameterizedTest
    @EnumSource(Solver.class)
    void any_number_of_threads_gives_the_same_bytes(Solver solver) throws IOException {
        Snapshot data = tastes();
        Hyperparameters values = context(solver, 70).hyperparameters();
        List<byte[]> models = new ArrayList<>();
        for (int threads : new int[] {1, 2, 8}) {
            ArtifactWriter out = new ArtifactWriter();
            recipe.train(
                            data,
                            new TrainingContext(
                                    values,
                                    5,
                                    new Parallel(ForkJoinPool.commonPool(), threads, new Cancellation()),
                                    ProgressListener.NONE,
                                    new Cancellation()))
                    .write(out);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            out.writeTo(bytes);
            models.add(bytes.toByteArray());
        }

        assertThat(models).containsOnly(models.get(0));
    }

    @ParameterizedTest
    @EnumSource(Solver.class)
    void a_vector_that_is_no_number_ends_the_training_with_its_row(Solver solver) {
        PreferenceMatrix pairs = tastes().interactions().preferences();
        AlternatingLeastSquares training = new AlternatingLeastSquares(pairs, context(solver, D));
        training.itemFactors()[pairs.column(pairs.begin(0))][0] = Float.NaN;

        assertThatThrownBy(training::iterate)
                .isInstanceOf(TrainingException.class)
                .hasMessageMatching("(?s).*user at position \\d+, which has \\d+ interactions.*raise regularization.*");
    }

    /** A purchase weighs ten views: the user who bought of one taste and viewed of another gets the first. */
    @Test
    void events_count_for_their_type_in_training_and_in_requests() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < USERS; user++) {
            for (int i = 0; i < 12; i++) {
                String type = random.nextInt(2) == 0 ? "view" : "purchase";
                builder.interaction(
                        "u" + (100 + user), "i" + (100 + random.nextInt(ITEMS / 4) * 4 + user % 4), type, Float.NaN, i);
            }
        }
        Snapshot data = builder.build();
        TrainingContext context = context();
        TrainingContext weighted = new TrainingContext(
                context.hyperparameters(),
                0,
                context.parallel(),
                ProgressListener.NONE,
                new Cancellation(),
                Map.of("view", 1.0, "purchase", 10.0));
        int view = data.eventTypes().find("view");
        int purchase = data.eventTypes().find("purchase");
        Query query = new Query(
                new int[] {2, 6, 3, 7}, new int[] {view, view, purchase, purchase}, new long[] {20, 20, 20, 20}, -1);

        Model model = recipe.train(data, weighted);
        float[] scores = score(model, query);

        assertThat(meanScore(scores, 3)).isGreaterThan(2 * meanScore(scores, 2));
        assertThat(score(recipe.read(artifact(model)), query)).containsExactly(scores);
        double[] events = Objects.requireNonNull(
                        ((ExplainingModel) model).explain(query).of(11))
                .events();
        assertThat(Arrays.stream(events).sum()).isCloseTo(scores[11], within(1e-5));
    }

    @Test
    void a_training_that_the_heap_cannot_hold_is_refused_with_both_numbers() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int item = 0; item < 1 << 20; item++) {
            builder.interaction("u", "i" + item, null, Float.NaN, 0);
        }
        TrainingContext context = context(Map.of("factors", "1024"));
        Snapshot data = builder.build();

        assertThatThrownBy(() -> recipe.train(data, context))
                .isInstanceOf(TrainingException.class)
                .hasMessageMatching(".*would need \\d+ MiB of heap.* of \\d+ MiB can be had.*lower factors");
    }

    /** 64 unknowns, 8 interactions, and hardly any regularization: singular as far as floats can tell. */
    @Test
    void equations_without_a_solution_end_the_training_with_advice() {
        TrainingContext context =
                context(Map.of("solver", "cholesky", "regularization", "1e-9", "unobserved_weight", "1e-6"));

        assertThatThrownBy(() -> recipe.train(tastes(), context))
                .isInstanceOf(TrainingException.class)
                .hasMessageMatching("(?s).*(user|item) at position \\d+.*raise regularization.*");
    }

    @Test
    void artifacts_with_wrong_numbers_are_corrupt() {
        assertCorrupt("2", "0.1", "0.01", new float[][] {{1, 2, 3}});
        assertCorrupt("2", "0.1", "0.01", new float[][] {{1, Float.NaN}});
        assertCorrupt("2", "-1", "0.01", new float[][] {{1, 2}});
        assertCorrupt("2", "0.1", "much", new float[][] {{1, 2}});
        assertCorrupt("2.5", "0.1", "0.01", new float[][] {{1, 2}});
        assertCorrupt("0", "0.1", "0.01", new float[][] {{1}});
    }

    private void assertCorrupt(String factors, String weight, String regularization, float[][] itemFactors) {
        ArtifactWriter out = new ArtifactWriter()
                .text("factors", factors)
                .text("unobserved_weight", weight)
                .text("regularization", regularization)
                .matrix("item_factors", itemFactors, itemFactors[0].length);
        assertThatThrownBy(() -> recipe.read(artifact(out))).isInstanceOf(CorruptArtifactException.class);
    }

    private static ArtifactReader artifact(Model model) throws IOException {
        ArtifactWriter out = new ArtifactWriter();
        model.write(out);
        return artifact(out);
    }

    private static ArtifactReader artifact(ArtifactWriter out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        out.writeTo(bytes);
        return ArtifactReader.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), "a model");
    }

    private static float[] score(Model model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }
}
