package dev.personalize.examples;

import dev.personalize.AutoMlConfig;
import dev.personalize.BatchInferenceJob;
import dev.personalize.Consumed;
import dev.personalize.Dataset;
import dev.personalize.DatasetGroup;
import dev.personalize.MinimumData;
import dev.personalize.Personalize;
import dev.personalize.SolutionConfig;
import dev.personalize.SolutionVersion;
import dev.personalize.error.PersonalizeException;
import dev.personalize.ingest.ImportOptions;
import dev.personalize.ingest.ImportReport;
import dev.personalize.progress.Cancellation;
import dev.personalize.progress.ProgressListener;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Trains one recipe on CSV files and writes recommendations as JSON Lines, for those who evaluate with tools of their own.
 * The same arguments and seed give the same bytes, unless the budget of {@code automl} ends its search.
 */
public final class BatchRecommend {
    private static final String USAGE = """
            usage: BatchRecommend --interactions FILE [--items FILE] [--users FILE] [--schema FILE ...]
                     --recipe NAME|automl [--hyperparameter K=V ...] [--budget SECONDS] [--event-type T] [--seed N]
                     --input users.jsonl|all --num-results N [--exclude-seen] --output FOLDER

            --interactions, --items, --users   .csv or .csv.gz with a header; USER_ID, ITEM_ID and TIMESTAMP at least
            --schema                           an Avro schema of one of them; without one it is derived from the header
            --recipe                           automl: all that fit are compared, the best is tuned; in --budget seconds, 600 by default
            --input                            JSON Lines in the shapes of batch inference, or all: every user
            --output                           the folder for <input file name>.out""";
    private static final Set<String> NAMES = Set.of(
            "--interactions",
            "--items",
            "--users",
            "--schema",
            "--recipe",
            "--hyperparameter",
            "--budget",
            "--event-type",
            "--seed",
            "--input",
            "--num-results",
            "--output");
    private static final String ALL = "all";

    private BatchRecommend() {}

    /** Runs the program; exits with 2 after a usage message, with 1 after an error in the data. */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        int status = run(args, System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(String[] args, PrintStream out, PrintStream err) throws IOException {
        Path home = Files.createTempDirectory("batch-recommend");
        try {
            recommend(new Arguments(args, NAMES, Set.of("--exclude-seen")), home, out);
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + "\n\n" + USAGE);
            return 2;
        } catch (PersonalizeException e) {
            err.println(e.getMessage());
            return 1;
        } finally {
            delete(home);
        }
    }

    private static void recommend(Arguments arguments, Path home, PrintStream out) throws IOException {
        String recipe = arguments.required("--recipe");
        String input = arguments.required("--input");
        Path output = Path.of(arguments.required("--output"));
        arguments.required("--interactions");
        int numResults = arguments.integer("--num-results", 25);
        SolutionConfig config = config(recipe, arguments);
        try (Personalize personalize = Personalize.open(home.resolve("home"))) {
            if (!recipe.equals(SolutionConfig.AUTO_ML)) {
                personalize.recipes().recipe(recipe);
            }
            DatasetGroup group = personalize.createDatasetGroup("data");
            importAll(group, arguments, out);
            SolutionVersion version =
                    group.createSolution("solution", config).train(ProgressListener.NONE, new Cancellation());
            version.autoMl().ifPresent(out::print);
            out.printf(
                    "trained %s in %.2f s%n",
                    version.recipe(), version.trainingTime().toMillis() / 1e3);
            Path lines = input.equals(ALL) ? allUsers(group, home) : Path.of(input);
            long start = System.nanoTime();
            BatchInferenceJob job = version.batchInference()
                    .input(lines)
                    .outputFolder(output)
                    .numResults(numResults)
                    .consumed(arguments.has("--exclude-seen") ? Consumed.EXCLUDED : Consumed.ALLOWED)
                    .run();
            out.printf(
                    "answered %d lines (%d failed) in %.2f s: %s%n",
                    job.lines(), job.failedLines(), (System.nanoTime() - start) / 1e9, job.output());
        }
        out.printf("peak heap %d MiB%n", peakHeap() >> 20);
    }

    private static SolutionConfig config(String recipe, Arguments arguments) {
        SolutionConfig.Builder config = SolutionConfig.builder()
                .recipe(recipe)
                .seed(arguments.whole("--seed", 0))
                .evaluate(false)
                .minimumData(MinimumData.NONE);
        for (String pair : arguments.all("--hyperparameter")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("--hyperparameter must have the form K=V, was '" + pair + "'");
            }
            config.hyperparameter(pair.substring(0, equals), pair.substring(equals + 1));
        }
        if (arguments.has("--budget")) {
            if (!recipe.equals(SolutionConfig.AUTO_ML)) {
                throw new IllegalArgumentException(
                        "--budget is for --recipe " + SolutionConfig.AUTO_ML + ", not for " + recipe);
            }
            config.autoMl(AutoMlConfig.builder()
                    .timeBudget(Duration.ofSeconds(arguments.whole("--budget", 0)))
                    .build());
        }
        if (arguments.has("--event-type")) {
            config.eventType(arguments.required("--event-type"));
        }
        return config.build();
    }

    private static void importAll(DatasetGroup group, Arguments arguments, PrintStream out) throws IOException {
        Map<DatasetType, Schema> schemas = new EnumMap<>(DatasetType.class);
        for (String file : arguments.all("--schema")) {
            Schema schema = Schema.parse(Files.readString(Path.of(file)));
            schemas.put(schema.type(), schema);
        }
        for (DatasetType type : DatasetType.values()) {
            String option = "--" + type.label();
            if (arguments.has(option)) {
                Path csv = Path.of(arguments.required(option));
                Schema schema = schemas.containsKey(type) ? schemas.get(type) : Schema.derive(type, header(csv));
                Dataset dataset = group.createDataset(schema);
                long start = System.nanoTime();
                ImportReport report =
                        dataset.importCsv(csv, ImportOptions.defaults(), ProgressListener.NONE, new Cancellation());
                out.printf(
                        "imported %d %s (%d duplicates) in %.2f s%n",
                        report.storedRows(), type.label(), report.duplicateRows(), (System.nanoTime() - start) / 1e9);
            }
        }
    }

    private static List<String> header(Path csv) throws IOException {
        if (!Files.isRegularFile(csv)) {
            throw new IllegalArgumentException(csv + " is not a file");
        }
        try (InputStream raw = Files.newInputStream(csv);
                BufferedReader in = new BufferedReader(new InputStreamReader(
                        csv.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw, StandardCharsets.UTF_8))) {
            String line = in.readLine();
            return line == null
                    ? List.of()
                    : List.of(line.replace("\uFEFF", "").strip().split(",", -1));
        }
    }

    private static Path allUsers(DatasetGroup group, Path folder) throws IOException {
        Path file = folder.resolve(ALL);
        Files.write(
                file,
                group.snapshot().users().ids().stream()
                        .map(id -> "{\"userId\":\"" + id.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}")
                        .toList());
        return file;
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
