package dev.personalize.internal.serving;

import dev.personalize.ingest.LiveHistories.History;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import org.jspecify.annotations.Nullable;

/**
 * What one request sees of a deployment from beginning to end.
 *
 * @param deployment answers
 * @param candidates the items answers are made of
 * @param model scores the first {@link Model#items()} of them
 */
record Moment(Deployment deployment, Candidates candidates, Model model) {
    /** {@return what the model is asked for a history; see {@link Deployment#query}} */
    Query query(History history, @Nullable String itemId) {
        return deployment.query(history, itemId, candidates);
    }

    /** {@return what says why items are in the answer to a query} */
    Explainer explainer(Query query) {
        return new Explainer(model, query, candidates::id, deployment.eventTypes()::id, candidates::users);
    }
}
