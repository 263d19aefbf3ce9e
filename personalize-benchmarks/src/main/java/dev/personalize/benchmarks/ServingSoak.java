package dev.personalize.benchmarks;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.Limits;
import dev.personalize.Personalize;
import dev.personalize.RecommendationRequest;
import dev.personalize.Solution;
import dev.personalize.SolutionVersion;
import dev.personalize.ingest.Durability;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests, events and redeploys at full speed: 20,000 items, d = 64. Prints every minute how many of each, the longest request, p99.9,
 * and the heap in use after a collection; fails at the first error. Arguments: a folder for the home, minutes (10), and how many
 * of each user's newest events are kept in memory (2, which all users have after a minute).
 */
public final class ServingSoak {
    private static final int ITEMS = 20_000;
    private static final int REQUEST_THREADS = 3;

    private final Campaign campaign;
    private final DatasetGroup shop;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong redeploys = new AtomicLong();
    private volatile boolean ended;
    private volatile Throwable failure = new Throwable("none");
    private final long[][] nanos = new long[REQUEST_THREADS][1 << 22];
    private final int[] asked = new int[REQUEST_THREADS];

    private ServingSoak(DatasetGroup shop, Campaign campaign) {
        this.shop = shop;
        this.campaign = campaign;
    }

    /** Runs the soak. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int minutes = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        int liveEvents = args.length > 2 ? Integer.parseInt(args[2]) : 2;
        Limits limits = Limits.builder().liveEvents(liveEvents).build();
        try (Personalize personalize = Personalize.builder().limits(limits).open(Path.of(args[0]))) {
            SolutionVersion version = LargeShop.train(personalize, ITEMS);
            DatasetGroup shop = personalize.datasetGroup("shop");
            new ServingSoak(shop, shop.createCampaign("campaign", version)).run(minutes);
        }
    }

    private interface Step {
        void run(int count);
    }

    private Thread loop(Step step) {
        Throwable none = failure;
        Thread thread = new Thread(() -> {
            try {
                for (int i = 0; !ended; i++) {
                    step.run(i);
                }
            } catch (RuntimeException | Error e) {
                if (failure == none) {
                    failure = e;
                }
                ended = true;
            }
        });
        thread.start();
        return thread;
    }

    private void run(int minutes) throws InterruptedException {
        Throwable none = failure;
        Solution solution = shop.solution("solution");
        SolutionVersion[] versions = {solution.version(1), solution.train()};
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < REQUEST_THREADS; t++) {
            int client = t;
            threads.add(loop(i -> ask(client, i)));
        }
        threads.add(loop(this::put));
        threads.add(loop(i -> {
            campaign.update(versions[i % 2]);
            redeploys.incrementAndGet();
        }));
        for (int minute = 1; minute <= minutes && !ended; minute++) {
            Thread.sleep(60_000);
            report(minute);
        }
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure != none) {
            throw new IllegalStateException("the soak failed", failure);
        }
        System.out.println("no error");
    }

    private void ask(int client, int i) {
        long before = System.nanoTime();
        RecommendationRequest.Builder request =
                RecommendationRequest.builder().userId("u" + (client * 7919 + i * 31) % LargeShop.USERS);
        if (i % 2 == 0) {
            request.filter("wanted")
                    .filterValue("GENRES", "\"g1\",\"g2\",\"g31\"")
                    .filterValue("MAX", "80");
        }
        campaign.recommend(request.build());
        long[] mine = nanos[client];
        mine[asked[client]++ % mine.length] = System.nanoTime() - before;
        requests.incrementAndGet();
    }

    private void put(int i) {
        shop.eventTracker()
                .put(List.of(Event.of("u" + i % LargeShop.USERS, "i" + i % ITEMS, "View")), Durability.FORCED);
        events.incrementAndGet();
    }

    /** {@return heap in use right after the last collection; what the other threads allocated since is not in it} */
    private static long liveBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    private void report(int minute) {
        System.gc(); // before the times are copied, which takes 8 bytes a request
        long live = liveBytes();
        long[] all = new long[0];
        for (int client = 0; client < REQUEST_THREADS; client++) {
            int count = Math.min(asked[client], nanos[client].length);
            int from = all.length;
            all = Arrays.copyOf(all, from + count);
            System.arraycopy(nanos[client], 0, all, from, count);
        }
        Arrays.sort(all);
        long collections = 0;
        long pauses = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += collector.getCollectionCount();
            pauses += collector.getCollectionTime();
        }
        System.out.printf(
                "minute %d: %,d requests, %,d events, %,d redeploys; p50 %,.0f, p99 %,.0f, p99.9 %,.0f, longest %,.0f µs;"
                        + " %,d MiB live; %d collections, %,d ms in all%n",
                minute,
                requests.get(),
                events.get(),
                redeploys.get(),
                all[all.length / 2] / 1e3,
                all[(int) (all.length * 0.99)] / 1e3,
                all[(int) (all.length * 0.999)] / 1e3,
                all[all.length - 1] / 1e3,
                live >> 20,
                collections,
                pauses);
    }
}
