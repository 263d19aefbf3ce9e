package dev.personalize.recipes.factor;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.error.TrainingException;
import dev.personalize.recipe.EventWeights;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.TrainingContext;
import dev.personalize.schema.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the two recipes for segments of users have in common: vectors of matrix factorization, and what they refuse. */
final class Affinity {
    static final String HIDDEN_DIMENSION = "hidden_dimension";
    static final HyperparameterSpace SPACE = HyperparameterSpace.builder()
            .integer(HIDDEN_DIMENSION, 149, 32, 256, false, "Length of the vectors of users and items.")
            .recencyHalfLife()
            .build();

    private Affinity() {}

    /**
     * Trains the vectors.
     *
     * @param itemFeatures whether items without events get vectors from their metadata
     */
    static Model train(Snapshot data, TrainingContext context, boolean itemFeatures) {
        Map<String, String> asked = context.hyperparameters().toMap();
        MatrixFactorizationRecipe factors = new MatrixFactorizationRecipe();
        Map<String, String> hyperparameters = Map.of(
                MatrixFactorizationRecipe.FACTORS,
                asked.getOrDefault(HIDDEN_DIMENSION, ""),
                MatrixFactorizationRecipe.ITEM_FEATURES,
                String.valueOf(itemFeatures),
                EventWeights.RECENCY_HALF_LIFE,
                asked.getOrDefault(EventWeights.RECENCY_HALF_LIFE, ""));
        return factors.train(
                data,
                new TrainingContext(
                        factors.hyperparameters().values(hyperparameters),
                        context.seed(),
                        context.parallel(),
                        context.progress(),
                        context.cancellation(),
                        context.eventTypeWeights()));
    }

    /** Refuses events that all happened at once, as the service does: it takes them for data without times. */
    static void requireTimes(String recipe, Interactions events) {
        for (int p = 1; p < events.size(); p++) {
            if (events.timestamp(p) != events.timestamp(0)) {
                return;
            }
        }
        throw new TrainingException(recipe + " found the same TIMESTAMP in all " + events.size()
                + " interactions: import them with the times they happened at");
    }

    /** Refuses items whose metadata says nothing. */
    static void requireAttribute(String recipe, Snapshot data) {
        AttributeTable attributes = data.itemAttributes();
        for (Field field : attributes.fields()) {
            boolean reserved = field.name().equals("ITEM_ID") || field.name().equals("CREATION_TIMESTAMP");
            if (!reserved
                    && !field.textual()
                    && varies(attributes, field, data.items().size())) {
                return;
            }
        }
        throw new TrainingException(
                recipe + " did not find any attribute to train on: the items dataset needs a column besides"
                        + " ITEM_ID and CREATION_TIMESTAMP that is not textual and has two different values");
    }

    private static boolean varies(AttributeTable attributes, Field field, int items) {
        int column = attributes.column(field.name());
        Object first = null;
        for (int item = 0; item < items; item++) {
            @Nullable Object value = attributes.value(column, item);
            if (value != null && first != null && !value.equals(first)) {
                return true;
            }
            first = first == null ? value : first;
        }
        return false;
    }
}
