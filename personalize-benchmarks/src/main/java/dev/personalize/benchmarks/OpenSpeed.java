package dev.personalize.benchmarks;

import dev.personalize.data.Snapshot;
import dev.personalize.ingest.InteractionFile;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.ingest.RowFile;
import dev.personalize.math.Parallel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * How fast the data of a home come into memory and how much of it they take: reads generated interactions from an Avro segment,
 * builds the snapshot and the live histories. Arguments: a folder, where the segment is made or found, and how many rows (20
 * million). Heap is that after a full collection, with everything held; the peak counts garbage not yet collected.
 */
public final class OpenSpeed {
    private static final int WARM_UP = 1;
    private static final int RUNS = 5;
    private static final int EVENTS_PER_USER = 1000;
    private static final int SESSIONS = 100_000;

    private OpenSpeed() {}

    /** Runs the benchmark. */
    public static void main(String[] args) throws IOException {
        int rows = args.length > 1 ? Integer.parseInt(args[1]) : 20_000_000;
        Path segment = segment(Path.of(args[0]), rows);
        System.out.printf(
                "%,d rows in %,d bytes, %.1f a row%n", rows, Files.size(segment), (double) Files.size(segment) / rows);
        double[] rates = new double[RUNS];
        for (int run = -WARM_UP; run < RUNS; run++) {
            long before = usedAfterCollection();
            resetPeak();
            double cpu = cpuSeconds();
            long start = System.nanoTime();
            Snapshot.Builder builder = Snapshot.builder();
            try (InputStream in = Files.newInputStream(segment)) {
                InteractionFile.read(
                        in, GeneratedInteractions.SCHEMA, segment.toString(), builder, Parallel.ofProcessors());
            }
            double reading = (System.nanoTime() - start) / 1e9;
            Snapshot snapshot = builder.build(Parallel.ofProcessors());
            LiveHistories live = live(snapshot);
            double seconds = (System.nanoTime() - start) / 1e9;
            cpu = cpuSeconds() - cpu;
            builder = Snapshot.builder();
            long peak = peak();
            int events = snapshot.interactions().size();
            double held = usedAfterCollection() - before;
            System.out.printf(
                    "%s %,.0f rows/s (%.2f s, %.2f s of it reading; %.2f s of processors), %,d events kept,"
                            + " heap %.2f bytes each, peak %,d MiB%n",
                    run < 0 ? "warm-up" : "run",
                    rows / seconds,
                    seconds,
                    reading,
                    cpu,
                    events,
                    held / events,
                    peak >> 20);
            if (live.history("u1").itemIds().length > EVENTS_PER_USER) {
                throw new IllegalStateException("a history is longer than it may be");
            }
            if (run >= 0) {
                rates[run] = rows / seconds;
            }
        }
        Arrays.sort(rates);
        System.out.printf("median %,.0f rows/s of %d runs%n", rates[RUNS / 2], RUNS);
    }

    private static LiveHistories live(Snapshot snapshot) {
        return new LiveHistories(snapshot, EVENTS_PER_USER, SESSIONS);
    }

    private static Path segment(Path folder, int rows) throws IOException {
        Path segment = folder.resolve("generated-" + rows + ".avro");
        if (!Files.exists(segment)) {
            Files.createDirectories(folder);
            Path unfinished = folder.resolve("generated.tmp");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16);
                    RowFile.Writer writer = RowFile.writer(out, GeneratedInteractions.SCHEMA)) {
                new GeneratedInteractions(1, rows)
                        .forEach((userId, itemId, timestamp, eventType) ->
                                writer.append(new Object[] {userId, itemId, timestamp, eventType}));
            }
            Files.move(unfinished, segment, StandardCopyOption.ATOMIC_MOVE);
        }
        return segment;
    }

    /** {@return what all threads together have used, garbage collection included} */
    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void resetPeak() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** {@return the sum of the peaks of all parts of the heap, which it may never have reached at one time} */
    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
