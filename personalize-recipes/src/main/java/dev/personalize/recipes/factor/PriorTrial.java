package dev.personalize.recipes.factor;

import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Bits;
import dev.personalize.math.Parallel;
import dev.personalize.math.TopK;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Whether metadata makes the answers to users with few events better: a prior that does not is not kept, as it would only blur what the
 * events say.
 *
 * <p>At most 500 users who have metadata, spread evenly, are asked about with their first event, three or ten, but at most half of all,
 * once with and once without their metadata; the items of their later events are what is to be found. They took part in the training, but
 * with both questions alike. The metadata is kept if the mean gain in nDCG at 25 is above two standard errors; of fewer than 25 users,
 * nothing is known.
 */
final class PriorTrial {
    private static final int MOST_USERS = 500;
    private static final int LEAST_USERS = 25;
    private static final int[] GIVEN = {1, 3, 10};
    private static final int CUT = 25;
    private static final double STANDARD_ERRORS = 2;
    private static final int USERS_A_CHUNK = 16;

    private final FactorModel model;
    private final Snapshot data;

    private PriorTrial(FactorModel model, Snapshot data) {
        this.model = model;
        this.data = data;
    }

    /**
     * {@return whether users are found out better with the prior of a model than without}
     *
     * @param data what it was trained on
     */
    static boolean passed(FactorModel model, Snapshot data, Parallel parallel) {
        return new PriorTrial(model, data).passed(parallel);
    }

    private boolean passed(Parallel parallel) {
        Interactions events = data.interactions();
        int[] eligible = IntStream.range(0, events.users())
                .filter(user -> events.end(user) - events.begin(user) >= 2)
                .filter(user -> !data.userAttributes().texts(user).isEmpty())
                .toArray();
        int asked = Math.min(MOST_USERS, eligible.length);
        double[] gains = new double[asked];
        parallel.forChunks(asked, USERS_A_CHUNK, (chunk, from, to) -> {
            for (int i = from; i < to; i++) {
                gains[i] = gain(eligible[(int) ((long) i * eligible.length / asked)], GIVEN[i % GIVEN.length]);
            }
        });
        double mean = Arrays.stream(gains).average().orElse(0);
        double variance = Arrays.stream(gains)
                .map(gain -> (gain - mean) * (gain - mean))
                .average()
                .orElse(0);
        return asked >= LEAST_USERS && mean > STANDARD_ERRORS * Math.sqrt(variance / asked);
    }

    private double gain(int user, int most) {
        Interactions events = data.interactions();
        int begin = events.begin(user);
        int end = events.end(user);
        int given = Math.min(most, (end - begin) / 2);
        Bits open = Bits.all(events.items());
        for (int item : events.items(begin, begin + given)) {
            open.clear(item);
        }
        int[] wanted = Arrays.stream(events.items(begin + given, end))
                .filter(open::get)
                .sorted()
                .distinct()
                .toArray();
        Query query = Query.ofUser(data, begin, begin + given);
        return wanted.length == 0
                ? 0
                : ndcg(query, open, wanted) - ndcg(query.withUserAttributes(Map::of), open, wanted);
    }

    private double ndcg(Query query, Bits open, int[] wanted) {
        float[] scores = new float[model.items()];
        model.score(query, scores);
        TopK best = new TopK(CUT);
        best.offerAll(scores, scores.length, open.words());
        int[] ranked = best.drain();
        double gain = 0;
        double ideal = 0;
        for (int place = 0; place < CUT; place++) {
            double discount = 1 / Math.log(2 + place);
            gain += place < ranked.length && Arrays.binarySearch(wanted, ranked[place]) >= 0 ? discount : 0;
            ideal += place < wanted.length ? discount : 0;
        }
        return gain / ideal;
    }
}
