package dev.personalize.recipes.content;

import dev.personalize.data.PreferenceMatrix;
import dev.personalize.math.Vectors;
import dev.personalize.recipe.TrainingContext;
import java.util.Arrays;

/**
 * How many users what is expected of two items is worth: <i>κ</i> of {@link SimilarItemsRecipe}. Users are halved; from one half and the
 * expectation the score of pairs is made, and <i>κ</i> is the number with which it comes nearest to the cosine in the other half, in the
 * mean of squares over a sample of items and all others, weighted by the users a pair could have in common.
 */
final class PriorStrength {
    private static final double[] STRENGTHS = {1, 2, 4, 8, 16, 32, 64, 128};
    private static final int MOST_SAMPLED = 400;
    /** Pairs that are looked at, which take a product of two vectors each. */
    private static final long MOST_PAIRS = 20_000_000;

    private final PreferenceMatrix itemsOfUser;
    private final PreferenceMatrix usersOfItem;
    private final float[][] expected;
    private final double[][] users;

    private PriorStrength(PreferenceMatrix itemsOfUser, PreferenceMatrix usersOfItem, float[][] expected) {
        this.itemsOfUser = itemsOfUser;
        this.usersOfItem = usersOfItem;
        this.expected = expected;
        this.users = new double[2][usersOfItem.rows()];
        for (int user = 0; user < itemsOfUser.rows(); user++) {
            for (int p = itemsOfUser.begin(user); p < itemsOfUser.end(user); p++) {
                users[half(user)][itemsOfUser.column(p)] += square(itemsOfUser.weight(p));
            }
        }
    }

    private static double square(double value) {
        return value * value;
    }

    /** Mixed, for users may come in an order that means something. */
    private static int half(int user) {
        return (user * 0x9E37_79B9) >>> 31;
    }

    /**
     * {@return κ}
     *
     * @param expected what is expected of each item; not modified; shape [items][d]
     */
    static double of(
            PreferenceMatrix itemsOfUser, PreferenceMatrix usersOfItem, float[][] expected, TrainingContext context) {
        int[] had = java.util.stream.IntStream.range(0, usersOfItem.rows())
                .filter(item -> usersOfItem.count(item) > 0)
                .toArray();
        int sampled =
                (int) Math.min(Math.min(had.length, MOST_SAMPLED), Math.max(1, MOST_PAIRS / Math.max(1, had.length)));
        PriorStrength strength = new PriorStrength(itemsOfUser, usersOfItem, expected);
        double[][] errors = new double[sampled][];
        context.parallel().forChunks(sampled, 4, (chunk, from, to) -> {
            double[][] common = new double[2][usersOfItem.rows()];
            for (int i = from; i < to; i++) {
                context.cancellation().throwIfCancelled();
                errors[i] = strength.errors(had[(int) ((long) i * had.length / sampled)], had, common);
            }
        });
        double[] sums = new double[STRENGTHS.length];
        for (double[] ofItem : errors) {
            for (int s = 0; s < sums.length; s++) {
                sums[s] += ofItem[s];
            }
        }
        int best = 0;
        for (int s = 1; s < sums.length; s++) {
            best = sums[s] < sums[best] ? s : best;
        }
        return STRENGTHS[best];
    }

    /** {@return squared errors of an item with each strength, both halves in turn} */
    private double[] errors(int item, int[] had, double[][] common) {
        Arrays.fill(common[0], 0);
        Arrays.fill(common[1], 0);
        for (int p = usersOfItem.begin(item); p < usersOfItem.end(item); p++) {
            int user = usersOfItem.column(p);
            double[] counts = common[half(user)];
            for (int q = itemsOfUser.begin(user); q < itemsOfUser.end(user); q++) {
                counts[itemsOfUser.column(q)] += usersOfItem.weight(p) * (double) itemsOfUser.weight(q);
            }
        }
        double[] errors = new double[STRENGTHS.length];
        for (int other : had) {
            if (other != item) {
                double prior = Vectors.product(expected[item], expected[other]);
                add(errors, item, other, prior, common, 0);
                add(errors, item, other, prior, common, 1);
            }
        }
        return errors;
    }

    private void add(double[] errors, int item, int other, double prior, double[][] common, int half) {
        double possible = Math.sqrt(users[1 - half][item] * users[1 - half][other]);
        if (possible > 0) {
            double cosine = common[1 - half][other] / possible;
            double known = Math.sqrt(users[half][item] * users[half][other]);
            for (int s = 0; s < errors.length; s++) {
                double score = (common[half][other] + STRENGTHS[s] * prior) / (known + STRENGTHS[s]);
                errors[s] += possible * square(score - cosine);
            }
        }
    }
}
