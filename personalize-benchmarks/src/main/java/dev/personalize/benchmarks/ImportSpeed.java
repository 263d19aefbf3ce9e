package dev.personalize.benchmarks;

import dev.personalize.Dataset;
import dev.personalize.Personalize;
import dev.personalize.ingest.ImportReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Rows a second of a whole import, from the compressed CSV to the checked, deduplicated Avro segment on disk and the
 * histories in memory. An import uses the calling thread and one helper. Argument: the folder of MovieLens 1M.
 */
public final class ImportSpeed {
    private static final int WARM_UP = 3;
    private static final int RUNS = 7;

    private ImportSpeed() {}

    /** Runs the benchmark. */
    public static void main(String[] args) throws IOException {
        Path csv = MovieLens.interactions(args);
        Path home = Files.createTempDirectory("import-speed");
        double[] rates = new double[RUNS];
        try (Personalize personalize = Personalize.open(home)) {
            Dataset dataset = personalize.createDatasetGroup("movielens").createDataset(MovieLens.INTERACTIONS);
            for (int run = -WARM_UP; run < RUNS; run++) {
                long start = System.nanoTime();
                ImportReport report = dataset.importCsv(csv);
                double rate = report.storedRows() / ((System.nanoTime() - start) / 1e9);
                System.out.printf("%s %,.0f rows/s%n", run < 0 ? "warm-up" : "run", rate);
                if (run >= 0) {
                    rates[run] = rate;
                }
            }
        }
        Arrays.sort(rates);
        System.out.printf("median %,.0f rows/s of %d runs%n", rates[RUNS / 2], RUNS);
    }
}
