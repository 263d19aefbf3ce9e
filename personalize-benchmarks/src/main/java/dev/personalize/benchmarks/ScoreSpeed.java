package dev.personalize.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.math.Exponentials;
import dev.personalize.math.TopK;
import dev.personalize.math.Vectors;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.RecipeRegistry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * The numeric part of requests to a {@code matrix-factorization} model of random vectors: fold-in of 150 events, scan, softmax
 * and the best 25 of the allowed items, one by one and 24 at once, against the time one core needs to read the item matrix from
 * memory. Arguments: items (100000), d (64), seconds a measurement (1), rounds (7).
 *
 * <p>Every round measures everything in turn, and ratios are taken within a round, so that other work on the machine meets all
 * alike; medians over rounds are printed. Costs are processor time of the thread; latencies and the rates of several threads are
 * by the clock, which is only worth something on a quiet machine.
 */
public final class ScoreSpeed {
    private static final int WARM_UP = 3;
    private static final int HISTORY = 150;
    private static final int USERS = 480;
    private static final int BATCH = 24;
    private static final int PLACES = 25;
    /** One item in so many is not allowed. */
    private static final int FILTERED = 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int items;
    private final double seconds;
    private final Model model;
    private final float[][] memory;
    private final long[] allowed;
    private final List<Query> queries;
    private final TreeMap<String, double[]> results = new TreeMap<>();

    private ScoreSpeed(int items, int d, double seconds) throws IOException {
        this.items = items;
        this.seconds = seconds;
        this.model = randomModel(items, d);
        this.memory = new float[d][items];
        SplittableRandom random = new SplittableRandom(2);
        this.allowed = new long[(items + Long.SIZE - 1) / Long.SIZE];
        for (int item = 0; item < items; item++) {
            allowed[item / Long.SIZE] |= random.nextInt(FILTERED) == 0 ? 0 : 1L << item;
        }
        this.queries = IntStream.range(0, USERS)
                .mapToObj(user -> Query.ofItems(random.ints(HISTORY, 0, items).toArray()))
                .toList();
    }

    /** Runs the benchmark. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int items = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int d = args.length > 1 ? Integer.parseInt(args[1]) : 64;
        double seconds = args.length > 2 ? Double.parseDouble(args[2]) : 1;
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 7;
        ScoreSpeed speed = new ScoreSpeed(items, d, seconds);
        System.out.printf("%,d items, d = %d, %,d MiB%n", items, d, (4L * items * d) >> 20);
        for (int round = -WARM_UP; round < rounds; round++) {
            speed.round(round, rounds);
        }
        speed.results.forEach((name, values) -> {
            Arrays.sort(values);
            System.out.printf(
                    "%-50s %,12.3f   (%,.3f to %,.3f)%n", name, values[rounds / 2], values[0], values[rounds - 1]);
        });
    }

    private void round(int round, int rounds) throws InterruptedException {
        Worker worker = new Worker();
        Cost read = worker.measure(1, this::readMemory);
        Cost foldIn = worker.measure(1, worker::foldIn);
        Cost score = worker.measure(1, worker::score);
        Cost request = worker.measure(1, worker::request);
        Cost batchScore = worker.measure(BATCH, worker::batchScore);
        Cost batchRequest = worker.measure(BATCH, worker::batchRequest);
        double oneThread = rate(1);
        double twoThreads = rate(2);
        double gigabytes = 4e-9 * items * memory.length;
        note(round, rounds, "a1 read the matrix once, ms", read.millis());
        note(round, rounds, "a2 memory bandwidth of one core, GB/s", gigabytes / read.millis() * 1e3);
        note(round, rounds, "b1 fold-in, ms", foldIn.millis());
        note(round, rounds, "b2 fold-in and scan, ms", score.millis());
        note(round, rounds, "b3 request, ms", request.millis());
        note(
                round,
                rounds,
                "b4 scan at this share of the bandwidth, %",
                100 * read.millis() / (score.millis() - foldIn.millis()));
        note(round, rounds, "b5 request at this share of the bandwidth, %", 100 * read.millis() / request.millis());
        note(round, rounds, "b6 request p50 by the clock, ms", request.clock(0.5));
        note(round, rounds, "b7 request p99 by the clock, ms", request.clock(0.99));
        note(round, rounds, "b8 request p99 in readings of the matrix", request.clock(0.99) / read.millis());
        note(round, rounds, "c1 batch: fold-in and scan, ms a user", batchScore.millis());
        note(round, rounds, "c2 batch: request, ms a user", batchRequest.millis());
        note(round, rounds, "c3 batch against single, requests", request.millis() / batchRequest.millis());
        note(round, rounds, "c4 batch against single, fold-in and scan", score.millis() / batchScore.millis());
        note(
                round,
                rounds,
                "c5 batch against single, scan",
                (score.millis() - foldIn.millis()) / (batchScore.millis() - foldIn.millis()));
        note(round, rounds, "d1 requests/s on one thread", oneThread);
        note(round, rounds, "d2 two threads against one", twoThreads / oneThread);
        note(round, rounds, "e1 bytes allocated a request", request.bytes());
        note(round, rounds, "e2 bytes allocated a request of a batch", batchRequest.bytes());
    }

    private void note(int round, int rounds, String name, double value) {
        if (round >= 0) {
            results.computeIfAbsent(name, key -> new double[rounds])[round] = value;
        }
    }

    /** Comparing equal arrays is the fastest reading that the JDK offers: vectors as wide as the machine's, and no stores. */
    private void readMemory() {
        for (int k = 0; k < memory.length; k += 2) {
            if (!Arrays.equals(memory[k], memory[Math.min(k + 1, memory.length - 1)])) {
                throw new IllegalStateException("memory does not keep what was written");
            }
        }
    }

    /** {@return requests a second of so many threads together} */
    private double rate(int threads) throws InterruptedException {
        Worker[] workers = new Worker[threads];
        CountDownLatch done = new CountDownLatch(threads);
        long start = System.nanoTime();
        for (int t = 0; t < threads; t++) {
            Worker worker = new Worker();
            worker.asked = t * USERS / threads;
            workers[t] = worker;
            new Thread(() -> {
                        worker.run(start + (long) (seconds * 1e9), worker::request);
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        double sum = 0;
        for (Worker worker : workers) {
            sum += worker.calls / ((worker.end - start) / 1e9);
        }
        return sum;
    }

    /**
     * What a user costs.
     *
     * @param millis processor time
     * @param bytes allocated
     * @param sorted times of all calls by the clock, ms
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Cost(double millis, double bytes, double[] sorted) {
        double clock(double quantile) {
            return sorted[(int) (quantile * (sorted.length - 1))];
        }
    }

    /** One thread's arrays, which all its requests share. */
    private final class Worker {
        private final float[][] scores = new float[BATCH][items + 100];
        private final double[] times = new double[1 << 18];
        private int asked;
        private int calls;
        private long end;
        private double shares;

        Cost measure(int users, Runnable call) {
            run(
                    System.nanoTime() + (long) (seconds * 1e9),
                    call); // the allocation of a first call is none of a request
            long thread = Thread.currentThread().getId();
            long bytes = THREADS.getThreadAllocatedBytes(thread);
            long nanos = THREADS.getCurrentThreadCpuTime();
            run(System.nanoTime() + (long) (seconds * 1e9), call);
            nanos = THREADS.getCurrentThreadCpuTime() - nanos;
            bytes = THREADS.getThreadAllocatedBytes(thread) - bytes;
            double[] sorted = Arrays.copyOf(times, calls);
            Arrays.sort(sorted);
            return new Cost(nanos / 1e6 / calls / users, (double) bytes / calls / users, sorted);
        }

        void run(long until, Runnable call) {
            calls = 0;
            long now = System.nanoTime();
            do { // at least once, however late a busy machine lets the thread begin
                call.run();
                long after = System.nanoTime();
                times[calls++] = (after - now) / 1e6;
                now = after;
            } while (now < until && calls < times.length);
            end = now;
        }

        private Query next() {
            return queries.get(asked++ % USERS);
        }

        private List<Query> nextBatch() {
            int first = asked++ * BATCH % USERS;
            return queries.subList(first, first + BATCH);
        }

        /** Scoring one item is folding the user in and one product. */
        void foldIn() {
            model.score(next(), new int[1], scores[0]);
        }

        void score() {
            model.score(next(), scores[0]);
        }

        void request() {
            score();
            finish(scores[0]);
        }

        void batchScore() {
            model.score(nextBatch(), scores);
        }

        void batchRequest() {
            batchScore();
            for (float[] row : scores) {
                finish(row);
            }
        }

        private void finish(float[] row) {
            float max = Vectors.max(row, items);
            double sum = Exponentials.sum(row, items, max);
            TopK top = new TopK(PLACES);
            top.offerAll(row, items, allowed);
            for (int item : top.drain()) {
                shares += Math.exp(row[item] - max) / sum;
            }
            if (!(shares > 0)) {
                throw new IllegalStateException("the shares of the best items are not numbers");
            }
        }
    }

    private static Model randomModel(int items, int d) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        float[][] factors = new float[items][d];
        for (float[] row : factors) {
            for (int k = 0; k < d; k++) {
                row[k] = (random.nextFloat() - 0.5f) / (float) Math.sqrt(d);
            }
        }
        ArtifactWriter writer = new ArtifactWriter()
                .text("unobserved_weight", "0.1")
                .text("regularization", "0.002")
                .text("factors", Integer.toString(d))
                .matrix("item_factors", factors, d);
        Path file = Files.createTempFile("model", ".safetensors");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                writer.writeTo(out);
            }
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                return RecipeRegistry.installed()
                        .recipe("matrix-factorization")
                        .read(ArtifactReader.read(in, Files.size(file), file.toString()));
            }
        } finally {
            Files.delete(file);
        }
    }
}
