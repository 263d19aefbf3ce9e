package dev.personalize.benchmarks;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.SolutionConfig;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Requests a second of a campaign on {@code matrix-factorization}, d = 64, top 10, as many threads as processors: history,
 * fold-in, scan, softmax and top-k. Argument: the folder of MovieLens 1M.
 */
public final class RequestSpeed {
    private static final int ROUNDS = 7;
    private static final double SECONDS_A_ROUND = 3;

    private RequestSpeed() {}

    /** Runs the benchmark. */
    public static void main(String[] args) throws FileNotFoundException, InterruptedException {
        Path csv = MovieLens.interactions(args);
        int threads = Runtime.getRuntime().availableProcessors();
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup group = MovieLens.group(personalize, csv);
            List<String> users = group.snapshot().users().ids();
            SolutionConfig config = SolutionConfig.builder()
                    .recipe("matrix-factorization")
                    .hyperparameter("factors", 64)
                    .evaluate(false)
                    .build();
            Campaign campaign = group.createCampaign(
                    "campaign", group.createSolution("solution", config).train());
            double[] rates = new double[ROUNDS];
            for (int round = -2; round < ROUNDS; round++) {
                List<long[]> latencies = round(campaign, users, threads);
                long[] all = latencies.stream()
                        .flatMapToLong(Arrays::stream)
                        .sorted()
                        .toArray();
                double rate = all.length / SECONDS_A_ROUND;
                System.out.printf(
                        "%s %,.0f requests/s on %d threads, p50 %.0f µs, p99 %.0f µs%n",
                        round < 0 ? "warm-up" : "round",
                        rate,
                        threads,
                        all[all.length / 2] / 1e3,
                        all[(int) (all.length * 0.99)] / 1e3);
                if (round >= 0) {
                    rates[round] = rate;
                }
            }
            Arrays.sort(rates);
            System.out.printf("median %,.0f requests/s of %d rounds%n", rates[ROUNDS / 2], ROUNDS);
        }
    }

    private static List<long[]> round(Campaign campaign, List<String> users, int threads) throws InterruptedException {
        long end = System.nanoTime() + (long) (SECONDS_A_ROUND * 1e9);
        List<long[]> latencies = new ArrayList<>();
        List<Thread> clients = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            latencies.add(new long[0]);
            int client = t;
            clients.add(new Thread(() -> latencies.set(client, ask(campaign, users, client * 7919, end))));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
        return latencies;
    }

    private static long[] ask(Campaign campaign, List<String> users, int first, long end) {
        long[] nanos = new long[1 << 20];
        int asked = 0;
        for (long now = System.nanoTime(); now < end && asked < nanos.length; asked++) {
            campaign.recommend(RecommendationRequest.builder()
                    .userId(users.get((first + asked * 31) % users.size()))
                    .numResults(10)
                    .build());
            long after = System.nanoTime();
            nanos[asked] = after - now;
            now = after;
        }
        return Arrays.copyOf(nanos, asked);
    }
}
