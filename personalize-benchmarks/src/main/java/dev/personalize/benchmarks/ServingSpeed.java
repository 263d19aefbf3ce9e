package dev.personalize.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.personalize.Campaign;
import dev.personalize.Personalize;
import dev.personalize.Promotion;
import dev.personalize.RecommendationRequest;
import dev.personalize.Recommendations;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Whole requests to a campaign with a large catalogue, d = 64, top 25: time by the clock, bytes allocated, what a filter on two item
 * fields and {@code EVENT_TYPE} costs, one thread against two. Each round asks each kind of request in turn; medians of the rounds.
 * Arguments: items (100,000), seconds for each kind (1), rounds (7).
 */
public final class ServingSpeed {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Campaign campaign;
    private final double seconds;
    private final Map<String, List<double[]>> measured = new LinkedHashMap<>();

    private ServingSpeed(Campaign campaign, double seconds) {
        this.campaign = campaign;
        this.seconds = seconds;
    }

    /** Runs the benchmark. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int items = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 1;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 7;
        try (Personalize personalize = Personalize.inMemory()) {
            ServingSpeed speed = new ServingSpeed(LargeShop.campaign(personalize, items), seconds);
            personalize.datasetGroup("shop").createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < 20");
            for (int round = -2; round < rounds; round++) {
                speed.round(round >= 0);
            }
            speed.print(items, rounds);
        }
    }

    private static RecommendationRequest.Builder asking(int user) {
        return RecommendationRequest.builder().userId("u" + user).numResults(25);
    }

    private static RecommendationRequest.Builder filtered(int user) {
        return asking(user)
                .filter("wanted")
                .filterValue("GENRES", "\"g1\",\"g2\",\"g3\",\"g31\"")
                .filterValue("MAX", "80");
    }

    private void round(boolean counts) throws InterruptedException {
        measure("plain", counts, 1, user -> asking(user).build());
        measure("filtered", counts, 1, user -> filtered(user).build());
        measure(
                "promoted",
                counts,
                1,
                user -> asking(user)
                        .promotion(Promotion.builder("p", "cheap").percent(20).build())
                        .build());
        measure("varied", counts, 1, user -> asking(user).diversity(0.5).build());
        measure("explained", counts, 1, user -> asking(user).explanations(true).build());
        measure(
                "explained, read",
                counts,
                1,
                user -> asking(user).explanations(true).build(),
                answer -> answer.items()
                        .forEach(item ->
                                Objects.requireNonNull(item.explanation()).reasons()));
        measure("plain, 2 threads", counts, 2, user -> asking(user).build());
    }

    private void measure(String name, boolean counts, int threads, IntFunction<RecommendationRequest> request)
            throws InterruptedException {
        measure(name, counts, threads, request, answer -> {});
    }

    private void measure(
            String name,
            boolean counts,
            int threads,
            IntFunction<RecommendationRequest> request,
            Consumer<Recommendations> reader)
            throws InterruptedException {
        List<Client> clients = new ArrayList<>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int t = 0; t < threads; t++) {
            clients.add(new Client(t, end, request, reader));
        }
        clients.forEach(Thread::start);
        for (Client client : clients) {
            client.join();
        }
        long[] all = clients.stream()
                .flatMapToLong(client -> Arrays.stream(client.nanos, 0, client.asked))
                .sorted()
                .toArray();
        double bytes = clients.stream().mapToDouble(client -> client.bytes).sum() / all.length;
        if (counts) {
            measured.computeIfAbsent(name, key -> new ArrayList<>()).add(new double[] {
                all.length / seconds, all[all.length / 2] / 1e3, all[(int) (all.length * 0.99)] / 1e3, bytes
            });
        }
    }

    private final class Client extends Thread {
        private final int number;
        private final long end;
        private final IntFunction<RecommendationRequest> request;
        private final long[] nanos = new long[1 << 20];
        private int asked;
        private long bytes;

        private final Consumer<Recommendations> reader;

        private Client(
                int number, long end, IntFunction<RecommendationRequest> request, Consumer<Recommendations> reader) {
            this.reader = reader;
            this.number = number;
            this.end = end;
            this.request = request;
        }

        @Override
        public void run() {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (long now = System.nanoTime(); now < end && asked < nanos.length; asked++) {
                reader.accept(campaign.recommend(request.apply((number * 7919 + asked * 31) % LargeShop.USERS)));
                long after = System.nanoTime();
                nanos[asked] = after - now;
                now = after;
            }
            bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
    }

    private void print(int items, int rounds) {
        System.out.printf("%,d items, d = 64, top 25, medians of %d rounds%n", items, rounds);
        Map<String, double[]> medians = new LinkedHashMap<>();
        measured.forEach((name, all) -> medians.put(name, medians(all)));
        medians.forEach((name, m) -> System.out.printf(
                "  %-18s %,8.0f requests/s, p50 %,7.0f, p99 %,7.0f µs, %,8.0f bytes a request%n",
                name, m[0], m[1], m[2], m[3]));
        double[] plain = medians.getOrDefault("plain", new double[4]);
        System.out.printf(
                "a filter costs %.0f %% on top; 2 threads %.2f x one%n",
                100 * (ratio(1, "filtered") - 1), ratio(0, "plain, 2 threads"));
        System.out.printf("p99 of a plain request %.0f µs%n", plain[2]);
    }

    /** {@return median over the rounds of a kind's number against that of plain requests in the same round} */
    private double ratio(int column, String name) {
        List<double[]> plain = measured.getOrDefault("plain", List.of());
        List<double[]> other = measured.getOrDefault(name, List.of());
        double[] ratios = new double[plain.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = other.get(round)[column] / plain.get(round)[column];
        }
        Arrays.sort(ratios);
        return ratios[ratios.length / 2];
    }

    private static double[] medians(List<double[]> rounds) {
        double[] medians = new double[4];
        for (int column = 0; column < medians.length; column++) {
            double[] values = new double[rounds.size()];
            for (int round = 0; round < values.length; round++) {
                values[round] = rounds.get(round)[column];
            }
            Arrays.sort(values);
            medians[column] = values[values.length / 2];
        }
        return medians;
    }
}
