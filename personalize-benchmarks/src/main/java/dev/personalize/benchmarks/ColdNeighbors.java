package dev.personalize.benchmarks;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * How well items nobody had are related to others. A random tenth of the items with events is hidden from training with all its events.
 * The true neighbours of an item are the 20 with the greatest shrunk cosine {@code c / (√(n·m) + 10)} in the full data, with c the
 * users who had both and n and m those who had each, of pairs with at least 3 common users; items without any are not asked about.
 * All items but the one in question are ranked.
 *
 * <p>Printed, for cold items (hidden) and warm ones (all others): the mean number of true neighbours in the first 20, against
 * what a random order has; the share of cold items in the first 20 of warm ones, against their share among true neighbours; and the mean
 * popularity of what warm ones are answered.
 *
 * <p>Arguments: the folder of the data set ({@code ml-1m}, {@code retail-demo-store}, {@code online-retail}); {@code validation} or
 * {@code test}, which hide other items; the recipe; then hyperparameters as {@code name=value}.
 */
public final class ColdNeighbors {
    private static final int HIDDEN_PERCENT = 10;
    private static final int DEPTH = 20;
    private static final int SHRINKAGE = 10;
    private static final int LEAST_COMMON = 3;
    private static final long TEST_SEED = 7;
    private static final long VALIDATION_SEED = 8;

    private final Snapshot full;
    private final Snapshot train;
    private final boolean[] hidden;
    private final int[][] truth;

    private ColdNeighbors(Snapshot full, Set<String> hidden) {
        this.full = full;
        this.hidden = new boolean[full.items().size()];
        for (String item : hidden) {
            this.hidden[full.items().position(item)] = true;
        }
        this.train = full.withInteractions(full.interactions()
                .filter(position -> !this.hidden[full.interactions().item(position)]));
        this.truth = truth();
    }

    /** Prints three lines. */
    public static void main(String[] args) throws IOException {
        Snapshot full = read(Path.of(args[0]));
        ColdNeighbors split =
                new ColdNeighbors(full, choose(full, args[1].equals("test") ? TEST_SEED : VALIDATION_SEED));
        Map<String, String> settings = new HashMap<>();
        for (String argument : Arrays.asList(args).subList(3, args.length)) {
            settings.put(argument.split("=", 2)[0], argument.split("=", 2)[1]);
        }
        split.measure(args[2], settings);
    }

    private static Snapshot read(Path folder) throws IOException {
        Snapshot.Builder builder = Snapshot.builder();
        for (CSVRecord row : rows(folder, "interactions.csv")) {
            builder.interaction(
                    row.get("USER_ID"), row.get("ITEM_ID"), null, Float.NaN, Long.parseLong(row.get("TIMESTAMP")));
        }
        List<CSVRecord> items = rows(folder, "items.csv");
        Schema schema = schema(items.get(0).getParser().getHeaderNames());
        AttributeTable.Builder table = new AttributeTable.Builder(schema, "ITEM_ID");
        for (CSVRecord row : items) {
            table.add(schema.fields().stream().map(field -> value(field, row)).toArray());
        }
        return builder.items(table).build();
    }

    private static List<CSVRecord> rows(Path folder, String file) throws IOException {
        String text = String.join("\n", HeldOutItems.lines(folder, file));
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            return parser.getRecords();
        }
    }

    /** The name of each data set's items, its texts and its categories; semantic-similarity wants a name and a text. */
    private static Schema schema(List<String> header) {
        StringBuilder fields = new StringBuilder();
        for (String column : header) {
            String attribute = switch (column) {
                case "TITLE", "PRODUCT_NAME", "DESCRIPTION" -> ", \"itemName\": true";
                case "PRODUCT_DESCRIPTION" -> ", \"textual\": true";
                case "GENRES", "CATEGORY_L1", "CATEGORY_L2", "GENDER" -> ", \"categorical\": true";
                default -> "";
            };
            String type = switch (column) {
                case "YEAR" -> "[\"null\", \"int\"]";
                case "PRICE" -> "[\"null\", \"float\"]";
                case "ITEM_ID" -> "\"string\"";
                default -> "[\"null\", \"string\"]";
            };
            fields.append("{\"name\": \"" + column + "\", \"type\": " + type + attribute + "},\n");
        }
        if (!header.contains("PRODUCT_DESCRIPTION")) {
            fields.append("{\"name\": \"TEXT\", \"type\": [\"null\", \"string\"], \"textual\": true},");
        }
        return Schema.parse("""
                {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
                 "fields": [%s]}""".formatted(fields.substring(0, fields.lastIndexOf(","))));
    }

    private static @Nullable Object value(Field field, CSVRecord row) {
        String text = row.isMapped(field.name()) ? row.get(field.name()) : "";
        if (field.name().equals("TEXT")) {
            text = (row.isMapped("TITLE")
                    ? row.get("TITLE") + " " + row.get("GENRES").replace('|', ' ')
                    : row.get("DESCRIPTION"));
        }
        return switch (field.name()) {
            case "YEAR" -> text.isEmpty() ? null : Integer.valueOf(text);
            case "PRICE" -> text.isEmpty() ? null : Float.valueOf(text);
            default -> text.isEmpty() ? null : text;
        };
    }

    private static Set<String> choose(Snapshot full, long seed) {
        int[] users = full.interactions().preferences().rowsOfColumns();
        List<String> all = new ArrayList<>(IntStream.range(0, users.length)
                .filter(item -> users[item] > 0)
                .mapToObj(full.items()::id)
                .sorted()
                .toList());
        Collections.shuffle(all, new Random(seed));
        return new HashSet<>(all.subList(0, all.size() * HIDDEN_PERCENT / 100));
    }

    private int[][] truth() {
        PreferenceMatrix itemsOfUser = full.interactions().preferences();
        PreferenceMatrix usersOfItem = itemsOfUser.transpose();
        int[][] best = new int[usersOfItem.rows()][];
        int[] common = new int[usersOfItem.rows()];
        for (int item = 0; item < best.length; item++) {
            Arrays.fill(common, 0);
            for (int p = usersOfItem.begin(item); p < usersOfItem.end(item); p++) {
                int user = usersOfItem.column(p);
                for (int q = itemsOfUser.begin(user); q < itemsOfUser.end(user); q++) {
                    common[itemsOfUser.column(q)]++;
                }
            }
            TopK top = new TopK(DEPTH);
            for (int other = 0; other < common.length; other++) {
                if (other != item && common[other] >= LEAST_COMMON) {
                    double possible = Math.sqrt((double) usersOfItem.count(item) * usersOfItem.count(other));
                    top.offer(other, (float) (common[other] / (possible + SHRINKAGE)));
                }
            }
            best[item] = top.drain();
        }
        return best;
    }

    private void measure(String name, Map<String, String> settings) {
        Recipe recipe = RecipeRegistry.installed().recipe(name);
        TrainingContext context = TrainingContext.of(recipe.hyperparameters().values(settings));
        long start = System.nanoTime();
        Model model = recipe.train(train, context);
        System.out.printf(Locale.ROOT, "%s %s, trained in %.1f s%n", name, settings, (System.nanoTime() - start) / 1e9);
        measure(model, true);
        measure(model, false);
    }

    private void measure(Model model, boolean cold) {
        int[] users = full.interactions().preferences().rowsOfColumns();
        double hits = 0;
        double random = 0;
        double coldAnswered = 0;
        double coldTrue = 0;
        double answered = 0;
        double all = 0;
        double popularity = 0;
        int asked = 0;
        float[] scores = new float[model.items()];
        for (int item = 0; item < hidden.length; item++) {
            if (hidden[item] == cold && truth[item].length > 0) {
                model.score(Query.empty().withAnchor(item), scores);
                TopK top = new TopK(DEPTH);
                top.offerAll(scores);
                int[] ranked = top.drain();
                Set<Integer> wanted =
                        new HashSet<>(Arrays.stream(truth[item]).boxed().toList());
                hits += Arrays.stream(ranked).filter(wanted::contains).count();
                random += (double) DEPTH * wanted.size() / (model.items() - 1);
                coldAnswered +=
                        Arrays.stream(ranked).filter(other -> hidden[other]).count();
                coldTrue += Arrays.stream(truth[item])
                        .filter(other -> hidden[other])
                        .count();
                popularity +=
                        Arrays.stream(ranked).mapToLong(other -> users[other]).sum();
                answered += ranked.length;
                all += wanted.size();
                asked++;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-4s items %5d: true neighbours in the first %d %.3f, at random %.3f, ratio %.1f; cold among them %.3f, among true"
                        + " ones %.3f; mean popularity %.1f%n",
                cold ? "cold" : "warm",
                asked,
                DEPTH,
                hits / asked,
                random / asked,
                hits / random,
                coldAnswered / answered,
                coldTrue / all,
                popularity / answered);
    }
}
