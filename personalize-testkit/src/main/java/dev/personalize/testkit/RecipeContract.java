package dev.personalize.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Hyperparameter;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Recipe} must do, as tests. Subclass it in a test of the recipe and return the recipe:
 *
 * <pre>{@code
 * class MyRecipeContractTest extends RecipeContract {
 *     @Override
 *     protected Recipe recipe() {
 *         return new MyRecipe();
 *     }
 * }
 * }</pre>
 *
 * <p>The suite checks, on data of a few hundred events, that
 *
 * <ul>
 *   <li>the name has the right form and {@link RecipeRegistry#installed()} finds the recipe by it; the description, if
 *       there is one, is a sentence in one line;
 *   <li>hyperparameters refuse unknown names and values out of range, and accept their own defaults;
 *   <li>the obvious answer comes out. Users of even number had all even items but one, odd users all odd items but one.
 *       For user personalization, ranking and segments, the missing item of a user's own colour ranks above every item of the other colour; for
 *       related items, every item with a score has the colour of the item in question; for popular items, an item that
 *       more users had scores higher;
 *   <li>the same data, settings and seed give a model of the same bytes, with 1 thread and with 8; and a model that was
 *       written and read back gives the same scores and the same bytes;
 *   <li>one user, one item, an empty history, repeated items and items nobody had are no reason to fail, and no score is
 *       infinite;
 *   <li>scoring candidates, or many queries at once, gives the numbers of scoring everything for one, bit for bit; every score
 *       is overwritten, and nothing beyond the items; the query is left alone; eight threads at once get what one gets;
 *   <li>models of a recipe that {@linkplain Recipe#supportsUpdate supports updates} do not get to know new items by themselves, and
 *       still recommend items of the own colour to a user of whose history they know three events;
 *   <li>a model that is an {@link EmbeddingModel} scores by the products of its vectors;
 *   <li>a model that is an {@link ExplainingModel} takes every score apart, and nothing else, into contributions that are finite
 *       and sum to it; before and after it was written and read back, down to the last bit;
 *   <li>progress is reported, in order, from 0 to the total; a cancellation before or at the first report ends the training
 *       with a {@link CancellationException}.
 * </ul>
 */
public abstract class RecipeContract {
    private static final int MANY_THREADS = 8;

    /** For subclasses. */
    protected RecipeContract() {}

    /** {@return the recipe under test} */
    protected abstract Recipe recipe();

    /** {@return hyperparameters to train with, by name; the defaults unless overridden} */
    protected Map<String, String> hyperparameters() {
        return Map.of();
    }

    /**
     * {@return data for a training, with the same users, items and events as the data given, position by position}
     *
     * <p>For recipes that need metadata: items of even position of the checkerboard are of the one colour, those of odd position
     * of the other. Default: the data as given.
     */
    protected Snapshot prepared(Snapshot data) {
        return data;
    }

    @Test
    void name_is_lower_case_words_and_found_in_the_registry() {
        assertThat(recipe().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(RecipeRegistry.installed().recipe(recipe().name()))
                .as("is it named in META-INF/services/%s?", Recipe.class.getName())
                .hasSameClassAs(recipe());
    }

    @Test
    void description_is_one_sentence_in_one_line_or_empty() {
        assertThat(recipe().description()).matches("|\\S.*\\.");
    }

    @Test
    void hyperparameters_have_valid_defaults() {
        assertThat(recipe().hyperparameters().defaults().toMap().keySet())
                .allMatch(name -> name.matches("[a-z0-9]+(_[a-z0-9]+)*"));
    }

    @Test
    void hyperparameters_refuse_an_unknown_name() {
        HyperparameterSpace space = recipe().hyperparameters();

        assertThatThrownBy(() -> space.values(Map.of("no_such_hyperparameter", "1")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no_such_hyperparameter");
    }

    @Test
    void hyperparameters_refuse_values_out_of_range() {
        HyperparameterSpace space = recipe().hyperparameters();

        for (Hyperparameter hyperparameter : space.all()) {
            for (String value : outOfRange(hyperparameter)) {
                assertThatThrownBy(() -> space.values(Map.of(hyperparameter.name(), value)))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining(hyperparameter.name())
                        .hasMessageContaining(value);
            }
        }
    }

    private static List<String> outOfRange(Hyperparameter hyperparameter) {
        return switch (hyperparameter.type()) {
            case BOOLEAN, CHOICE -> List.of("perhaps");
            case TEXT -> List.of("two\nlines");
            case INTEGER ->
                List.of(Long.toString((long) hyperparameter.min() - 1), Long.toString((long) hyperparameter.max() + 1));
            case FLOAT ->
                List.of(
                        Double.toString(Math.nextDown(hyperparameter.min())),
                        Double.toString(Math.nextUp(hyperparameter.max())),
                        "NaN");
        };
    }

    @Test
    void finds_the_obvious_answer() {
        switch (recipe().type()) {
            case USER_PERSONALIZATION, PERSONALIZED_RANKING, USER_SEGMENTATION ->
                ObviousAnswers.ranksTheMissingItemAboveTheOtherColour(train(ContractData.checkerboard()));
            case RELATED_ITEMS -> ObviousAnswers.relatesItemsOfOneColour(train(ContractData.checkerboard()));
            case POPULAR_ITEMS -> ObviousAnswers.ranksItemsByTheirUsers(train(ContractData.staircase()));
        }
    }

    @Test
    void same_seed_gives_same_bytes() {
        assertThat(ModelBytes.of(train(ContractData.random()))).isEqualTo(ModelBytes.of(train(ContractData.random())));
    }

    @Test
    void number_of_threads_does_not_change_the_bytes() {
        ExecutorService executor = Executors.newFixedThreadPool(MANY_THREADS);
        try {
            Model alone = train(ContractData.random(), new Parallel(Runnable::run, 1, new Cancellation()));
            Model together = train(ContractData.random(), new Parallel(executor, MANY_THREADS, new Cancellation()));

            assertThat(ModelBytes.of(together)).isEqualTo(ModelBytes.of(alone));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void a_model_read_back_scores_and_writes_the_same() {
        Model model = train(ContractData.random());
        Model copy = copy(model);

        assertThat(copy.items()).isEqualTo(model.items());
        for (Query query : queries(ContractData.random())) {
            Scoring.assertSameBits(Scoring.score(copy, query), Scoring.score(model, query));
        }
        assertThat(ModelBytes.of(copy)).isEqualTo(ModelBytes.of(model));
    }

    @Test
    void model_covers_every_item_of_the_snapshot() {
        Snapshot data = ContractData.checkerboard();

        assertThat(train(data).items()).isEqualTo(data.items().size());
    }

    @Test
    void one_user_or_one_item_is_enough() {
        for (Snapshot data : List.of(ContractData.oneUser(), ContractData.oneItem())) {
            Model model = train(data);
            Scoring.assertNotInfinite(Scoring.score(model, Query.empty()));
            Scoring.assertNotInfinite(Scoring.score(model, Query.ofItems(0)));
            Scoring.assertNotInfinite(Scoring.score(model, Query.ofItems(0).withAnchor(0)));
            Scoring.assertNotInfinite(Scoring.score(copy(model), Query.ofItems(0)));
        }
    }

    @Test
    void strange_histories_are_answered() {
        int nobodys = ContractData.ITEM_WITHOUT_EVENTS;
        Model model = train(ContractData.checkerboard());

        Scoring.assertNotInfinite(Scoring.score(model, Query.empty()));
        Scoring.assertNotInfinite(Scoring.score(model, Query.empty().withAnchor(nobodys)));
        Scoring.assertNotInfinite(Scoring.score(model, Query.ofItems(nobodys)));
        Scoring.assertNotInfinite(
                Scoring.score(model, Query.ofItems(0, nobodys, 0, 0, 2).withAnchor(0)));
        Scoring.assertNotInfinite(Scoring.score(
                model,
                Query.ofItems(
                        IntStream.range(0, 5_000).map(i -> i % model.items()).toArray())));
    }

    @Test
    void candidates_score_as_in_the_full_scan() {
        Snapshot data = ContractData.random();
        Model model = train(data);
        queries(data).forEach(query -> Scoring.candidatesScoreAsInTheFullScan(model, query));
    }

    @Test
    void every_score_is_overwritten() {
        Snapshot data = ContractData.checkerboard();
        Model model = train(data);
        queries(data).forEach(query -> Scoring.everyScoreIsOverwritten(model, query));
    }

    @Test
    void scores_beyond_the_items_are_left_alone() {
        Snapshot data = ContractData.checkerboard();
        Model model = train(data);
        queries(data).forEach(query -> Scoring.scoresBeyondTheItemsAreLeftAlone(model, query));
    }

    @Test
    void many_queries_at_once_score_as_one_by_one() {
        for (Snapshot data : List.of(ContractData.random(), ContractData.checkerboard())) {
            Model model = train(data);
            List<Query> queries = queries(data);
            Scoring.manyAtOnceScoreAsOneByOne(model, List.of());
            Scoring.manyAtOnceScoreAsOneByOne(model, queries.subList(1, 2));
            Scoring.manyAtOnceScoreAsOneByOne(model, queries);
        }
    }

    @Test
    void the_query_is_left_alone() {
        Snapshot data = ContractData.random();
        Model model = train(data);
        queries(data).forEach(query -> Scoring.theQueryIsLeftAlone(model, query));
    }

    @Test
    void many_threads_may_score_at_once() throws Exception {
        Snapshot data = ContractData.random();
        Scoring.manyThreadsGetWhatOneGets(train(data), queries(data));
    }

    @Test
    void a_recipe_with_updates_has_models_that_can_be_asked_when_there_are_newer_items() {
        if (recipe().supportsUpdate()) {
            Model model = train(ContractData.checkerboard());
            OptionalAbilities.canBeUpdated(recipe().type(), model);
            OptionalAbilities.canBeUpdated(recipe().type(), copy(model));
        }
    }

    @Test
    void vectors_multiply_to_the_scores() {
        Snapshot data = ContractData.checkerboard();
        if (train(data) instanceof EmbeddingModel model) {
            queries(data).forEach(query -> OptionalAbilities.vectorsMultiplyToTheScores(model, query));
        }
    }

    @Test
    void contributions_sum_to_the_scores() {
        for (Snapshot data : List.of(ContractData.random(), ContractData.checkerboard(), ContractData.oneItem())) {
            if (train(data) instanceof ExplainingModel model) {
                fewQueries(data).forEach(query -> OptionalAbilities.contributionsSumToTheScores(model, query));
                OptionalAbilities.contributionsSumToTheScores(model, Query.ofItems(0, 0, model.items() - 1, 0));
            }
        }
    }

    @Test
    void explanations_are_always_the_same_and_leave_the_query_alone() {
        Snapshot data = ContractData.random();
        if (train(data) instanceof ExplainingModel model && copy(model) instanceof ExplainingModel copy) {
            for (Query query : fewQueries(data)) {
                Query before = Scoring.copy(query);
                List<String> expected = OptionalAbilities.explanations(model, query);

                assertThat(OptionalAbilities.explanations(model, query)).isEqualTo(expected);
                assertThat(OptionalAbilities.explanations(copy, query)).isEqualTo(expected);
                Scoring.assertUnchanged(query, before);
            }
        }
    }

    @Test
    void progress_rises_from_nothing_to_the_total() {
        List<Long> done = new ArrayList<>();
        List<Long> totals = new ArrayList<>();
        train(ContractData.random(), new Cancellation(), (task, doneNow, total) -> {
            done.add(doneNow);
            totals.add(total);
        });

        assertThat(done).isSorted().startsWith(0L);
        assertThat(totals.stream().distinct().toList()).hasSize(1).endsWith(done.get(done.size() - 1));
    }

    @Test
    void cancelled_before_it_begins() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();

        assertThatThrownBy(() -> train(ContractData.random(), cancellation, ProgressListener.NONE))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void cancelled_at_the_first_report_of_progress() {
        Cancellation cancellation = new Cancellation();

        assertThatThrownBy(
                        () -> train(ContractData.random(), cancellation, (task, done, total) -> cancellation.cancel()))
                .isInstanceOf(CancellationException.class);
    }

    private Model train(Snapshot data) {
        return train(data, Parallel.ofProcessors());
    }

    private Model train(Snapshot data, Parallel parallel) {
        return recipe().train(prepared(data), context(parallel, ProgressListener.NONE, new Cancellation()));
    }

    private Model train(Snapshot data, Cancellation cancellation, ProgressListener progress) {
        return recipe().train(
                        prepared(data), context(new Parallel(Runnable::run, 1, cancellation), progress, cancellation));
    }

    private TrainingContext context(Parallel parallel, ProgressListener progress, Cancellation cancellation) {
        return new TrainingContext(
                recipe().hyperparameters().values(hyperparameters()), 7, parallel, progress, cancellation);
    }

    /** {@return histories of some users, each also with an anchor, and an empty one} */
    private static List<Query> queries(Snapshot data) {
        List<Query> queries = new ArrayList<>(List.of(Query.empty()));
        for (int user = 0; user < data.users().size(); user += 9) {
            Query query = Query.ofHistory(
                    data.interactions(),
                    data.interactions().begin(user),
                    data.interactions().end(user));
            queries.add(query);
            queries.add(query.withAnchor(user % data.items().size()));
        }
        return queries;
    }

    /** {@return enough of them where each takes every score apart} */
    private static List<Query> fewQueries(Snapshot data) {
        return queries(data).stream().limit(9).toList();
    }

    private Model copy(Model model) {
        return recipe().read(ModelBytes.artifact(model));
    }
}
