package dev.personalize.recipes.blend;

import dev.personalize.math.TopK;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The items a case is a choice between: those that any part would recommend. What a blend of the parts ranks first is hardly ever
 * another one, so weights are compared by these few instead of by all items. Immutable.
 *
 * @param scores what each part says of each item, on the common scale without roots, 0 where it says nothing; shape [parts][items]
 * @param hit whether an item is one to be found; shape [items]
 * @param had whether it is in the history; shape [items]
 * @param freshness how often and how recently it was had ({@link Repeats}); shape [items]
 * @param ideal discounted gain of a ranking with all items to be found in front; without and with those of the history
 */
// A record of arrays: never compared.
@SuppressWarnings("ArrayRecordComponent")
record Choices(float[][] scores, boolean[] hit, boolean[] had, float[] freshness, double[] ideal) {
    /** Items of each part. */
    private static final int BEST = 100;
    /** Bytes of a case for each part, from above: choices of all parts, and a score of each. */
    static final int BYTES = 4 * BEST;

    static final int WITHOUT_HISTORY = 0;
    static final int WITH_HISTORY = 1;

    int size() {
        return hit.length;
    }

    /** {@return the same with some roots drawn of the scores} */
    Choices rooted(int roots) {
        float[][] drawn = new float[scores.length][size()];
        for (int part = 0; part < drawn.length; part++) {
            for (int i = 0; i < size(); i++) {
                drawn[part][i] = Standard.rooted(scores[part][i], roots);
            }
        }
        return new Choices(drawn, hit, had, freshness, ideal);
    }

    /**
     * {@return the choices of a case}
     *
     * @param asked the parts' models; weights do not matter
     * @param rows scratch; shape [parts][at least items]
     */
    static Choices of(Validation.Case given, List<BlendModel.Weighted> asked, int items, float[][] rows) {
        Query query = given.query();
        float[] greatest = new float[asked.size()];
        IntStream union = Arrays.stream(query.items());
        for (int part = 0; part < greatest.length; part++) {
            float[] row = rows[part];
            BlendModel.Weighted model = asked.get(part);
            model.model().score(model.asked(query), row);
            greatest[part] = Standard.greatest(row, items, query);
            TopK best = new TopK(Math.min(items, BEST));
            best.offerAll(row, items);
            union = IntStream.concat(union, Arrays.stream(best.drain()));
        }
        int[] choices = union.sorted().distinct().toArray();
        float[][] scores = new float[greatest.length][choices.length];
        for (int part = 0; part < greatest.length; part++) {
            for (int i = 0; i < choices.length; i++) {
                float score = rows[part][choices[i]];
                scores[part][i] = Float.isNaN(score) || greatest[part] == 0 ? 0 : Standard.of(score, greatest[part], 0);
            }
        }
        return of(given, choices, scores);
    }

    private static Choices of(Validation.Case given, int[] choices, float[][] scores) {
        boolean[] hit = new boolean[choices.length];
        boolean[] had = new boolean[choices.length];
        float[] freshness = new float[choices.length];
        for (int i = 0; i < choices.length; i++) {
            hit[i] = given.wants(choices[i]);
            had[i] = given.query().has(choices[i]);
            freshness[i] = had[i] ? (float) Repeats.freshness(given.query(), choices[i]) : 0;
        }
        int all = given.targets().length;
        int repeated =
                (int) Arrays.stream(given.targets()).filter(given.query()::has).count();
        return new Choices(scores, hit, had, freshness, new double[] {ideal(all - repeated), ideal(all)});
    }

    private static double ideal(int targets) {
        double sum = 0;
        for (int rank = 0; rank < targets; rank++) {
            sum += discount(rank);
        }
        return sum;
    }

    static double discount(int rank) {
        return 1 / (Math.log(rank + 2) / Math.log(2));
    }
}
