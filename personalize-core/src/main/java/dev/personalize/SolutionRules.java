package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.EventWeights;
import dev.personalize.schema.DatasetType;

/** Which parts of a configuration do not go together, whatever the data and the installed recipes. */
final class SolutionRules {
    private SolutionRules() {}

    /** @throws InvalidInputException if a weight of an event type is none, or two parts contradict each other */
    static void check(SolutionConfig config) {
        EventWeights.check(config.eventTypeWeights());
        config.objective()
                .filter(aim -> !config.columns().uses(DatasetType.ITEMS, aim.itemAttribute()))
                .ifPresent(aim -> {
                    throw new InvalidInputException(
                            "'" + aim.itemAttribute()
                                    + "' is the objective, and left out of the columns to learn from: leave out one of the two");
                });
        if (config.autoMl().isPresent()) {
            checkNothingIsChosen(config);
        }
    }

    private static void checkNothingIsChosen(SolutionConfig config) {
        if (!config.recipe().equals(SolutionConfig.AUTO_ML)) {
            throw new InvalidInputException(
                    "recipe '" + config.recipe() + "' is named, and AutoML is to choose one: leave one of the two out");
        }
        if (config.hpo().isPresent() || !config.hyperparameters().isEmpty()) {
            throw new InvalidInputException(
                    "AutoML chooses the recipe and its hyperparameters: leave hpo and hyperparameters out, or name a recipe");
        }
    }
}
