package dev.personalize.internal.serving;

import dev.personalize.recipe.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the model says to an ask, and the context adds.
 *
 * @param query what it was asked
 * @param scores its answer; shape [at least trained items]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Scored(Query query, float[] scores) {
    /** {@return what the model is asked} */
    static Query query(Moment moment, Ask ask) {
        return moment.query(ask.negative.positive(ask.asker.history()), ask.itemId)
                .withUserAttributes(() -> moment.deployment()
                        .columns()
                        .ofUser(ask.asker.attributes().get()));
    }

    /** Asks the model; about an item in question that it does not know, it has nothing to say. */
    static void score(Moment moment, Ask ask, Query query, float[] scores) {
        if (isForModel(ask, query)) {
            moment.model().score(query, scores);
            moment.deployment().contextLift().addTo(scores, ask.asker.context());
        } else {
            Arrays.fill(scores, Float.NaN);
        }
    }

    /**
     * {@return what the model says to each of several asks, with the bits it would say to each alone; it reads its memory once for all}
     *
     * @param rows taken for the scores; shape [at least asks][trained items]
     */
    static List<Scored> together(Moment moment, List<Ask> asks, float[][] rows) {
        List<Scored> scored = new ArrayList<>(asks.size());
        List<Query> queries = new ArrayList<>(asks.size());
        float[][] rowsOfQueries = new float[asks.size()][];
        for (int i = 0; i < asks.size(); i++) {
            Query query = query(moment, asks.get(i));
            scored.add(new Scored(query, rows[i]));
            if (isForModel(asks.get(i), query)) {
                rowsOfQueries[queries.size()] = rows[i];
                queries.add(query);
            } else {
                Arrays.fill(rows[i], Float.NaN);
            }
        }
        moment.model().score(queries, Arrays.copyOf(rowsOfQueries, queries.size()));
        for (int i = 0; i < scored.size(); i++) {
            moment.deployment().contextLift().addTo(rows[i], asks.get(i).asker.context());
        }
        return scored;
    }

    private static boolean isForModel(Ask ask, Query query) {
        return ask.itemId == null || query.anchor() >= 0;
    }
}
