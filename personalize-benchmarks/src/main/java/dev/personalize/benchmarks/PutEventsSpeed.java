package dev.personalize.benchmarks;

import dev.personalize.DatasetGroup;
import dev.personalize.Event;
import dev.personalize.EventTracker;
import dev.personalize.Personalize;
import dev.personalize.ingest.Durability;
import dev.personalize.ingest.EventJournal;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import dev.personalize.storage.DirectoryStorage;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Durable puts a second of 64 threads, against one write and one force for each event, in the same run. Every round measures
 * the device (append 100 bytes, force) and each way to put; the medians of the rounds count. Arguments: a folder on the
 * device to measure; optionally seconds a measurement (2) and rounds (5).
 */
public final class PutEventsSpeed {
    private static final int THREADS = 64;
    private static final int IN_FLIGHT = 16;
    private static final Executor EXECUTOR = ForkJoinPool.commonPool();
    private static final Schema SCHEMA = Schema.parse("{\"type\":\"record\",\"name\":\"Interactions\",\"fields\":["
            + "{\"name\":\"USER_ID\",\"type\":\"string\"},{\"name\":\"ITEM_ID\",\"type\":\"string\"},"
            + "{\"name\":\"TIMESTAMP\",\"type\":\"long\"},{\"name\":\"EVENT_TYPE\",\"type\":\"string\"},"
            + "{\"name\":\"EVENT_VALUE\",\"type\":[\"null\",\"float\"]}]}");

    private final Path folder;
    private final double seconds;
    private final Map<String, List<double[]>> measured = new LinkedHashMap<>();
    private int homes;

    private PutEventsSpeed(Path folder, double seconds) {
        this.folder = folder;
        this.seconds = seconds;
    }

    /** Runs the benchmark. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of(args[0])), "put-events-speed");
        PutEventsSpeed benchmark = new PutEventsSpeed(folder, args.length > 1 ? Double.parseDouble(args[1]) : 2);
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        for (int round = -1; round < rounds; round++) {
            System.out.println(round < 0 ? "warm-up" : "round " + (round + 1));
            benchmark.round(round >= 0);
        }
        benchmark.printMedians(rounds);
    }

    /** Puts one time or more, as one of the threads, and adds the number of rows. */
    private interface Put {
        int run(int thread, int call) throws InterruptedException;
    }

    private void round(boolean counts) throws InterruptedException {
        measureDevice(counts);
        measure("one force an event", counts, this::oneForceAnEvent);
        measure("append FORCED", counts, storage -> appending(storage, 1, Durability.FORCED));
        measure("EventTracker.put", counts, storage -> putting(storage, 1));
        measure("EventTracker.put, 10", counts, storage -> putting(storage, 10));
        measure("append FORCED, 10 rows", counts, storage -> appending(storage, 10, Durability.FORCED));
        measure("appendAsync FORCED", counts, this::appendingAsync);
        measure("append FLUSHED", counts, storage -> appending(storage, 1, Durability.FLUSHED));
    }

    private void measureDevice(boolean counts) {
        try (DirectoryStorage storage = home();
                Storage.Appender file = storage.append("device")) {
            long[] nanos = new long[2000];
            long start = System.nanoTime();
            for (int i = 0; i < nanos.length; i++) {
                long before = System.nanoTime();
                file.write(new byte[100], 0, 100);
                file.sync();
                nanos[i] = System.nanoTime() - before;
            }
            report("device, one thread", counts, nanos.length / ((System.nanoTime() - start) / 1e9), nanos);
        }
    }

    private DirectoryStorage home() {
        return DirectoryStorage.open(folder.resolve("home" + homes++));
    }

    private RunningPut oneForceAnEvent(Storage storage) {
        Storage.Appender file = storage.append("events");
        ReentrantLock lock = new ReentrantLock();
        byte[] event = new byte[64];
        return new RunningPut(file::close, (thread, call) -> {
            lock.lock();
            try {
                file.write(event, 0, event.length);
                file.sync();
            } finally {
                lock.unlock();
            }
            return 1;
        });
    }

    private RunningPut appending(Storage storage, int rows, Durability durability) {
        EventJournal journal = EventJournal.open(storage, "events", SCHEMA, 1);
        return new RunningPut(journal::close, (thread, call) -> {
            journal.append(rows(thread, call, rows), durability, EXECUTOR);
            return rows;
        });
    }

    /** The whole way of an application's event: checks, journal, live histories. */
    private RunningPut putting(Storage storage, int events) {
        Personalize personalize = Personalize.builder().open(storage);
        DatasetGroup shop = personalize.createDatasetGroup("shop");
        shop.createDataset(SCHEMA);
        EventTracker tracker = shop.eventTracker();
        return new RunningPut(
                () -> {
                    shop.deleteDataset(DatasetType.INTERACTIONS);
                    shop.deleteEventTracker();
                    personalize.deleteDatasetGroup("shop");
                    personalize.deleteSchema("shop-interactions");
                },
                (thread, call) -> {
                    List<Event> batch = new ArrayList<>(events);
                    for (int i = 0; i < events; i++) {
                        batch.add(Event.builder()
                                .userId("user-" + thread + "-" + call % 1000)
                                .sessionId("session-" + thread + "-" + call % 1000)
                                .itemId("item-" + call % 10_000)
                                .type("click")
                                .build());
                    }
                    tracker.put(batch);
                    return events;
                });
    }

    private RunningPut appendingAsync(Storage storage) {
        EventJournal journal = EventJournal.open(storage, "events", SCHEMA, 1);
        Semaphore inFlight = new Semaphore(THREADS * IN_FLIGHT);
        AtomicReferenceArray<CompletableFuture<@Nullable Void>> latest = new AtomicReferenceArray<>(THREADS);
        Runnable end = () -> {
            journal.close();
            for (int thread = 0; thread < THREADS; thread++) {
                latest.get(thread).join();
            }
        };
        return new RunningPut(end, (thread, call) -> {
            inFlight.acquire();
            latest.set(
                    thread,
                    journal.appendAsync(rows(thread, call, 1), Durability.FORCED, EXECUTOR, failure -> {})
                            .whenComplete((done, failure) -> inFlight.release()));
            return 1;
        });
    }

    private record RunningPut(Runnable end, Put put) {}

    private static List<@Nullable Object[]> rows(int thread, int call, int count) {
        List<@Nullable Object[]> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(new @Nullable Object[] {
                "user-" + thread, "item-" + (call % 10_000), 1_700_000_000L + call, "click", null
            });
        }
        return rows;
    }

    private interface Way {
        RunningPut begin(Storage storage);
    }

    private void measure(String name, boolean counts, Way way) throws InterruptedException {
        try (DirectoryStorage storage = home()) {
            RunningPut put = way.begin(storage);
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            long[] rows = new long[THREADS];
            long[][] latencies = new long[THREADS][];
            runThreads(thread -> () -> latencies[thread] = putUntil(end, put.put(), thread, rows));
            double elapsed = (System.nanoTime() - start) / 1e9;
            put.end().run();
            long[] all = Arrays.stream(latencies).flatMapToLong(Arrays::stream).toArray();
            report(name, counts, Arrays.stream(rows).sum() / elapsed, all);
            storage.delete("events");
        }
    }

    private static void runThreads(IntFunction<Runnable> task) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            threads.add(new Thread(task.apply(thread)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static long[] putUntil(long end, Put put, int thread, long[] rows) {
        long[] nanos = new long[1024];
        int calls = 0;
        long total = 0;
        try {
            for (long before = System.nanoTime(); before < end; calls++) {
                total += put.run(thread, calls);
                if (calls == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * calls);
                }
                long after = System.nanoTime();
                nanos[calls] = after - before;
                before = after;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        rows[thread] = total;
        return Arrays.copyOf(nanos, calls);
    }

    private void report(String name, boolean counts, double rate, long[] nanos) {
        Arrays.sort(nanos);
        double[] numbers = {rate, at(nanos, 0.5), at(nanos, 0.99), at(nanos, 0.999)};
        print(name, numbers);
        if (counts) {
            measured.computeIfAbsent(name, key -> new ArrayList<>()).add(numbers);
        }
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) (sorted.length * share)] / 1e3;
    }

    private static void print(String name, double[] numbers) {
        System.out.printf(
                "  %-24s %,9.0f rows/s, a call takes p50 %,6.0f, p99 %,6.0f, p99.9 %,6.0f µs%n",
                name, numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    private void printMedians(int rounds) {
        System.out.printf("medians of %d rounds, %d threads%n", rounds, THREADS);
        Map<String, double[]> medians = new LinkedHashMap<>();
        measured.forEach((name, all) -> medians.put(name, medians(all)));
        medians.forEach(PutEventsSpeed::print);
        double[] device = medians.getOrDefault("device, one thread", new double[4]);
        double[] single = medians.getOrDefault("one force an event", new double[4]);
        for (String name : List.of("append FORCED", "EventTracker.put", "EventTracker.put, 10")) {
            double[] put = medians.getOrDefault(name, new double[4]);
            System.out.printf(
                    "%s: %.1f x one force an event; p99 %.2f x the device's p50, %.2f x its p99%n",
                    name, put[0] / single[0], put[2] / device[1], put[2] / device[2]);
        }
    }

    private static double[] medians(List<double[]> rounds) {
        double[] medians = new double[4];
        for (int i = 0; i < medians.length; i++) {
            int column = i;
            List<Double> values = new ArrayList<>();
            rounds.forEach(numbers -> values.add(numbers[column]));
            Collections.sort(values);
            medians[i] = values.get(values.size() / 2);
        }
        return medians;
    }
}
