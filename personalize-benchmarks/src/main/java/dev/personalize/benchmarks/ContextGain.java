package dev.personalize.benchmarks;

import dev.personalize.coldstart.ContextLift;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.metrics.Holdout;
import dev.personalize.metrics.RankingMetrics;
import dev.personalize.metrics.Split;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeRegistry;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What users with a history gain from the context of the request. A tenth of the users is hidden from training and from what is
 * learned of contexts; each is asked about with the oldest 90 % of the events, in the context of the newest event. The items asked
 * for are those of the newest 10 % in that context.
 *
 * <p>Arguments: a folder as for {@link ColdUsers}, the number of splits, the name of a recipe, hyperparameters as
 * {@code name=value}.
 */
public final class ContextGain {
    private static final int CUT = 25;

    private ContextGain() {}

    /** Prints a line for each split, and the gain over all of them with its standard error. */
    public static void main(String[] args) throws IOException {
        if (args.length < 3) {
            throw new IllegalArgumentException("arguments: FOLDER SPLITS RECIPE [HYPERPARAMETER=VALUE]...");
        }
        Snapshot data = ColdUsers.read(Path.of(args[0]), List.of());
        Recipe recipe = RecipeRegistry.installed().recipe(args[2]);
        Map<String, String> given = new LinkedHashMap<>();
        for (String argument : Arrays.asList(args).subList(3, args.length)) {
            given.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        TrainingContext context = TrainingContext.of(recipe.hyperparameters().values(given));
        double[] plain = {};
        double[] gains = {};
        for (int seed = 1; seed <= Integer.parseInt(args[1]); seed++) {
            Holdout holdout = Split.ofUsers(seed).of(data);
            long start = System.nanoTime();
            Model model = recipe.train(holdout.train(), context);
            long trained = System.nanoTime();
            ContextLift lift = lift(holdout.train(), model);
            long fitted = System.nanoTime();
            double[] without = ask(holdout, data, model, ContextLift.NONE);
            double[] with = ask(holdout, data, model, lift);
            double[] gain = IntStream.range(0, with.length)
                    .mapToDouble(i -> with[i] - without[i])
                    .toArray();
            System.out.printf(
                    "split %d: training %.2f s, context %.2f s; %s%n",
                    seed, (trained - start) / 1e9, (fitted - trained) / 1e9, line(without, gain));
            plain = joined(plain, without);
            gains = joined(gains, gain);
        }
        System.out.printf("%s %s: %s%n", Path.of(args[0]).getFileName(), args[2], line(plain, gains));
    }

    private static ContextLift lift(Snapshot train, Model model) {
        Interactions events = train.interactions();
        return ContextLift.of(
                train,
                (from, cut, scores) -> model.score(Query.ofHistory(events, from, cut), scores),
                Parallel.ofProcessors());
    }

    private static double[] joined(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** {@return the nDCG of each case} */
    private static double[] ask(Holdout holdout, Snapshot data, Model model, ContextLift lift) {
        Interactions events = holdout.asked();
        float[] scores = new float[model.items()];
        double[] ndcgs = new double[holdout.cases()];
        for (int i = 0; i < ndcgs.length; i++) {
            int user = holdout.user(i);
            Map<String, String> context = new HashMap<>();
            IntPredicate same = position -> true;
            for (int column = 0; column < data.contexts().size(); column++) {
                int in = column;
                int value = events.context(column, events.end(user) - 1);
                if (value >= 0) {
                    context.put(
                            data.contexts().get(column).name(),
                            data.contexts().get(column).values().id(value));
                }
                same = same.and(position -> events.context(in, position) == value);
            }
            int[] wanted = IntStream.range(events.begin(user), events.end(user))
                    .filter(same)
                    .map(events::item)
                    .sorted()
                    .distinct()
                    .toArray();
            model.score(holdout.query(i, RecipeType.USER_PERSONALIZATION), scores);
            lift.addTo(scores, context);
            TopK best = new TopK(CUT);
            best.offerAll(scores);
            int[] hits = RankingMetrics.hits(best.drain(), item -> Arrays.binarySearch(wanted, item) >= 0);
            ndcgs[i] = RankingMetrics.ndcg(hits, CUT, wanted.length);
        }
        return ndcgs;
    }

    private static String line(double[] plain, double[] gains) {
        double gain = Arrays.stream(gains).average().orElse(0);
        double variance = Arrays.stream(gains)
                .map(each -> (each - gain) * (each - gain))
                .average()
                .orElse(0);
        double without = Arrays.stream(plain).average().orElse(0);
        return String.format(
                "nDCG@25 %.4f, with context %.4f (%+.4f ± %.4f)",
                without, without + gain, gain, Math.sqrt(variance / gains.length));
    }
}
