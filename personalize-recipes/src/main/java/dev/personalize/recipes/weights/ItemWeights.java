package dev.personalize.recipes.weights;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.WeightedItems;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;

/**
 * Scores items by a sum over the distinct items of the history: the weight from each, times what its events count for. Immutable, safe for
 * any number of threads.
 */
public final class ItemWeights implements ExplainingModel {
    private final EventWeights events;
    private final WeightRows rows;

    /**
     * @param events what the events of a history count for
     * @param rows what an item of a history adds to the scores of others
     */
    public ItemWeights(EventWeights events, WeightRows rows) {
        this.events = events;
        this.rows = rows;
    }

    @Override
    public int items() {
        return rows.items();
    }

    @Override
    public void score(Query query, float[] scores) {
        rows.begin(scores);
        // Ascending, so that the order of the history does not reach the last bit of a sum.
        WeightedItems history = events.history(query);
        for (int i = 0; i < history.size(); i++) {
            rows.add(history.item(i), history.weight(i), scores);
        }
    }

    @Override
    public Breakdown explain(Query query) {
        WeightedItems history = events.history(query);
        HistoryParts parts = new HistoryParts(query, history);
        return item -> {
            double[] contributions = new double[history.size()];
            boolean reached = false;
            for (int i = 0; i < contributions.length; i++) {
                float weight = rows.weight(history.item(i), item);
                reached |= !Float.isNaN(weight);
                contributions[i] = Float.isNaN(weight) ? 0 : history.weight(i) * weight;
            }
            return reached ? parts.of(contributions) : null;
        };
    }

    @Override
    public void write(ArtifactWriter out) {
        events.write(out);
        rows.write(out);
    }

    /**
     * {@return the model that {@link #write} wrote}
     *
     * @param recipe whose model it is, for the message
     * @throws dev.personalize.error.CorruptArtifactException if it is none
     */
    public static ItemWeights read(ArtifactReader in, String recipe) {
        WeightRows rows = WeightRows.read(in, recipe, -Float.MAX_VALUE);
        return new ItemWeights(EventWeights.read(in), rows);
    }
}
