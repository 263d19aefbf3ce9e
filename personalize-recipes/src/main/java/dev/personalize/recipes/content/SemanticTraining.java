package dev.personalize.recipes.content;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Popularity;
import dev.personalize.data.Snapshot;
import dev.personalize.error.TrainingException;
import dev.personalize.recipe.TextEmbedding;
import dev.personalize.recipe.TrainingContext;

/** One training of {@link SemanticSimilarityRecipe}. For one thread, which may use others. */
final class SemanticTraining {
    private static final String TASK = "train " + SemanticSimilarityRecipe.NAME;
    private static final String CREATION_TIMESTAMP = "CREATION_TIMESTAMP";
    private static final int ITEMS_A_CHUNK = 64;

    private final Snapshot data;
    private final AttributeTable table;
    private final TrainingContext context;
    private final int items;
    private long done;

    SemanticTraining(Snapshot data, TrainingContext context) {
        context.cancellation().throwIfCancelled();
        this.data = data;
        this.table = data.itemAttributes();
        this.context = context;
        this.items = data.items().size();
    }

    SemanticModel train() {
        ItemTexts.check(table.fields());
        step();
        boolean local = context.hyperparameters()
                .choice(SemanticSimilarityRecipe.TEXT_VECTORS)
                .equals(SemanticSimilarityRecipe.LOCAL);
        TextEncoder encoder = local ? local() : installed();
        float[][] vectors = new float[items][];
        int[] said = new int[items];
        context.parallel().forChunks(items, ITEMS_A_CHUNK, (chunk, from, to) -> {
            for (int item = from; item < to; item++) {
                context.cancellation().throwIfCancelled();
                ItemTexts texts = ItemTexts.of(table, item);
                vectors[item] = encoder.encode(texts);
                said[item] = texts.fingerprint();
            }
        });
        while (done <= TruncatedSvd.ITERATIONS + 1) {
            step();
        }
        return new SemanticModel(encoder, vectors, said, popularity(), freshness());
    }

    private void step() {
        context.cancellation().throwIfCancelled();
        context.progress().progress(TASK, done, TruncatedSvd.ITERATIONS + 1L);
        done++;
    }

    private TextEncoder local() {
        Vocabulary.Rows texts = item -> ItemTexts.of(table, item).grams();
        Vocabulary vocabulary = Vocabulary.of(items, texts, context.parallel());
        SparseRows rows = vocabulary.vectors(items, texts, context.parallel());
        int d = context.hyperparameters().integer(SemanticSimilarityRecipe.DIMENSIONS);
        long width = (long) d + TruncatedSvd.MORE;
        context.requireMemory(
                SemanticSimilarityRecipe.NAME,
                8L * rows.size() + 8 * width * (items + vocabulary.size()),
                "lower " + SemanticSimilarityRecipe.DIMENSIONS);
        TruncatedSvd svd = TruncatedSvd.of(rows, d, context.random("texts"), context.parallel(), this::step);
        return svd.found() == 0
                ? new TextEncoder.Local(vocabulary, new float[vocabulary.size()][1], 1)
                : new TextEncoder.Local(vocabulary, svd.components(), svd.found());
    }

    private TextEncoder installed() {
        TextEmbedding embedding = TextEncoder.Installed.only();
        for (int item = 0; item < items; item++) {
            String text = ItemTexts.of(table, item).text();
            if (!text.isEmpty()) {
                int dimensions = embedding.embed(text).length;
                return new TextEncoder.Installed(embedding.getClass().getName(), embedding, Math.max(1, dimensions));
            }
        }
        throw new TrainingException("no item has a name or a text to embed: import items that have");
    }

    private float[] popularity() {
        Popularity users = Popularity.of(data.interactions());
        double most = items == 0 ? 0 : Math.log1p(users.users(users.item(0)));
        float[] popularity = new float[items];
        for (int item = 0; item < items; item++) {
            popularity[item] = most == 0 ? 0 : (float) (Math.log1p(users.users(item)) / most);
        }
        return popularity;
    }

    private float[] freshness() {
        long oldest = Long.MAX_VALUE;
        long newest = Long.MIN_VALUE;
        for (int item = 0; item < items; item++) {
            if (hasAge(item)) {
                oldest = Math.min(oldest, data.creationTimestamp(item));
                newest = Math.max(newest, data.creationTimestamp(item));
            }
        }
        float[] freshness = new float[items];
        for (int item = 0; item < items; item++) {
            freshness[item] = newest > oldest && hasAge(item)
                    ? (float) ((double) (data.creationTimestamp(item) - oldest) / (newest - oldest))
                    : 0;
        }
        return freshness;
    }

    /** Without events, an item without creation timestamp has no age. */
    private boolean hasAge(int item) {
        int column = table.column(CREATION_TIMESTAMP);
        return data.interactions().size() > 0 || (column >= 0 && table.value(column, item) != null);
    }
}
