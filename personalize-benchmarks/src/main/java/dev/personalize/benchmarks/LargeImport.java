package dev.personalize.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.personalize.Personalize;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.ingest.ImportReport;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * How fast a large CSV file becomes a dataset on disk, beside how fast Commons CSV merely iterates the same file, one after
 * the other in turn. Arguments: a folder for the CSV file and the home, number of rows, number of rounds (default 3).
 */
public final class LargeImport {
    private LargeImport() {}

    /** Runs the benchmark. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        long rows = Long.parseLong(args[1]);
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        Path csv = folder.resolve("interactions-" + rows + ".csv");
        if (!Files.exists(csv)) {
            new GeneratedInteractions(1, rows).writeCsv(csv);
        }
        AtomicLong live = watchHeap();
        double[] ratios = new double[rounds];
        double[] ratiosWritten = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            double iterated = iterate(csv, rows);
            live.set(0);
            Rates rates = importInto(folder.resolve("home"), csv, rows);
            ratios[round] = rates.whole / iterated;
            ratiosWritten[round] = rates.written / iterated;
            System.out.printf(
                    "  ratio %.2f, until written %.2f; heap in use after a collection at most %,d MiB of %,d%n",
                    ratios[round],
                    ratiosWritten[round],
                    live.get() >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
        }
        Arrays.sort(ratios);
        Arrays.sort(ratiosWritten);
        System.out.printf(
                "median ratio %.2f, until written %.2f, of %d rounds%n",
                ratios[rounds / 2], ratiosWritten[rounds / 2], rounds);
    }

    /** {@return rows a second} */
    private static double iterate(Path csv, long rows) throws IOException {
        long start = System.nanoTime();
        long records = 0;
        long characters = 0;
        try (Reader reader = Files.newBufferedReader(csv);
                CSVParser parser = CSVParser.builder()
                        .setReader(reader)
                        .setFormat(CSVFormat.DEFAULT)
                        .get()) {
            for (CSVRecord record : parser) {
                records++;
                for (int i = 0; i < record.size(); i++) {
                    characters += record.get(i).length();
                }
            }
        }
        double rate = rows / seconds(start);
        if (records != rows + 1) {
            throw new IllegalStateException(csv + " has " + records + " lines, not " + (rows + 1) + "; delete it");
        }
        System.out.printf("Commons CSV alone %,.0f rows/s (%,d characters)%n", rate, characters);
        return rate;
    }

    /**
     * Rows a second.
     *
     * @param whole until the call returned
     * @param written until all rows were written, but not yet forced to disk nor loaded for requests
     */
    private record Rates(double whole, double written) {}

    private static Rates importInto(Path home, Path csv, long rows) throws IOException {
        deleteTree(home);
        try (Personalize personalize = Personalize.open(home)) {
            var dataset = personalize.createDatasetGroup("large").createDataset(GeneratedInteractions.SCHEMA);
            long[] written = new long[1];
            ProgressListener listener = (task, done, total) -> written[0] = System.nanoTime();
            long start = System.nanoTime();
            ImportReport report = dataset.importCsv(csv, ImportOptions.defaults(), listener, new Cancellation());
            Rates rates = new Rates(rows / seconds(start), rows / ((written[0] - start) / 1e9));
            System.out.printf(
                    "import %,.0f rows/s, %,.0f until written, "
                            + "%,d rows stored, %,d duplicates, %.2f bytes each on disk%n",
                    rates.whole,
                    rates.written,
                    report.storedRows(),
                    report.duplicateRows(),
                    (double) size(home.resolve("large/datasets")) / report.storedRows());
            return rates;
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** {@return greatest number of heap bytes that a collection left in use} */
    private static AtomicLong watchHeap() {
        AtomicLong live = new AtomicLong();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                var info = GarbageCollectionNotificationInfo.from(
                                        (CompositeData) notification.getUserData());
                                long used = info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                                        .filter(pool -> isHeap(pool.getKey()))
                                        .mapToLong(pool -> pool.getValue().getUsed())
                                        .sum();
                                live.accumulateAndGet(used, Math::max);
                            },
                            null,
                            null);
        }
        return live;
    }

    private static boolean isHeap(String pool) {
        return pool.contains("Eden") || pool.contains("Survivor") || pool.contains("Old") || pool.contains("Tenured");
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            List<Path> innermostFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : innermostFirst) {
                Files.delete(path);
            }
        }
    }
}
