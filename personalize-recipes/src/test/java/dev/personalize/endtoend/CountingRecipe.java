package dev.personalize.endtoend;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.AttributeVersion;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.LiveModel;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A recipe as small as one that goes on learning can be: its models know nothing, and live ones score an item by the number of its
 * events, and by a thousand when it has a record; an item in question turns the order round.
 */
final class CountingRecipe implements Recipe {
    private static final int MOST_ITEMS = 4096;

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public RecipeType type() {
        return RecipeType.RELATED_ITEMS;
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return HyperparameterSpace.builder().popularityBias().build();
    }

    @Override
    public Model train(Snapshot data, TrainingContext context) {
        return new Silent(data.items().size());
    }

    @Override
    public Model read(ArtifactReader in) {
        return new Silent(in.ints("items")[0]);
    }

    private record Silent(int items) implements LiveModel {
        @Override
        public Live open(Clock clock) {
            return new Counts();
        }

        @Override
        public long since(Instant now) {
            return Long.MIN_VALUE;
        }

        @Override
        public void score(Query query, float[] scores) {
            java.util.Arrays.fill(scores, 0, items, Float.NaN);
        }

        @Override
        public void write(ArtifactWriter out) {
            out.ints("items", new int[] {items});
        }
    }

    private static final class Counts implements LiveModel.Live {
        private final AtomicIntegerArray counts = new AtomicIntegerArray(MOST_ITEMS);
        private final Set<Integer> recorded = ConcurrentHashMap.newKeySet();

        @Override
        public void event(String userId, int item, int eventType, long timestamp) {
            if (userId.equals("clumsy")) {
                throw new IllegalStateException("the recipe stumbles");
            }
            counts.incrementAndGet(item);
        }

        @Override
        public void items(IdIndex items, AttributeVersion records) {
            for (int item = 0; item < items.size(); item++) {
                if (records.row(items.id(item)) >= 0) {
                    recorded.add(item);
                }
            }
        }

        @Override
        public Model answering(int items) {
            return new View(this, items);
        }
    }

    private record View(Counts counts, int items) implements Model {
        @Override
        public void score(Query query, float[] scores) {
            for (int item = 0; item < items; item++) {
                int score = counts.counts.get(item) + (counts.recorded.contains(item) ? 1000 : 0);
                scores[item] = score == 0 ? Float.NaN : query.anchor() < 0 ? score : -score;
            }
        }

        @Override
        public void write(ArtifactWriter out) {
            throw new UnsupportedOperationException("the version is written, not what one request sees of it");
        }
    }
}
