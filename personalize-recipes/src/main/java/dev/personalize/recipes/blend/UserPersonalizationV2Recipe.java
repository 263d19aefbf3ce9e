package dev.personalize.recipes.blend;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Approach;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.recipe.TrainingContext;
import java.util.Optional;

/**
 * {@code user-personalization-v2}: items for a user, with the hyperparameter of the service's second version; a {@code blend}. What it stands for may become better
 * from one version of the library to the next ({@code docs/decisions/0018} of the project says what was chosen and why); what was trained
 * stays as it is. Stateless, safe for any number of threads.
 */
public final class UserPersonalizationV2Recipe implements Recipe {
    private static final String NAME = "user-personalization-v2";

    /** Creates the recipe. */
    public UserPersonalizationV2Recipe() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RecipeType type() {
        return RecipeType.USER_PERSONALIZATION;
    }

    @Override
    public String description() {
        return "Items for a user: a blend of recipes, with the hyperparameter of the service's second version.";
    }

    @Override
    public Approach approach() {
        return Approach.SEVERAL;
    }

    @Override
    public Optional<String> standsFor() {
        return Optional.of(BlendRecipe.NAME);
    }

    @Override
    public HyperparameterSpace hyperparameters() {
        return Personalization.V2;
    }

    @Override
    public Model train(Snapshot data, TrainingContext context) {
        return Personalization.train(NAME, data, context);
    }

    @Override
    public Model read(ArtifactReader in) {
        return BlendModel.read(in);
    }
}
