package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.NearMisses;
import dev.personalize.internal.dataset.GroupData;
import dev.personalize.recipe.OptimizationObjective;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Field;
import dev.personalize.schema.FieldType;
import dev.personalize.schema.Schema;
import java.util.List;
import java.util.Set;

/** The service's rules of what can be an objective, and of which recipes. */
final class ObjectiveRule {
    private static final List<String> RECIPES = List.of("user-personalization", "personalized-ranking");
    private static final Set<FieldType> NUMBERS =
            Set.of(FieldType.INT, FieldType.LONG, FieldType.FLOAT, FieldType.DOUBLE);

    private ObjectiveRule() {}

    /** @param recipe its own name */
    static void checkRecipe(String recipe) {
        if (!RECIPES.contains(recipe)) {
            throw new InvalidInputException(
                    "recipe '" + recipe + "' has no optimization objective: leave it out, or use one of " + RECIPES);
        }
    }

    /**
     * Refuses an attribute that items do not have, or not as a number each.
     *
     * @param data has items
     */
    static void check(OptimizationObjective objective, GroupData data) {
        Schema items = data.schema(DatasetType.ITEMS);
        List<String> numbers = items.fields().stream()
                .filter(ObjectiveRule::isReward)
                .map(Field::name)
                .toList();
        String attribute = objective.itemAttribute();
        if (!numbers.contains(attribute)) {
            throw new InvalidInputException("'" + attribute
                    + "' cannot be an objective: it must be a column of the items dataset with a number that is never null; "
                    + NearMisses.question(attribute, numbers) + "such columns are " + numbers);
        }
    }

    private static boolean isReward(Field field) {
        return NUMBERS.contains(field.type()) && !field.nullable();
    }
}
