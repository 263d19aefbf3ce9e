package dev.personalize.recipes.sequence;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import dev.personalize.recipes.weights.WeightRows;

/** What follows each item. Immutable. */
final class TransitionModel implements ExplainingModel {
    private final EventWeights events;
    private final Aging aging;
    private final WeightRows rows;

    TransitionModel(EventWeights events, Aging aging, WeightRows rows) {
        this.events = events;
        this.aging = aging;
        this.rows = rows;
    }

    @Override
    public int items() {
        return rows.items();
    }

    @Override
    public void score(Query query, float[] scores) {
        rows.begin(scores);
        Steps steps = new Steps(query, events, aging);
        for (int step = 0; step < steps.size(); step++) {
            rows.add(steps.item(step), (float) steps.factor(step), scores);
        }
    }

    @Override
    public Breakdown explain(Query query) {
        Steps steps = new Steps(query, events, aging);
        return item -> {
            double[] contributions = new double[steps.size()];
            boolean reached = false;
            for (int step = 0; step < contributions.length; step++) {
                float weight = rows.weight(steps.item(step), item);
                reached |= !Float.isNaN(weight);
                contributions[step] = Float.isNaN(weight) ? 0 : steps.factor(step) * weight;
            }
            return reached ? Contributions.ofEvents(steps.ofEvents(contributions)) : null;
        };
    }

    @Override
    public void write(ArtifactWriter out) {
        events.write(out);
        aging.write(out);
        rows.write(out);
    }

    static TransitionModel read(ArtifactReader in) {
        WeightRows rows = WeightRows.read(in, SequentialRulesRecipe.NAME, 0);
        return new TransitionModel(EventWeights.read(in), Aging.read(in), rows);
    }
}
