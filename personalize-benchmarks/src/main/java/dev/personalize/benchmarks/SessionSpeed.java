package dev.personalize.benchmarks;

import dev.personalize.data.Snapshot;
import dev.personalize.math.TopK;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Speed of {@code session-neighbors} on generated sessions: one a user, 2 to 10 events, items of a Zipf distribution; training, answers with the top
 * 20 of a live model, and events appended to it. Argument: the number of sessions, 5,000,000 unless given, and of items, 100,000.
 */
public final class SessionSpeed {
    private static final int ROUNDS = 5;
    private static final int QUESTIONS = 20_000;
    private static final int EVENTS = 500_000;
    private static final int LONGEST = 10;
    private static final long START = 1_700_000_000L;

    private final SplittableRandom random = new SplittableRandom(3);
    private final int sessions;
    private final int items;

    private SessionSpeed(int sessions, int items) {
        this.sessions = sessions;
        this.items = items;
    }

    /** Runs the benchmark. */
    public static void main(String[] args) {
        int sessions = args.length > 0 ? Integer.parseInt(args[0]) : 5_000_000;
        int items = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        new SessionSpeed(sessions, items).run();
    }

    private void run() {
        Snapshot data = data();
        Recipe recipe = RecipeRegistry.installed().recipe("session-neighbors");
        long start = System.nanoTime();
        Model model =
                recipe.train(data, TrainingContext.of(recipe.hyperparameters().defaults()));
        System.out.printf(
                Locale.ROOT,
                "%,d sessions, %,d events, %,d items, trained in %.1f s%n",
                sessions,
                data.interactions().size(),
                data.items().size(),
                (System.nanoTime() - start) / 1e9);
        LiveModel.Live live = ((LiveModel) model).open(Clock.systemUTC());
        for (int round = 0; round < ROUNDS; round++) {
            double appended = append(live, model.items());
            long[] nanos = ask(live.answering(model.items()));
            System.out.printf(
                    Locale.ROOT,
                    "%,.0f appends/s; answers p50 %.0f µs, p90 %.0f µs, p99 %.0f µs%n",
                    appended,
                    nanos[QUESTIONS / 2] / 1e3,
                    nanos[QUESTIONS / 10 * 9] / 1e3,
                    nanos[QUESTIONS / 100 * 99] / 1e3);
        }
    }

    private Snapshot data() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int session = 0; session < sessions; session++) {
            String user = Integer.toString(session);
            int length = 2 + random.nextInt(LONGEST - 1);
            for (int i = 0; i < length; i++) {
                builder.interaction(user, Integer.toString(item()), null, Float.NaN, START + session + 10L * i);
            }
        }
        return builder.build();
    }

    /** {@return an item; the probability of the one of rank r is about proportional to 1/r} */
    private int item() {
        return (int) Math.pow(items, random.nextDouble()) - 1;
    }

    private double append(LiveModel.Live live, int known) {
        long start = System.nanoTime();
        for (int i = 0; i < EVENTS; i++) {
            live.event("live" + random.nextInt(EVENTS / 5), random.nextInt(known), -1, START + sessions + i / 100);
        }
        return EVENTS / ((System.nanoTime() - start) / 1e9);
    }

    private long[] ask(Model model) {
        float[] scores = new float[model.items()];
        long[] nanos = new long[QUESTIONS];
        for (int i = 0; i < QUESTIONS; i++) {
            int[] history = new int[1 + random.nextInt(LONGEST)];
            for (int j = 0; j < history.length; j++) {
                history[j] = Math.min(model.items() - 1, item());
            }
            Query query = Query.ofItems(history);
            long start = System.nanoTime();
            model.score(query, scores);
            TopK best = new TopK(20);
            best.offerAll(scores);
            best.drain();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }
}
