package dev.personalize.recipes.session;

import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.recipe.Contributions;
import dev.personalize.recipe.ExplainingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Answers from the sessions of a training, and of a stream where there is one. Safe for any number of threads. */
class Answers implements ExplainingModel {
    private final SessionModel model;
    private final @Nullable AppendedSessions appended;
    private final int items;

    Answers(SessionModel model, @Nullable AppendedSessions appended, int items) {
        this.model = model;
        this.appended = appended;
        this.items = items;
    }

    @Override
    public int items() {
        return items;
    }

    private Neighbors neighbors(Steps steps) {
        return new Neighbors(model.index(), appended, model.settings(), steps);
    }

    private Steps steps(Query query) {
        return new Steps(query, model.events(), model.settings());
    }

    @Override
    public void score(Query query, float[] scores) {
        Arrays.fill(scores, 0, items, Float.NaN);
        Neighbors neighbors = neighbors(steps(query));
        for (int neighbor = 0; neighbor < neighbors.size(); neighbor++) {
            double weight = neighbors.weight(neighbor);
            neighbors.visit(neighbor, (item, factor, which) -> {
                if (item < items) {
                    float contribution = (float) (weight * factor * model.boost(item));
                    scores[item] = Float.isNaN(scores[item]) ? contribution : scores[item] + contribution;
                }
            });
        }
    }

    @Override
    public Breakdown explain(Query query) {
        Steps steps = steps(query);
        Neighbors neighbors = neighbors(steps);
        return item -> {
            double[] contributions = new double[steps.size()];
            boolean[] reached = {false};
            for (int neighbor = 0; neighbor < neighbors.size(); neighbor++) {
                neighbors.visit(neighbor, (other, factor, which) -> {
                    if (other == item) {
                        reached[0] = true;
                        add(steps, neighbors, which, factor * model.boost(item), contributions);
                    }
                });
            }
            return reached[0] ? Contributions.ofEvents(steps.ofEvents(contributions)) : null;
        };
    }

    private static void add(Steps steps, Neighbors neighbors, int neighbor, double factor, double[] contributions) {
        for (int step = 0; step < contributions.length; step++) {
            if (neighbors.shares(neighbor, step)) {
                contributions[step] += factor * steps.weight(step);
            }
        }
    }

    @Override
    public void write(ArtifactWriter out) {
        model.write(out);
    }
}
