package dev.personalize.recipes.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.data.Snapshot;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.TrainingContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The definition on the recipe's page, word for word, beside the index. */
class SessionTwinTest {
    private static final int ITEMS = 8;
    private static final double STEP_DECAY = 1.5;
    private static final double ITEM_DECAY = 2.5;
    private static final Map<String, String> SETTINGS =
            Map.of("step_decay", "1.5", "item_decay", "2.5", "rarity_weight", "0", "earlier_weight", "1");

    private static List<List<Integer>> sessions(int count, Random random) {
        List<List<Integer>> sessions = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            sessions.add(distinct(2 + random.nextInt(ITEMS - 2), random));
        }
        return sessions;
    }

    private static List<Integer> distinct(int size, Random random) {
        List<Integer> items = new ArrayList<>(IntStream.range(0, ITEMS).boxed().toList());
        Collections.shuffle(items, random);
        return items.subList(0, size);
    }

    private static Model trained(List<List<Integer>> sessions) {
        Snapshot.Builder builder = Snapshot.builder();
        for (int item = 0; item < ITEMS; item++) {
            builder.interaction("all", "i" + item, null, Float.NaN, item); // so that items have their numbers
        }
        for (int s = 0; s < sessions.size(); s++) {
            List<Integer> items = sessions.get(s);
            for (int p = 0; p < items.size(); p++) {
                builder.interaction("u" + s, "i" + items.get(p), null, Float.NaN, 10L * s + p);
            }
        }
        SessionNeighborsRecipe recipe = new SessionNeighborsRecipe();
        return recipe.train(
                builder.build(), TrainingContext.of(recipe.hyperparameters().values(SETTINGS)));
    }

    private static float[] naive(List<List<Integer>> sessions, List<Integer> newestFirst) {
        double length = Math.sqrt(IntStream.range(0, newestFirst.size())
                .mapToDouble(a -> Math.exp(-2 * a / STEP_DECAY))
                .sum());
        double[] scores = new double[ITEMS];
        boolean[] scored = new boolean[ITEMS];
        for (List<Integer> session : sessions) {
            List<Integer> shared = IntStream.range(0, newestFirst.size())
                    .filter(a -> session.contains(newestFirst.get(a)))
                    .boxed()
                    .toList();
            for (int p = 0; p < session.size() && !shared.isEmpty(); p++) {
                int item = session.get(p);
                int newest = shared.get(0);
                int distance = Math.abs(p - session.indexOf(newestFirst.get(newest)));
                for (int a : shared) {
                    if (newestFirst.get(a) != item) {
                        scored[item] = true;
                        scores[item] += Math.exp(-a / STEP_DECAY)
                                / (length * Math.sqrt(session.size()))
                                * Math.exp(-newest / STEP_DECAY)
                                * Math.exp(-distance / ITEM_DECAY);
                    }
                }
            }
        }
        float[] floats = new float[ITEMS];
        for (int item = 0; item < ITEMS; item++) {
            floats[item] = scored[item] ? (float) scores[item] : Float.NaN;
        }
        return floats;
    }

    private static List<List<Integer>> withAll(List<List<Integer>> sessions) {
        List<List<Integer>> all = new ArrayList<>(sessions);
        all.add(IntStream.range(0, ITEMS).boxed().toList());
        return all;
    }

    private static Query query(List<Integer> newestFirst) {
        List<Integer> items = new ArrayList<>(newestFirst);
        Collections.reverse(items);
        return Query.ofItems(items.stream().mapToInt(Integer::intValue).toArray());
    }

    private static float[] score(Model model, Query query) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        return scores;
    }

    @Property(tries = 200, seed = "42")
    void the_index_answers_as_the_definition_does(
            @ForAll @IntRange(min = 0, max = 40) int count,
            @ForAll @IntRange(min = 1, max = ITEMS) int length,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<List<Integer>> sessions = sessions(count, random);
        List<Integer> newestFirst = distinct(length, random);

        assertThat(score(trained(sessions), query(newestFirst)))
                .containsExactly(naive(withAll(sessions), newestFirst), within(1e-5f));
    }

    // Appends from four threads while two ask; in the end everything is there, and in between every answer was a number
    // or none.
    @Test
    void events_of_many_threads_are_all_in_the_answers_afterwards() throws Exception {
        Random random = new Random(5);
        List<List<Integer>> sessions = sessions(120, random);
        LiveModel.Live live = ((LiveModel) trained(List.of())).open(Clock.systemUTC());
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> appending = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int first = t;
                appending.add(threads.submit(() -> {
                    for (int s = first; s < sessions.size(); s += 4) {
                        for (int p = 0; p < sessions.get(s).size(); p++) {
                            live.event("u" + s, sessions.get(s).get(p), -1, 10_000 + p);
                        }
                    }
                }));
            }
            List<Future<?>> asking = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                asking.add(threads.submit(() -> {
                    while (!done.get()) {
                        for (float score : score(live.answering(ITEMS), Query.ofItems(0, 3, 5))) {
                            assertThat(Float.isInfinite(score)).isFalse();
                        }
                    }
                }));
            }
            for (Future<?> each : appending) {
                each.get();
            }
            done.set(true);
            for (Future<?> each : asking) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        List<Integer> newestFirst = List.of(2, 6, 1);
        assertThat(score(live.answering(ITEMS), query(newestFirst)))
                .containsExactly(naive(withAll(sessions), newestFirst), within(1e-4f));
    }
}
