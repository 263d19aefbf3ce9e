package dev.personalize.benchmarks;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Bits;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.metrics.RankingMetrics;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.TrainingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What users with a few events gain from metadata in {@code matrix-factorization}. The users are cut into five parts as {@link ColdUsers}
 * does; each part is asked about with the first events of its users, after learning from the other four, once with
 * {@code user_features} and once without. All later items that a user did not have before are asked for; all items compete but those.
 *
 * <p>Arguments: as {@link ColdUsers} has them, then hyperparameters of both trainings as {@code NAME=VALUE}; {@code +NAME=VALUE}
 * is for the training with metadata alone.
 */
public final class FewEvents {
    private static final int CUT = 25;
    private static final int[] GIVEN = {1, 2, 3, 5, 10, 20};
    /** Stands for: all but the newest tenth. */
    private static final int MOST = 0;

    private final Snapshot data;
    private final int[] partOf;
    private final List<Step> steps = new ArrayList<>();

    /** How good the answers were after so many events, for each user asked about; NaN for others. */
    // A record of arrays: steps are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Step(int given, double[] without, double[] with) {}

    private FewEvents(Snapshot data) {
        this.data = data;
        this.partOf = ColdUsers.parts(data.users().size());
        for (int given : GIVEN) {
            steps.add(step(given));
        }
        steps.add(step(MOST));
    }

    private Step step(int given) {
        double[] without = new double[partOf.length];
        double[] with = new double[partOf.length];
        Arrays.fill(without, Double.NaN);
        Arrays.fill(with, Double.NaN);
        return new Step(given, without, with);
    }

    /** Prints a line for each number of events given: nDCG without and with metadata, and the gain with its standard error. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException("arguments: FOLDER [NUMERIC_COLUMN]... [[+]NAME=VALUE]...");
        }
        List<String> rest = Arrays.asList(args).subList(1, args.length);
        Path folder = Path.of(args[0]);
        FewEvents few = new FewEvents(ColdUsers.read(
                folder,
                rest.stream().filter(argument -> !argument.contains("=")).toList()));
        Map<String, String> shared = new LinkedHashMap<>();
        Map<String, String> added = new LinkedHashMap<>();
        rest.stream().filter(argument -> argument.contains("=")).forEach(argument -> {
            String[] pair = argument.split("=", 2);
            boolean own = pair[0].startsWith("+");
            (own ? added : shared).put(own ? pair[0].substring(1) : pair[0], pair[1]);
        });
        for (int part = 0; part < ColdUsers.PARTS; part++) {
            few.ask(part, shared, added);
        }
        System.out.printf("%s %s %s%n", folder.getFileName(), shared, added);
        few.steps.forEach(few::print);
    }

    private void ask(int part, Map<String, String> shared, Map<String, String> added) {
        Snapshot train = ColdUsers.without(data, partOf, part);
        Map<String, String> settings = new LinkedHashMap<>(shared);
        settings.put("user_features", "false");
        Model without = model(train, settings);
        settings.put("user_features", "true");
        settings.putAll(added);
        Model with = model(train, settings);
        int[] users = IntStream.range(0, partOf.length)
                .filter(user -> partOf[user] == part)
                .toArray();
        Parallel.ofProcessors().forChunks(users.length, 16, (chunk, from, to) -> {
            for (int i = from; i < to; i++) {
                for (Step step : steps) {
                    ask(users[i], step, without, with);
                }
            }
        });
    }

    static Model model(Snapshot train, Map<String, String> settings) {
        Recipe recipe = RecipeRegistry.installed().recipe("matrix-factorization");
        return recipe.train(train, TrainingContext.of(recipe.hyperparameters().values(settings)));
    }

    private void ask(int user, Step step, Model without, Model with) {
        Interactions events = data.interactions();
        int begin = events.begin(user);
        int size = events.end(user) - begin;
        int given = step.given == MOST ? size - Math.max(1, size / 10) : step.given;
        if (given < 1 || given >= size) {
            return;
        }
        Bits open = Bits.all(events.items());
        for (int item : events.items(begin, begin + given)) {
            open.clear(item);
        }
        int[] wanted = Arrays.stream(events.items(begin + given, begin + size))
                .filter(open::get)
                .sorted()
                .distinct()
                .toArray();
        if (wanted.length > 0) {
            Query query = Query.ofUser(data, begin, begin + given);
            step.without[user] = ndcg(without, query, open, wanted);
            step.with[user] = ndcg(with, query, open, wanted);
        }
    }

    private static double ndcg(Model model, Query query, Bits open, int[] wanted) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        TopK best = new TopK(CUT);
        best.offerAll(scores, scores.length, open.words());
        int[] hits = RankingMetrics.hits(best.drain(), item -> Arrays.binarySearch(wanted, item) >= 0);
        return RankingMetrics.ndcg(hits, CUT, wanted.length);
    }

    private void print(Step step) {
        int[] asked = IntStream.range(0, partOf.length)
                .filter(user -> !Double.isNaN(step.with[user]))
                .toArray();
        double[] gains = Arrays.stream(asked)
                .mapToDouble(user -> step.with[user] - step.without[user])
                .toArray();
        double gain = Arrays.stream(gains).average().orElse(0);
        double variance = Arrays.stream(gains)
                .map(each -> (each - gain) * (each - gain))
                .average()
                .orElse(0);
        System.out.printf(
                Locale.ROOT,
                "%-12s %5d users nDCG@25 %.4f -> %.4f (%+.4f ± %.4f)%n",
                step.given == MOST ? "oldest 90 %" : step.given + " events",
                asked.length,
                Arrays.stream(asked)
                        .mapToDouble(user -> step.without[user])
                        .average()
                        .orElse(0),
                Arrays.stream(asked)
                        .mapToDouble(user -> step.with[user])
                        .average()
                        .orElse(0),
                gain,
                Math.sqrt(variance / asked.length));
    }
}
