package dev.personalize.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What {@link Model#score} promises in all its forms, whatever the scores say. */
final class Scoring {
    private static final int THREADS = 8;
    private static final float UNTOUCHED = -12345.5f;

    private Scoring() {}

    /** Asserts that candidates, one of them twice, have the scores that they have among all items. */
    static void candidatesScoreAsInTheFullScan(Model model, Query query) {
        int[] candidates = {5, 0, model.items() - 1, 5, 17};
        float[] all = score(model, query);
        float[] some = new float[candidates.length];
        model.score(query, candidates, some);

        float[] expected = new float[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            expected[i] = all[candidates[i]];
        }
        assertSameBits(some, expected);
    }

    /** Asserts that it does not matter what the array held before. */
    static void everyScoreIsOverwritten(Model model, Query query) {
        float[] overOthers = new float[model.items()];
        Arrays.fill(overOthers, UNTOUCHED);
        model.score(query, overOthers);

        assertSameBits(overOthers, score(model, query));
    }

    /** Asserts that of a longer array the end is not written. */
    static void scoresBeyondTheItemsAreLeftAlone(Model model, Query query) {
        float[] longer = untouched(model);
        model.score(query, longer);

        assertScoresAndNoMore(longer, model, query);
    }

    /** Asserts that queries asked together get what each gets alone. */
    static void manyAtOnceScoreAsOneByOne(Model model, List<Query> queries) {
        float[][] scores = queries.stream().map(query -> untouched(model)).toArray(float[][]::new);
        model.score(queries, scores);

        for (int q = 0; q < queries.size(); q++) {
            assertScoresAndNoMore(scores[q], model, queries.get(q));
        }
    }

    private static float[] untouched(Model model) {
        float[] longer = new float[model.items() + 3];
        Arrays.fill(longer, UNTOUCHED);
        return longer;
    }

    private static void assertScoresAndNoMore(float[] longer, Model model, Query query) {
        assertSameBits(Arrays.copyOf(longer, model.items()), score(model, query));
        assertThat(Arrays.copyOfRange(longer, model.items(), longer.length)).containsOnly(UNTOUCHED);
    }

    /** Asserts that asking changes nothing of the query. */
    static void theQueryIsLeftAlone(Model model, Query query) {
        Query before = copy(query);
        score(model, query);
        model.score(query, new int[] {1, 0}, new float[2]);

        assertUnchanged(query, before);
    }

    static Query copy(Query query) {
        return new Query(
                query.items().clone(),
                query.eventTypes().clone(),
                query.timestamps().clone(),
                query.anchor());
    }

    static void assertUnchanged(Query query, Query before) {
        assertThat(query.items()).isEqualTo(before.items());
        assertThat(query.eventTypes()).isEqualTo(before.eventTypes());
        assertThat(query.timestamps()).isEqualTo(before.timestamps());
    }

    /** Asserts that eight threads that ask at once get what one gets. */
    static void manyThreadsGetWhatOneGets(Model model, List<Query> queries) throws Exception {
        List<float[]> expected =
                queries.stream().map(query -> score(model, query)).toList();
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<float[]>>> answers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                answers.add(executor.submit(
                        () -> queries.stream().map(query -> score(model, query)).toList()));
            }
            for (Future<List<float[]>> answer : answers) {
                for (int i = 0; i < expected.size(); i++) {
                    assertSameBits(answer.get().get(i), expected.get(i));
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }

    static float[] score(Model model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }

    /** Floats compared as bits: NaN equals NaN, and a difference in the last bit is one. */
    static void assertSameBits(float[] actual, float[] expected) {
        assertThat(bits(actual)).isEqualTo(bits(expected));
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToIntBits(values[i]))
                .toArray();
    }

    static void assertNotInfinite(float[] scores) {
        for (float score : scores) {
            assertThat(score).isNotIn(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        }
    }
}
