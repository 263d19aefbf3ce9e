package dev.personalize.recipes.neighbor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.WeightedItems;
import dev.personalize.math.Spares;
import dev.personalize.math.TopK;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Hyperparameters;
import dev.personalize.recipe.Query;
import dev.personalize.recipes.weights.HistoryParts;
import java.util.Arrays;

/** Finds the users whose histories are nearest to that of a query, and scores items by them. Immutable, safe for any number of threads. */
final class UserNeighborsModel implements ExplainingModel {
    private final EventWeights events;
    private final UserRows rows;
    private final UserSimilarity similarity;
    private final Spares<Search> spares;

    UserNeighborsModel(EventWeights events, UserRows rows, Hyperparameters values) {
        this.events = events;
        this.rows = rows;
        this.similarity = new UserSimilarity(rows, values);
        this.spares = new Spares<>(Search::new);
    }

    @Override
    public int items() {
        return rows.items();
    }

    @Override
    public void score(Query query, float[] scores) {
        Arrays.fill(scores, 0, items(), Float.NaN);
        Search search = spares.take();
        int[] neighbors = search.find(events.history(query));
        for (int i = 0; i < neighbors.length; i++) {
            for (int p = rows.begin(neighbors[i]); p < rows.end(neighbors[i]); p++) {
                float before = scores[rows.item(p)];
                float contribution = search.weights[i] * rows.weight(p);
                scores[rows.item(p)] = Float.isNaN(before) ? contribution : before + contribution;
            }
        }
        spares.giveBack(search);
    }

    /** What a neighbour says of an item is shared out between the items of the history that make them neighbours. */
    @Override
    public Breakdown explain(Query query) {
        WeightedItems history = events.history(query);
        Search search = spares.take();
        int[] neighbors = search.find(history);
        double[][] shares = new double[neighbors.length][];
        for (int i = 0; i < neighbors.length; i++) {
            shares[i] = similarity.shares(history, neighbors[i], search.weights[i]);
        }
        spares.giveBack(search);
        HistoryParts parts = new HistoryParts(query, history);
        return item -> {
            double[] contributions = new double[history.size()];
            boolean reached = false;
            for (int i = 0; i < neighbors.length; i++) {
                int p = rows.find(neighbors[i], item);
                reached |= p >= 0;
                for (int h = 0; p >= 0 && h < contributions.length; h++) {
                    contributions[h] += shares[i][h] * rows.weight(p);
                }
            }
            return reached ? parts.of(contributions) : null;
        };
    }

    @Override
    public void write(ArtifactWriter out) {
        events.write(out);
        similarity.write(out);
        rows.write(out);
    }

    static UserNeighborsModel read(ArtifactReader in) {
        UserRows rows = UserRows.read(in);
        return new UserNeighborsModel(EventWeights.read(in), rows, UserSimilarity.readSettings(in));
    }

    /** One search after the other. For one thread. */
    private final class Search {
        /** Zeros between searches; shape [users]. */
        private final float[] sums = new float[rows.users()];

        private final int[] met = new int[rows.users()];
        private final TopK best = new TopK(similarity.neighbors());
        /** What each of the neighbours found last counts for; shape [neighbors]. */
        private final float[] weights = new float[similarity.neighbors()];

        /** {@return the nearest users, nearest first, with their {@link #weights}} */
        int[] find(WeightedItems history) {
            double length = similarity.length(history);
            double square = similarity.square(history, length);
            int size = 0;
            for (int h = 0; h < history.size(); h++) {
                int item = history.item(h);
                float factor = similarity.factor(item, history.weight(h), length);
                for (int i = 0; i < rows.usersOf(item); i++) {
                    int user = rows.user(item, i);
                    if (sums[user] == 0) {
                        met[size++] = user;
                    }
                    sums[user] += rows.weighted() ? factor * similarity.value(rows.place(item, i)) : factor;
                }
            }
            for (int i = 0; i < size; i++) {
                best.offer(met[i], similarity.of(sums[met[i]], square, met[i]));
                sums[met[i]] = 0;
            }
            int[] found = best.drain(weights);
            for (int i = 0; i < found.length; i++) {
                weights[i] = similarity.weight(weights[i]);
            }
            return found;
        }
    }
}
