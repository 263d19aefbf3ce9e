package dev.personalize.recipes.sequence;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.recipe.Hyperparameters;

/**
 * What a step of a history counts for by its age, the number of steps after it.
 *
 * @param steps number of newest steps that are looked at, at least 1
 * @param decay factor from one step to the one before, 0 … 1
 * @param floor what an old step counts for beside the decay, 0 … 1
 */
record Aging(int steps, double decay, double floor) {
    static Aging of(Hyperparameters hyperparameters) {
        return new Aging(
                hyperparameters.integer(SequentialRulesRecipe.HISTORY_LENGTH),
                hyperparameters.number(SequentialRulesRecipe.DECAY),
                hyperparameters.number(SequentialRulesRecipe.LONG_TERM_WEIGHT));
    }

    double of(int age) {
        return floor + (1 - floor) * Math.pow(decay, age);
    }

    void write(ArtifactWriter out) {
        out.text(SequentialRulesRecipe.HISTORY_LENGTH, Integer.toString(steps));
        out.text(SequentialRulesRecipe.DECAY, Double.toString(decay));
        out.text(SequentialRulesRecipe.LONG_TERM_WEIGHT, Double.toString(floor));
    }

    static Aging read(ArtifactReader in) {
        String steps = in.text(SequentialRulesRecipe.HISTORY_LENGTH);
        String decay = in.text(SequentialRulesRecipe.DECAY);
        String floor = in.text(SequentialRulesRecipe.LONG_TERM_WEIGHT);
        try {
            Aging aging = new Aging(Integer.parseInt(steps), Double.parseDouble(decay), Double.parseDouble(floor));
            if (aging.steps >= 1 && isShare(aging.decay) && isShare(aging.floor)) {
                return aging;
            }
        } catch (NumberFormatException e) {
            throw new CorruptArtifactException(corrupt(steps, decay, floor), e);
        }
        throw new CorruptArtifactException(corrupt(steps, decay, floor));
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }

    private static String corrupt(String steps, String decay, String floor) {
        return "the " + SequentialRulesRecipe.NAME + " model looks back " + steps + " steps with the decay " + decay
                + " and the long-term weight " + floor
                + ", which cannot be: restore it from a copy, or train the version again";
    }
}
