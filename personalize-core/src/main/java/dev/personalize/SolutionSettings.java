package dev.personalize;

import dev.personalize.data.ColumnSelection;
import dev.personalize.error.InvalidInputException;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Turns the configuration of a solution into what is written down, back, and into that of one that was changed. */
final class SolutionSettings {
    private SolutionSettings() {}

    /** {@return what is written down of a solution made now} */
    static SolutionManifest of(String name, SolutionConfig config, Engine engine) {
        SolutionManifest made = of(name, config, engine, engine.now());
        check(made, engine);
        return made;
    }

    private static SolutionManifest of(String name, SolutionConfig config, Engine engine, String created) {
        config.autoMl().ifPresent(autoMl -> autoMl.recipes().forEach(engine.recipes()::recipe));
        String recipe = config.autoMl().isPresent()
                ? config.recipe()
                : engine.recipes().recipe(config.recipe()).name();
        return new SolutionManifest(
                name,
                recipe,
                config.hyperparameters(),
                config.events(),
                config.seed(),
                config.evaluate(),
                config.minimumData().interactions(),
                config.minimumData().usersWithTwo(),
                config.minimumData().shareWithTwo(),
                config.eventTypeLimit(),
                created,
                config.eventTypeWeights().isEmpty() ? null : config.eventTypeWeights(),
                config.hpo().map(HpoConfig::toManifest).orElse(null),
                config.autoMl().map(AutoMlConfig::toManifest).orElse(null),
                config.columns().equals(ColumnSelection.ALL) ? null : config.columns(),
                config.objective().orElse(null),
                new SolutionManifest.Schedule(
                        config.performAutoTraining(), config.trainingSchedule().days(), created),
                config.performIncrementalUpdate() ? null : Boolean.FALSE,
                null);
    }

    /** Refuses hyperparameters and ranges that the recipe, where one is named, does not have. */
    static void check(SolutionManifest manifest, Engine engine) {
        if (manifest.objective() != null) {
            ObjectiveRule.checkRecipe(manifest.recipe());
        }
        if (manifest.autoMl() == null) {
            Recipe recipe = engine.recipes().recipe(manifest.recipe());
            recipe.hyperparameters().values(manifest.hyperparameters());
            Optional.ofNullable(manifest.hpo())
                    .map(HpoConfig::of)
                    .ifPresent(hpo -> Tuning.space(recipe, manifest.hyperparameters(), hpo));
        }
    }

    /** {@return the configuration that this was made of} */
    static SolutionConfig config(SolutionManifest manifest) {
        SolutionConfig.Builder config = SolutionConfig.builder()
                .recipe(manifest.recipe())
                .hyperparameters(manifest.hyperparameters())
                .seed(manifest.seed())
                .evaluate(manifest.evaluate())
                .minimumData(VersionTraining.minimumData(manifest))
                .eventTypeLimit(manifest.eventTypeLimit())
                .eventTypeWeights(manifest.weights())
                .performAutoTraining(
                        manifest.schedule() != null && manifest.schedule().automatic());
        config.columns(manifest.columnSelection());
        Optional.ofNullable(manifest.objective())
                .ifPresent(aim -> config.optimizationObjective(aim.itemAttribute(), aim.sensitivity()));
        Optional.ofNullable(manifest.incremental()).ifPresent(config::performIncrementalUpdate);
        Optional.ofNullable(manifest.schedule())
                .ifPresent(schedule -> config.trainingSchedule(new TrainingSchedule(schedule.days())));
        Optional.ofNullable(manifest.events().eventType()).ifPresent(config::eventType);
        Optional.ofNullable(manifest.events().valueThreshold()).ifPresent(config::eventValueThreshold);
        Optional.ofNullable(manifest.hpo()).map(HpoConfig::of).ifPresent(config::hpo);
        Optional.ofNullable(manifest.autoMl()).map(AutoMlConfig::of).ifPresent(config::autoMl);
        return config.build();
    }

    /**
     * {@return the solution with what may change of another configuration}
     *
     * @throws InvalidInputException if something else of it differs
     */
    static SolutionManifest updated(SolutionManifest before, SolutionConfig config, Engine engine) {
        SolutionManifest asked = of(before.name(), config, engine, before.created());
        Map<String, Object> fixed = fixed(asked);
        List<String> changed = fixed(before).entrySet().stream()
                .filter(part -> !Objects.equals(part.getValue(), fixed.get(part.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        if (!changed.isEmpty()) {
            throw new InvalidInputException(
                    "solution '" + before.name() + "' would have another "
                            + String.join(", ", changed)
                            + ": only automatic training, its schedule, incremental updates and the weights of event types can change; create another solution");
        }
        return before.with(asked.eventTypeWeights(), schedule(before, config, engine), asked.incremental());
    }

    private static Map<String, Object> fixed(SolutionManifest manifest) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("recipe", manifest.recipe());
        parts.put("hyperparameters", manifest.hyperparameters());
        parts.put("events", manifest.events());
        parts.put("seed", manifest.seed());
        parts.put("evaluate", manifest.evaluate());
        parts.put("minimumData", VersionTraining.minimumData(manifest));
        parts.put("eventTypeLimit", manifest.eventTypeLimit());
        parts.put("hpo", Optional.ofNullable(manifest.hpo()));
        parts.put("autoMl", Optional.ofNullable(manifest.autoMl()));
        parts.put("columns", manifest.columnSelection());
        parts.put("optimizationObjective", Optional.ofNullable(manifest.objective()));
        return parts;
    }

    /** {@return the schedule of before, or one that begins now if it is another} */
    private static SolutionManifest.Schedule schedule(SolutionManifest before, SolutionConfig config, Engine engine) {
        SolutionManifest.Schedule old = before.schedule();
        boolean automatic = config.performAutoTraining();
        int days = config.trainingSchedule().days();
        if (old != null && old.days() == days && (old.automatic() || !automatic)) {
            return new SolutionManifest.Schedule(automatic, days, old.since());
        }
        return new SolutionManifest.Schedule(automatic, days, engine.now());
    }
}
