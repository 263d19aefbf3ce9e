package dev.personalize.benchmarks;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.ingest.Durability;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What it costs that a campaign counts trends: events a second that two threads put, ten a call, into a home in memory, without and with
 * a campaign on {@code trending-now}; and the latency of its answers meanwhile. Argument: the folder of MovieLens 1M.
 */
public final class TrendSpeed {
    private static final int ROUNDS = 5;
    private static final double SECONDS_A_ROUND = 2;
    private static final int EVENTS_A_CALL = 10;

    private TrendSpeed() {}

    /** Runs the benchmark. */
    public static void main(String[] args) throws FileNotFoundException, InterruptedException {
        Path csv = MovieLens.interactions(args);
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup group = MovieLens.group(personalize, csv);
            List<String> items = group.snapshot().items().ids();
            group.eventTracker();
            SolutionVersion version = group.createSolution(
                            "trending",
                            SolutionConfig.builder()
                                    .recipe("trending-now")
                                    .minimumData(MinimumData.NONE)
                                    .evaluate(false)
                                    .build())
                    .train();
            double[] without = new double[ROUNDS];
            double[] with = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                without[Math.max(0, round)] = put(group, items);
                group.createCampaign("trending", version);
                with[Math.max(0, round)] = put(group, items);
                group.deleteCampaign("trending");
            }
            Campaign trending = group.createCampaign("trending", version);
            Arrays.sort(without);
            Arrays.sort(with);
            System.out.printf(
                    "events/s, medians of %d: %,.0f without, %,.0f with a campaign that counts%n",
                    ROUNDS, without[ROUNDS / 2], with[ROUNDS / 2]);
            long[] nanos = new long[5_000];
            for (int i = -2_000; i < nanos.length; i++) {
                long begin = System.nanoTime();
                trending.recommend(
                        RecommendationRequest.builder().numResults(10).build());
                nanos[Math.max(0, i)] = System.nanoTime() - begin;
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "%,d items: request p50 %.0f µs, p99 %.0f µs%n",
                    items.size(), nanos[nanos.length / 2] / 1e3, nanos[nanos.length * 99 / 100] / 1e3);
        }
    }

    private static double put(DatasetGroup group, List<String> items) throws InterruptedException {
        long end = System.nanoTime() + (long) (SECONDS_A_ROUND * 1e9);
        long[] events = new long[2];
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < events.length; t++) {
            int thread = t;
            threads.add(new Thread(() -> {
                SplittableRandom random = new SplittableRandom(thread);
                while (System.nanoTime() < end) {
                    List<Event> some = new ArrayList<>(EVENTS_A_CALL);
                    for (int i = 0; i < EVENTS_A_CALL; i++) {
                        int user = random.nextInt(100_000);
                        some.add(Event.builder()
                                .userId("u" + user)
                                .sessionId("s" + user)
                                .itemId(items.get(random.nextInt(items.size())))
                                .type("click")
                                .sentAt(Instant.now())
                                .build());
                    }
                    group.eventTracker().put(some, Durability.FLUSHED);
                    events[thread] += EVENTS_A_CALL;
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return (events[0] + events[1]) / SECONDS_A_ROUND;
    }
}
