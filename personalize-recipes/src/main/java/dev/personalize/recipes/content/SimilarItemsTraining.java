package dev.personalize.recipes.content;

import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.math.Vectors;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One training of {@link SimilarItemsRecipe}. For one thread, which may use others. */
final class SimilarItemsTraining {
    private static final String TASK = "train " + SimilarItemsRecipe.NAME;
    /** The service returns no more items to a request. */
    private static final int MOST_COUNTS = 500;
    /** Enough to make up for the counter array of a chunk, few enough to stop within a second. */
    private static final int ITEMS_A_CHUNK = 64;

    private static final int ITEMS_A_REPORT = 1 << 14;
    /** Events with which an item is worth half as much to a fit as one with very many. */
    private static final double HALF_WORTH = 10;

    private static final double MOST_STRETCHED = 2;
    /** Half way in the order of things between items nobody had that never come first and too many of them. */
    private static final double STRETCHED = 0.3;

    private final Snapshot data;
    private final TrainingContext context;
    private final EventWeights weights;
    private final PreferenceMatrix itemsOfUser;
    private final int items;
    /** √n of each item; shape [items]. */
    private final float[] roots;

    private final int decompositions;
    private long done;

    SimilarItemsTraining(Snapshot data, TrainingContext context) {
        context.cancellation().throwIfCancelled();
        this.data = data;
        this.context = context;
        this.weights = context.eventWeights(data);
        this.itemsOfUser = weights.preferences(data.interactions());
        this.items = data.items().size();
        this.decompositions = data.itemAttributes().fields().isEmpty() ? 1 : 2;
        this.roots = new float[items];
        for (int p = 0; p < itemsOfUser.size(); p++) {
            roots[itemsOfUser.column(p)] += itemsOfUser.weight(p) * itemsOfUser.weight(p);
        }
        for (int item = 0; item < items; item++) {
            roots[item] = (float) Math.sqrt(roots[item]);
        }
    }

    SimilarItemsModel train() {
        context.requireMemory(SimilarItemsRecipe.NAME, peakBytes(), "lower item_id_hidden_dim");
        step();
        int d = context.hyperparameters().integer(SimilarItemsRecipe.ITEM_ID_HIDDEN_DIM);
        float[][] vectors = ofUsers(d);
        Expected expected = expected(vectors);
        PreferenceMatrix usersOfItem = itemsOfUser.transpose();
        double users = PriorStrength.of(itemsOfUser, usersOfItem, expected.vectors(), context);
        step();
        blend(vectors, expected, users);
        double discount = context.hyperparameters().number(SimilarItemsRecipe.POPULARITY_DISCOUNT_FACTOR);
        return new SimilarItemsModel(weights, vectors, roots, users, discount, counts(usersOfItem, users));
    }

    private long peakBytes() {
        long d = TruncatedSvd.MORE + (long) context.hyperparameters().integer(SimilarItemsRecipe.ITEM_ID_HIDDEN_DIM);
        long users = itemsOfUser.rows();
        return 24L * itemsOfUser.size() + 4L * d * (users + 4L * items) + 8L * MOST_COUNTS * items;
    }

    private void step() {
        context.cancellation().throwIfCancelled();
        context.progress().progress(TASK, done, totalSteps());
        done++;
    }

    /** {@return one before everything, those of the decompositions, one after the strength, and those of counting} */
    private long totalSteps() {
        return stepsBeforeStrength() + reports();
    }

    private long stepsBeforeStrength() {
        return 1 + (long) decompositions * (TruncatedSvd.ITERATIONS + 1);
    }

    private int reports() {
        return Parallel.chunks(items, ITEMS_A_REPORT);
    }

    /** {@return vectors whose products are nearly the cosines of co-occurrence; shape [items][at most d, at least 1]} */
    private float[][] ofUsers(int d) {
        float[] lengths = roots.clone();
        SparseRows cosines = SparseRows.cosines(itemsOfUser, lengths);
        TruncatedSvd svd = TruncatedSvd.of(cosines, d, context.random("users × items"), context.parallel(), this::step);
        int width = Math.max(1, svd.found());
        float[][] vectors = new float[items][width];
        for (int item = 0; item < items; item++) {
            for (int k = 0; k < svd.found(); k++) {
                vectors[item][k] = svd.components()[item][k] * svd.values()[k];
            }
        }
        return vectors;
    }

    /**
     * What metadata lets one expect of the vector of each item, and by what to lengthen it.
     *
     * @param vectors zero for items without metadata; shape [items][d]
     */
    // A record of arrays: never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Expected(float[][] vectors, double stretch) {}

    /** {@return what metadata lets one expect of the vector of each item; zero for items without; shape as vectors} */
    private Expected expected(float[][] vectors) {
        float[][] expected = new float[items][vectors[0].length];
        SparseRows metadata = decompositions == 1 ? null : ItemMetadata.of(data, context.parallel());
        float[][] summed = metadata == null ? null : summed(metadata);
        if (summed == null || metadata == null) {
            while (done < stepsBeforeStrength()) {
                step(); // those of a decomposition there was nothing for
            }
            return new Expected(expected, 1);
        }
        double[] worth = new double[items];
        for (int item = 0; item < items; item++) {
            double events = (double) roots[item] * roots[item];
            worth[item] = metadata.isEmpty(item) ? 0 : events / (events + HALF_WORTH);
        }
        MetadataMap map = MetadataMap.fit(summed, vectors, worth, context.parallel());
        for (int item = 0; item < items; item++) {
            if (!metadata.isEmpty(item)) {
                map.apply(summed[item], expected[item]);
            }
        }
        return new Expected(expected, shortening(vectors, expected, worth));
    }

    /**
     * {@return how many times as long as expected the vectors of items are, from 1 to {@link #MOST_STRETCHED}: a mean is shorter than what
     * it is the mean of, and items nobody had, which have nothing else, would hardly ever come first beside the others}
     */
    private static double shortening(float[][] vectors, float[][] expected, double[] worth) {
        double actual = 0;
        double mean = 0;
        for (int item = 0; item < worth.length; item++) {
            actual += worth[item] * Vectors.product(vectors[item], vectors[item]);
            mean += worth[item] * Vectors.product(expected[item], expected[item]);
        }
        return actual > mean && mean > 0 ? Math.min(MOST_STRETCHED, Math.pow(actual / mean, STRETCHED / 2)) : 1;
    }

    private float @Nullable [][] summed(SparseRows metadata) {
        int d = context.hyperparameters().integer(SimilarItemsRecipe.ITEM_METADATA_HIDDEN_DIM);
        TruncatedSvd svd = TruncatedSvd.of(metadata, d, context.random("metadata"), context.parallel(), this::step);
        return svd.found() == 0 ? null : metadata.times(svd.components(), svd.found(), context.parallel());
    }

    private void blend(float[][] vectors, Expected expected, double users) {
        for (int item = 0; item < items; item++) {
            double n = (double) roots[item] * roots[item];
            float seen = (float) (n / (n + users));
            for (int k = 0; k < vectors[item].length; k++) {
                vectors[item][k] *= seen;
            }
            Vectors.addScaled(vectors[item], expected.vectors()[item], (float) expected.stretch() * (1 - seen));
        }
    }

    private SparseRows counts(PreferenceMatrix usersOfItem, double users) {
        int[][] others = new int[items][];
        float[][] counts = new float[items][];
        for (int begin = 0; begin < items; begin += ITEMS_A_REPORT) {
            int first = begin;
            context.parallel().forChunks(Math.min(items - begin, ITEMS_A_REPORT), ITEMS_A_CHUNK, (chunk, from, to) -> {
                CommonUsers common = new CommonUsers(itemsOfUser, usersOfItem);
                TopK best = new TopK(MOST_COUNTS);
                for (int item = first + from; item < first + to; item++) {
                    context.cancellation().throwIfCancelled();
                    common.count(item);
                    others[item] = best(item, common, users, best);
                    counts[item] = new float[others[item].length];
                    for (int i = 0; i < counts[item].length; i++) {
                        counts[item][i] = common.of(others[item][i]);
                    }
                }
            });
            step();
        }
        return Vocabulary.joined(items, Arrays.asList(others), Arrays.asList(counts));
    }

    /** {@return the items whose common users say most, ascending} */
    private int[] best(int item, CommonUsers common, double users, TopK best) {
        for (int i = 0; i < common.size(); i++) {
            int other = common.item(i);
            if (other != item) {
                best.offer(other, (float) (common.of(other) / (roots[item] * roots[other] + users)));
            }
        }
        int[] kept = best.drain();
        Arrays.sort(kept);
        return kept;
    }
}
