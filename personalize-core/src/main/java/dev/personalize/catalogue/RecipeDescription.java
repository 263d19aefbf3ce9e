package dev.personalize.catalogue;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.NearMisses;
import dev.personalize.recipe.HyperparameterSpace;
import dev.personalize.recipe.Recipe;
import dev.personalize.recipe.RecipeType;
import dev.personalize.schema.Domain;
import dev.personalize.tuning.Range;
import dev.personalize.tuning.SearchSpace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is known of a recipe before anything is trained: the service's descriptions of a recipe, of its algorithm and of its feature
 * transformation in one. Immutable; {@link #toString} is for people.
 *
 * @param name its name
 * @param arn the service's name for it, which works wherever a recipe is named, as does {@code aws-} with the name; empty for recipes
 *     that the service does not have
 * @param provider whose it is
 * @param domain the domain whose groups it is made for; empty if it is for groups of any data
 * @param type what its models are asked for
 * @param description one sentence; empty if the recipe does not say
 * @param needsInteractions whether it learns from events
 * @param supportsUpdate whether a version can be made that only admits new items to an earlier one
 * @param standsFor the recipe that it is another name for, if any
 * @param hyperparameters all of them, in the order of the documentation
 */
public record RecipeDescription(
        String name,
        Optional<String> arn,
        RecipeProvider provider,
        Optional<Domain> domain,
        RecipeType type,
        String description,
        boolean needsInteractions,
        boolean supportsUpdate,
        Optional<String> standsFor,
        List<HyperparameterDescription> hyperparameters) {
    private static final String ARN_PREFIX = "arn:aws:personalize:::recipe/aws-";

    /** Copies the list. */
    public RecipeDescription {
        hyperparameters = List.copyOf(hyperparameters);
    }

    static RecipeDescription of(Recipe recipe) {
        RecipeProvider provider = RecipeProvider.of(recipe);
        return new RecipeDescription(
                recipe.name(),
                provider == RecipeProvider.SERVICE ? Optional.of(ARN_PREFIX + recipe.name()) : Optional.empty(),
                provider,
                recipe.domain(),
                recipe.type(),
                recipe.description(),
                recipe.needsInteractions(),
                recipe.supportsUpdate(),
                recipe.standsFor(),
                hyperparameters(recipe.hyperparameters()));
    }

    private static List<HyperparameterDescription> hyperparameters(HyperparameterSpace space) {
        Map<String, Range> searched = SearchSpace.around(space, Map.of()).ranges().stream()
                .collect(Collectors.toMap(Range::name, Function.identity()));
        return space.all().stream()
                .map(each -> new HyperparameterDescription(
                        each,
                        space.featureTransformation().contains(each.name()),
                        Optional.ofNullable(searched.get(each.name()))))
                .toList();
    }

    /** {@return those of the algorithm, the service's {@code algorithmHyperParameters}} */
    public List<HyperparameterDescription> algorithmHyperparameters() {
        return hyperparameters.stream()
                .filter(each -> !each.featureTransformation())
                .toList();
    }

    /** {@return those of the feature transformation, the service's {@code featureTransformationParameters}} */
    public List<HyperparameterDescription> featureTransformationParameters() {
        return hyperparameters.stream()
                .filter(HyperparameterDescription::featureTransformation)
                .toList();
    }

    /**
     * {@return the hyperparameter of this name}
     *
     * @throws InvalidInputException if there is none
     */
    public HyperparameterDescription hyperparameter(String name) {
        List<String> names =
                hyperparameters.stream().map(HyperparameterDescription::name).toList();
        return hyperparameters.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("recipe '" + this.name + "' has no hyperparameter '" + name
                        + "'; " + NearMisses.question(name, names) + "it has " + names));
    }

    /** {@return a few lines about the recipe, and a table of its hyperparameters} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        arn.ifPresent(service -> text.append(" (").append(service).append(')'));
        if (!description.isEmpty()) {
            text.append('\n').append(description);
        }
        text.append('\n').append(properties()).append('\n');
        if (!hyperparameters.isEmpty()) {
            text.append(table());
        }
        return text.toString();
    }

    private String properties() {
        return type
                + domain.map(made -> ", for " + made + " groups").orElse("")
                + (needsInteractions ? ", learns from interactions" : ", needs no interactions")
                + (supportsUpdate ? ", supports training mode UPDATE" : "")
                + standsFor.map(other -> ", stands for " + other).orElse("");
    }

    private String table() {
        TextTable table = new TextTable("hyperparameter", "of", "type", "default", "range", "searched", "meaning");
        for (HyperparameterDescription each : hyperparameters) {
            table.row(
                    each.name(),
                    each.featureTransformation() ? "feature transformation" : "algorithm",
                    each.declaration().type().toString(),
                    each.defaultValue(),
                    each.declaration().range(),
                    each.isTunable() ? each.searchedRange() : "not tunable",
                    each.declaration().description());
        }
        return table.toString();
    }
}
