package dev.personalize.benchmarks;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Snapshot;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How well items nobody had yet are recommended by their metadata. A random tenth of the items of MovieLens 1M is hidden from
 * training with all its ratings; each user who had any of them is asked about with the history that is left, and all items but
 * those of the history are ranked. NDCG@20 counts the hidden items the user had, means over these users. A fifth of each
 * user's other items, rounded down, is hidden too, of the user alone, and measured by itself, among all items and among those with events.
 *
 * <p>Beside the recipe with metadata stand: the recipe without, whose items without a score come last, most popular first, as
 * in a campaign, so that hidden ones come last of all; the same with a score of 0, the product with a vector of zeros; and
 * a random order of all.
 *
 * <p>Arguments: the folder of MovieLens 1M, with {@code interactions.csv.gz} and {@code items.csv.gz}; {@code test} or
 * {@code validation}, on which the settings are to be chosen: there the tenth is one of the items that {@code test} leaves, and
 * those of {@code test} are not looked at; then hyperparameters of {@code matrix-factorization} as {@code name=value}.
 */
public final class ColdItems {
    private static final int HIDDEN_PERCENT = 10;
    private static final int WARM_PERCENT = 20;
    private static final int DEPTH = 20;
    private static final long TEST_SEED = 7;
    private static final long VALIDATION_SEED = 8;
    private static final String RECIPE = "matrix-factorization";

    private static final Schema ITEMS = Schema.parse("""
            {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "ITEM_ID", "type": "string"},
                        {"name": "TITLE", "type": ["null", "string"], "textual": true},
                        {"name": "GENRES", "type": ["null", "string"], "categorical": true},
                        {"name": "YEAR", "type": ["null", "int"]}]}""");

    private final Snapshot data;
    private final List<List<String>> cold;
    private final List<List<String>> warm;
    private final Set<String> hidden;

    private ColdItems(Snapshot data, List<List<String>> cold, List<List<String>> warm, Set<String> hidden) {
        this.data = data;
        this.cold = cold;
        this.warm = warm;
        this.hidden = hidden;
    }

    /** Prints a line for each way to answer. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Map<String, Set<String>> itemsOfUser = read(folder);
        AttributeTable.Builder records = records(folder);
        Set<String> tested = choose(itemsOfUser, TEST_SEED);
        ColdItems split;
        if (args[1].equals("test")) {
            split = split(itemsOfUser, tested, records, TEST_SEED);
        } else {
            itemsOfUser.values().forEach(items -> items.removeAll(tested));
            split = split(itemsOfUser, choose(itemsOfUser, VALIDATION_SEED), records, VALIDATION_SEED);
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (String argument : Arrays.asList(args).subList(2, args.length)) {
            given.put(argument.split("=", 2)[0], argument.split("=", 2)[1]);
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %d of %d items hidden%n",
                args[1],
                split.hidden.size(),
                split.data.items().size());
        split.random();
        Map<String, String> without = new LinkedHashMap<>(given);
        without.put("item_features", "false");
        split.measure("without metadata", without, Float.NEGATIVE_INFINITY);
        split.measure("without metadata, score 0", without, 0);
        split.measure("with metadata", given, Float.NEGATIVE_INFINITY);
    }

    private static Map<String, Set<String>> read(Path folder) throws IOException {
        List<String> lines = HeldOutItems.lines(folder, "interactions.csv");
        Map<String, Set<String>> itemsOfUser = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            itemsOfUser.computeIfAbsent(cells[0], id -> new LinkedHashSet<>()).add(cells[1]);
        }
        return itemsOfUser;
    }

    private static AttributeTable.Builder records(Path folder) throws IOException {
        AttributeTable.Builder rows = new AttributeTable.Builder(ITEMS, "ITEM_ID");
        List<String> lines = HeldOutItems.lines(folder, "items.csv");
        for (String line : lines.subList(1, lines.size())) {
            // Only titles have commas.
            int first = line.indexOf(',');
            int last = line.lastIndexOf(',');
            int middle = line.lastIndexOf(',', last - 1);
            rows.add(new Object[] {
                line.substring(0, first),
                line.substring(first + 1, middle),
                line.substring(middle + 1, last),
                Integer.valueOf(line.substring(last + 1))
            });
        }
        return rows;
    }

    private static Set<String> choose(Map<String, Set<String>> itemsOfUser, long seed) {
        List<String> all = new ArrayList<>(itemsOfUser.values().stream()
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .toList());
        Collections.shuffle(all, new Random(seed));
        return new HashSet<>(all.subList(0, all.size() * HIDDEN_PERCENT / 100));
    }

    private static ColdItems split(
            Map<String, Set<String>> itemsOfUser, Set<String> hidden, AttributeTable.Builder records, long seed) {
        List<List<String>> cold = new ArrayList<>();
        List<List<String>> left = new ArrayList<>();
        for (Set<String> items : itemsOfUser.values()) {
            cold.add(items.stream().filter(hidden::contains).toList());
            left.add(items.stream().filter(item -> !hidden.contains(item)).toList());
        }
        HeldOutItems warm = HeldOutItems.carve(left, WARM_PERCENT, 0, seed);
        Snapshot.Builder builder = Snapshot.builder().items(records);
        for (int user = 0; user < left.size(); user++) {
            List<String> items = warm.train().get(user);
            for (int i = 0; i < items.size(); i++) {
                builder.interaction(Integer.toString(user), items.get(i), null, Float.NaN, i);
            }
        }
        return new ColdItems(builder.build(), cold, warm.heldOut(), hidden);
    }

    private void measure(String name, Map<String, String> settings, float missing) {
        Recipe recipe = RecipeRegistry.installed().recipe(RECIPE);
        TrainingContext context = TrainingContext.of(recipe.hyperparameters().values(settings));
        long start = System.nanoTime();
        Model model = recipe.train(data, context);
        double seconds = (System.nanoTime() - start) / 1e9;
        boolean[] trained = new boolean[model.items()];
        for (int p = 0; p < data.interactions().size(); p++) {
            trained[data.interactions().item(p)] = true;
        }
        double[] sums = new double[6];
        for (int user = 0; user < cold.size(); user++) {
            int row = data.users().position(Integer.toString(user));
            Query query = Query.ofHistory(
                    data.interactions(),
                    data.interactions().begin(row),
                    data.interactions().end(row));
            float[] scores = new float[model.items()];
            model.score(query, scores);
            for (int item = 0; item < scores.length; item++) {
                scores[item] = Float.isNaN(scores[item]) ? missing : scores[item];
            }
            for (int item : query.items()) {
                scores[item] = Float.NaN;
            }
            add(sums, 0, scores, cold.get(user));
            add(sums, 2, scores, warm.get(user));
            for (int item = 0; item < scores.length; item++) {
                scores[item] = trained[item] ? scores[item] : Float.NaN;
            }
            add(sums, 4, scores, warm.get(user));
        }
        System.out.printf(
                Locale.ROOT,
                "%-26s train %5.1f s  hidden items NDCG@20 %.4f  other items %.4f  among themselves %.4f%n",
                name,
                seconds,
                sums[0] / sums[1],
                sums[2] / sums[3],
                sums[4] / sums[5]);
    }

    private void add(double[] sums, int place, float[] scores, List<String> wanted) {
        if (!wanted.isEmpty()) {
            sums[place] += ndcg(scores, wanted);
            sums[place + 1]++;
        }
    }

    private double ndcg(float[] scores, List<String> wanted) {
        int[] positions = wanted.stream().mapToInt(data.items()::position).toArray();
        TopK top = new TopK(DEPTH);
        long[] all = new long[(scores.length + 63) / 64];
        Arrays.fill(all, -1);
        top.offerAll(scores, scores.length, all);
        int[] ranked = top.drain();
        double gain = 0;
        for (int rank = 0; rank < ranked.length; rank++) {
            int item = ranked[rank];
            if (IntStream.of(positions).anyMatch(position -> position == item)) {
                gain += 1 / Math.log(rank + 2);
            }
        }
        double best = 0;
        for (int rank = 0; rank < Math.min(DEPTH, positions.length); rank++) {
            best += 1 / Math.log(rank + 2);
        }
        return gain / best;
    }

    private void random() {
        Random random = new Random(TEST_SEED);
        double[] sums = new double[2];
        for (int user = 0; user < cold.size(); user++) {
            int row = data.users().position(Integer.toString(user));
            float[] scores = new float[data.items().size()];
            for (int item = 0; item < scores.length; item++) {
                scores[item] = random.nextFloat();
            }
            for (int p = data.interactions().begin(row); p < data.interactions().end(row); p++) {
                scores[data.interactions().item(p)] = Float.NaN;
            }
            add(sums, 0, scores, cold.get(user));
        }
        System.out.printf(Locale.ROOT, "%-26s hidden items NDCG@20 %.4f%n", "random order", sums[0] / sums[1]);
    }
}
