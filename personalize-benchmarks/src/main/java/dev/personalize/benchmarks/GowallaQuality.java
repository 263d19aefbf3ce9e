package dev.personalize.benchmarks;

import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.metrics.RankingMetrics;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.zip.GZIPInputStream;

/**
 * Quality of a recipe on the Gowalla split of the LightGCN project (X. He et al., "LightGCN: Simplifying and Powering Graph
 * Convolution Network for Recommendation", SIGIR 2020), comparable with the BARS leader board: all items are ranked but those
 * of the user's training line; Recall@20 divides by the number of test items, NDCG@20 is binary with the ideal list cut at
 * 20; both are means over users with test items.
 *
 * <p>Arguments: the folder with {@code train.txt} and {@code test.txt}, plain or with {@code .gz}; {@code validation} or
 * {@code test}; the name of a recipe; then hyperparameters as {@code name=value}. Choose settings on {@code validation}, for
 * which a random tenth of each user's training items is held out and the test file is not opened.
 */
public final class GowallaQuality {
    private static final int CUT = 20;
    private static final int USERS_A_CHUNK = 64;
    private static final long SPLIT_SEED = 1;

    private GowallaQuality() {}

    /** Prints the settings, the seconds of training and the two metrics, in one line. */
    public static void main(String[] args) throws IOException {
        if (args.length < 3 || !List.of("validation", "test").contains(args[1])) {
            throw new IllegalArgumentException("arguments: FOLDER validation|test RECIPE [HYPERPARAMETER=VALUE]...");
        }
        Path folder = Path.of(args[0]);
        List<List<String>> train = read(folder, "train.txt");
        List<List<String>> heldOut = args[1].equals("test") ? read(folder, "test.txt") : holdOutTenth(train);
        Recipe recipe = RecipeRegistry.installed().recipe(args[2]);
        TrainingContext context = TrainingContext.of(recipe.hyperparameters().values(hyperparameters(args)));

        Snapshot data = snapshot(train);
        long start = System.nanoTime();
        Model model = recipe.train(data, context);
        double seconds = (System.nanoTime() - start) / 1e9;
        double[] metrics = evaluate(model, data, train, heldOut);
        System.out.printf(
                "%s %s %s train %.1f s Recall@20 %.4f NDCG@20 %.4f%n",
                args[1], args[2], context.hyperparameters().toMap(), seconds, metrics[0], metrics[1]);
    }

    private static Map<String, String> hyperparameters(String[] args) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String argument : Arrays.asList(args).subList(3, args.length)) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + argument + "' is not NAME=VALUE");
            }
            given.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return given;
    }

    /** {@return the items of each user, by the user's number} */
    private static List<List<String>> read(Path folder, String name) throws IOException {
        Path plain = folder.resolve(name);
        boolean compressed = !Files.exists(plain);
        Path file = compressed ? folder.resolve(name + ".gz") : plain;
        List<List<String>> itemsOfUser = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(compressed ? new GZIPInputStream(in) : in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> words = new ArrayList<>(Arrays.asList(line.trim().split(" ", -1)));
                int user = Integer.parseInt(words.remove(0));
                while (itemsOfUser.size() <= user) {
                    itemsOfUser.add(new ArrayList<>());
                }
                words.removeIf(String::isEmpty);
                itemsOfUser.get(user).addAll(words);
            }
        }
        return itemsOfUser;
    }

    /** {@return a tenth of each user's items, at least one, which are removed from {@code itemsOfUser}} */
    private static List<List<String>> holdOutTenth(List<List<String>> itemsOfUser) {
        Random random = new Random(SPLIT_SEED);
        List<List<String>> heldOut = new ArrayList<>();
        for (List<String> items : itemsOfUser) {
            Collections.shuffle(items, random);
            List<String> tenth = items.subList(0, Math.max(1, items.size() / 10));
            heldOut.add(List.copyOf(tenth));
            tenth.clear();
        }
        return heldOut;
    }

    private static Snapshot snapshot(List<List<String>> itemsOfUser) {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < itemsOfUser.size(); user++) {
            for (String item : itemsOfUser.get(user)) {
                builder.interaction(Integer.toString(user), item, null, Float.NaN, 0);
            }
        }
        return builder.build();
    }

    /** {@return Recall@20 and NDCG@20} */
    private static double[] evaluate(Model model, Snapshot data, List<List<String>> train, List<List<String>> heldOut) {
        double[] recalls = new double[heldOut.size()];
        double[] ndcgs = new double[heldOut.size()];
        Parallel.ofProcessors().forChunks(heldOut.size(), USERS_A_CHUNK, (chunk, from, to) -> {
            float[] scores = new float[model.items()];
            for (int user = from; user < to; user++) {
                int[] history = positions(data, train.get(user));
                model.score(Query.ofItems(history), scores);
                for (int item : history) {
                    scores[item] = Float.NaN;
                }
                TopK best = new TopK(CUT);
                best.offerAll(scores);
                int[] ranked = best.drain();
                int[] wanted = positions(data, heldOut.get(user));
                IntPredicate relevant = item -> Arrays.binarySearch(wanted, item) >= 0;
                int total = heldOut.get(user).size();
                recalls[user] = total == 0 ? Double.NaN : RankingMetrics.recall(ranked, CUT, relevant, total);
                ndcgs[user] = total == 0 ? Double.NaN : RankingMetrics.ndcg(ranked, CUT, relevant, total);
            }
        });
        return new double[] {mean(recalls), mean(ndcgs)};
    }

    /** {@return the positions of the items that are known, ascending} */
    private static int[] positions(Snapshot data, List<String> itemIds) {
        return itemIds.stream()
                .mapToInt(data.items()::find)
                .filter(item -> item >= 0)
                .sorted()
                .toArray();
    }

    /** {@return the mean of the users with something held out} */
    private static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(0);
    }
}
