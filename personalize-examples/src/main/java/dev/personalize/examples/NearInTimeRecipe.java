package dev.personalize.examples;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A recipe of your own, {@code near-in-time}: what people had shortly before or after an item. One class, and one line in {@code
 * META-INF/services}; filters, campaigns, metrics and batch jobs come from the library. Its test is a subclass of the testkit's
 * contract suite.
 */
public final class NearInTimeRecipe implements Recipe {
    private static final String TASK = "train near-in-time";
    private static final String WINDOW = "window";
    private static final String LEAST = "min_count";

    /** Creates the recipe. */
    public NearInTimeRecipe() {}

    @Override
    public String name() {
        return "near-in-time";
    }

    @Override
    public RecipeType type() {
        return RecipeType.RELATED_ITEMS;
    }

    @Override
    public String description() {
        return "Items related to an item: what people had shortly before or after it.";
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return HyperparameterSpace.builder()
                .integer(WINDOW, 10, 1, 100, true, "How many events of a user may lie between two items.")
                .integer(LEAST, 1, 1, 1000, true, "Fewest times two items have to be near each other.")
                .popularityBias()
                .build();
    }

    @Override
    public Model train(Snapshot data, TrainingContext context) {
        Interactions events = data.interactions();
        TreeMap<Long, Integer> counts = new TreeMap<>(); // item and neighbour in one number, in order
        int window = context.hyperparameters().integer(WINDOW);
        context.progress().progress(TASK, 0, 1);
        for (int user = 0; user < events.users(); user++) {
            context.cancellation().throwIfCancelled();
            for (int p = events.begin(user); p < events.end(user); p++) {
                count(events, p, Math.min(events.end(user), p + 1 + window), counts);
            }
        }
        int least = context.hyperparameters().integer(LEAST);
        counts.values().removeIf(count -> count < least);
        context.progress().progress(TASK, 1, 1);
        return new Neighbors(
                events.items(),
                counts.keySet().stream().mapToLong(Long::longValue).toArray(),
                counts.values().stream().mapToInt(Integer::intValue).toArray());
    }

    private static void count(Interactions events, int position, int end, Map<Long, Integer> counts) {
        int item = events.item(position);
        for (int later = position + 1; later < end; later++) {
            int other = events.item(later);
            if (other != item) {
                counts.merge((long) item << Integer.SIZE | other, 1, Integer::sum);
                counts.merge((long) other << Integer.SIZE | item, 1, Integer::sum);
            }
        }
    }

    @Override
    public Model read(ArtifactReader in) {
        long[] pairs = in.longs("pairs");
        int[] counts = in.ints("counts");
        long items = in.longs("items")[0];
        boolean valid = pairs.length == counts.length && items >= 0 && items <= Integer.MAX_VALUE;
        for (int i = 0; valid && i < pairs.length; i++) {
            valid = pairs[i] >> Integer.SIZE >= 0
                    && pairs[i] >> Integer.SIZE < items
                    && (int) pairs[i] >= 0
                    && (int) pairs[i] < items
                    && (i == 0 || pairs[i - 1] < pairs[i]);
        }
        if (!valid) {
            throw new CorruptArtifactException(
                    "the near-in-time model has pairs that are none: train the version again");
        }
        return new Neighbors((int) items, pairs, counts);
    }

    /**
     * The model.
     *
     * @param pairs item and neighbour, ascending; shape [pairs]
     * @param counts how often; shape [pairs]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Neighbors(int items, long[] pairs, int[] counts) implements Model {
        @Override
        public void score(Query query, float[] scores) {
            Arrays.fill(scores, 0, items, Float.NaN);
            int last = query.size() == 0 ? -1 : query.items()[query.size() - 1];
            int item = query.anchor() >= 0 ? query.anchor() : last;
            if (item < 0) {
                return;
            }
            int from = Arrays.binarySearch(pairs, (long) item << Integer.SIZE);
            for (int i = from < 0 ? -from - 1 : from; i < pairs.length && pairs[i] >> Integer.SIZE == item; i++) {
                scores[(int) pairs[i]] = counts[i];
            }
        }

        @Override
        public void write(ArtifactWriter out) {
            out.longs("items", new long[] {items}).longs("pairs", pairs).ints("counts", counts);
        }
    }
}
