package dev.personalize.benchmarks;

import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.coldstart.ColdStart;
import dev.personalize.data.AttributeTable;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.metrics.RankingMetrics;
import dev.personalize.schema.Schema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * What users without a history gain from their metadata and from the context of the request. The users are cut into five parts;
 * each part is asked about with nothing but metadata and the context of its users' newest events, after learning from the other
 * four. The items asked for are those a user had in that context. Beside them stands what {@code matrix-factorization} alone expects of
 * a user's vector.
 *
 * <p>Arguments: a folder with {@code interactions.csv.gz} and {@code users.csv.gz}, and {@code interactions.schema.json} and
 * {@code users.schema.json} if columns are to be more than their names say; then the names of the users' columns that are numbers, and
 * hyperparameters of {@code matrix-factorization} as {@code NAME=VALUE}.
 */
public final class ColdUsers {
    private static final int CUT = 25;
    static final int PARTS = 5;
    private static final long SPLIT_SEED = 1;

    private final Snapshot data;
    private final Map<String, String> settings;
    private final int[] partOf;
    private final List<Way> ways;

    /** What a recommendation may look at, and how good it was for each user. */
    // A record of arrays: ways are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Way(
            String name, boolean prior, boolean metadata, boolean context, double[] recalls, double[] ndcgs) {
        static Way of(String name, boolean metadata, boolean context, int users) {
            return new Way(name, false, metadata, context, new double[users], new double[users]);
        }
    }

    private ColdUsers(Snapshot data, Map<String, String> settings) {
        this.data = data;
        this.settings = settings;
        partOf = parts(data.users().size());
        ways = List.of(
                Way.of("popularity", false, false, partOf.length),
                Way.of("metadata", true, false, partOf.length),
                Way.of("context", false, true, partOf.length),
                Way.of("both", true, true, partOf.length),
                new Way("prior", true, true, false, new double[partOf.length], new double[partOf.length]));
    }

    /** {@return the part each user is in, 0 … PARTS-1} */
    static int[] parts(int users) {
        SplittableRandom random = new SplittableRandom(SPLIT_SEED);
        return IntStream.range(0, users).map(user -> random.nextInt(PARTS)).toArray();
    }

    /** {@return the data without the events of one part of the users} */
    static Snapshot without(Snapshot data, int[] partOf, int part) {
        Interactions events = data.interactions();
        boolean[] kept = new boolean[events.size()];
        for (int user = 0; user < events.users(); user++) {
            Arrays.fill(kept, events.begin(user), events.end(user), partOf[user] != part);
        }
        return data.withInteractions(events.filter(position -> kept[position]));
    }

    /** Prints a line for each way of answering: both metrics, and how far they are above popularity. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException("arguments: FOLDER [NUMERIC_COLUMN]...");
        }
        Path folder = Path.of(args[0]);
        Map<String, String> settings = new HashMap<>();
        List<String> numbers = new ArrayList<>();
        for (String argument : Arrays.asList(args).subList(1, args.length)) {
            String[] pair = argument.split("=", 2);
            if (pair.length == 2) {
                settings.put(pair[0], pair[1]);
            } else {
                numbers.add(argument);
            }
        }
        ColdUsers users = new ColdUsers(read(folder, numbers), settings);
        double seconds = 0;
        for (int part = 0; part < PARTS; part++) {
            seconds += users.ask(part);
        }
        System.out.printf(
                "%s: %d users, learning takes %.2f s%n", folder.getFileName(), users.partOf.length, seconds / PARTS);
        for (Way way : users.ways) {
            System.out.printf(
                    "%-10s recall@25 %s nDCG@25 %s%n",
                    way.name, users.compared(way, Way::recalls), users.compared(way, Way::ndcgs));
        }
    }

    /** {@return the interactions and users of a folder; {@code numbers} names columns of numbers where no schema does} */
    static Snapshot read(Path folder, List<String> numbers) throws IOException {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup group = personalize.createDatasetGroup("cold");
            for (String name : List.of("interactions", "users")) {
                Path csv = folder.resolve(name + ".csv.gz");
                group.createDataset(schema(folder, name, csv, numbers)).importCsv(csv);
            }
            return group.snapshot();
        }
    }

    private static Schema schema(Path folder, String name, Path csv, List<String> numbers) throws IOException {
        Path json = folder.resolve(name + ".schema.json");
        if (Files.exists(json)) {
            return Schema.parse(Files.readString(json));
        }
        StringBuilder fields = new StringBuilder();
        for (String column : header(csv)) {
            boolean id = column.equals("USER_ID") || column.equals("ITEM_ID") || column.equals("EVENT_TYPE");
            String type = column.equals("TIMESTAMP")
                    ? "\"long\""
                    : id
                            ? "\"string\""
                            : column.equals("EVENT_VALUE")
                                    ? "[\"float\", \"null\"]"
                                    : numbers.contains(column)
                                            ? "[\"int\", \"null\"]"
                                            : "[\"string\", \"null\"], \"categorical\": true";
            fields.append(fields.isEmpty() ? "" : ", ")
                    .append("{\"name\": \"" + column + "\", \"type\": " + type + "}");
        }
        return Schema.parse("{\"type\": \"record\", \"name\": \"" + (name.equals("users") ? "Users" : "Interactions")
                + "\", \"namespace\": \"com.amazonaws.personalize.schema\", \"version\": \"1.0\", \"fields\": ["
                + fields
                + "]}");
    }

    private static String[] header(Path csv) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(csv)), StandardCharsets.UTF_8))) {
            return lines.readLine().split(",", -1);
        }
    }

    /** {@return the seconds of learning from all other parts} */
    private double ask(int part) throws IOException {
        Interactions events = data.interactions();
        Snapshot train = without(data, partOf, part);
        PriorAlone prior = PriorAlone.of(train, settings);
        long start = System.nanoTime();
        ColdStart coldStart = ColdStart.of(train, Parallel.ofProcessors());
        double seconds = (System.nanoTime() - start) / 1e9;
        float[] scores = new float[coldStart.items()];
        for (int user = 0; user < events.users(); user++) {
            if (partOf[user] == part && events.begin(user) < events.end(user)) {
                ask(user, coldStart, prior, scores);
            }
        }
        return seconds;
    }

    private void ask(int user, ColdStart coldStart, PriorAlone prior, float[] scores) {
        Map<String, String> metadata = metadata(user);
        Map<String, String> context = new HashMap<>();
        int[] wanted = wanted(user, context);
        IntPredicate relevant = item -> Arrays.binarySearch(wanted, item) >= 0;
        for (Way way : ways) {
            if (way.prior) {
                prior.score(metadata, scores);
            } else {
                coldStart.score(way.metadata ? metadata : Map.of(), way.context ? context : Map.of(), scores);
            }
            TopK best = new TopK(CUT);
            best.offerAll(scores);
            int[] hits = RankingMetrics.hits(best.drain(), relevant);
            way.recalls[user] = RankingMetrics.recall(hits, CUT, wanted.length);
            way.ndcgs[user] = RankingMetrics.ndcg(hits, CUT, wanted.length);
        }
    }

    private Map<String, String> metadata(int user) {
        Map<String, String> metadata = new HashMap<>();
        AttributeTable table = data.userAttributes();
        for (int column = 0; column < table.fields().size(); column++) {
            Object value = table.value(column, user);
            if (value != null) {
                metadata.put(table.fields().get(column).name(), value.toString());
            }
        }
        return metadata;
    }

    /** {@return the items of the user's events in the context of the newest one, which is put into {@code context}; ascending} */
    private int[] wanted(int user, Map<String, String> context) {
        Interactions events = data.interactions();
        int newest = events.end(user) - 1;
        IntPredicate same = position -> true;
        for (int column = 0; column < data.contexts().size(); column++) {
            int in = column;
            int value = events.context(column, newest);
            if (value >= 0) {
                context.put(
                        data.contexts().get(column).name(),
                        data.contexts().get(column).values().id(value));
            }
            same = same.and(position -> events.context(in, position) == value);
        }
        return IntStream.rangeClosed(events.begin(user), newest)
                .filter(same)
                .map(events::item)
                .sorted()
                .distinct()
                .toArray();
    }

    /** {@return the mean over users with events, and that of the gain over popularity with its standard error} */
    private String compared(Way way, Function<Way, double[]> metric) {
        double[] values = metric.apply(way);
        double[] popularity = metric.apply(ways.get(0));
        int[] asked = IntStream.range(0, values.length)
                .filter(user ->
                        data.interactions().begin(user) < data.interactions().end(user))
                .toArray();
        double value = mean(asked, user -> values[user]);
        double gain = mean(asked, user -> values[user] - popularity[user]);
        double variance = mean(asked, user -> Math.pow(values[user] - popularity[user] - gain, 2));
        return String.format("%.4f (%+.4f ± %.4f)", value, gain, Math.sqrt(variance / asked.length));
    }

    private static double mean(int[] users, IntToDoubleFunction value) {
        return Arrays.stream(users).mapToDouble(value).average().orElse(0);
    }
}
