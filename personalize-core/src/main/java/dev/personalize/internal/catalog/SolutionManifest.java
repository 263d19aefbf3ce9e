package dev.personalize.internal.catalog;

import dev.personalize.data.ColumnSelection;
import dev.personalize.data.EventSelection;
import dev.personalize.data.Snapshot;
import dev.personalize.recipe.OptimizationObjective;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A solution: a recipe with its settings.
 *
 * @param name the solution's name
 * @param recipe the recipe's own name
 * @param hyperparameters those the user set
 * @param events events to train on
 * @param seed where all randomness comes from
 * @param evaluate whether versions are measured
 * @param minimumInteractions fewest events to train on
 * @param minimumUsers fewest users with two or more events
 * @param minimumShare least share of users with two or more events
 * @param eventTypeLimit most optional columns and event types of interactions
 * @param created ISO-8601 instant
 * @param eventTypeWeights what events of a type count for, if not 1; null for none
 * @param hpo how hyperparameters are searched for; null if they are not
 * @param autoMl how a recipe is chosen for each version; null if the solution has one
 * @param columns what is learned from; null for every column
 * @param objective what recommendations should bring, or null
 * @param schedule when it is trained by itself; null, as of solutions made before there were schedules, for never
 * @param incremental whether campaigns of recipes that learn from items alone admit new ones by themselves; null for yes
 * @param latestUpdate the last change that was asked for, or null for none
 */
public record SolutionManifest(
        String name,
        String recipe,
        Map<String, String> hyperparameters,
        EventSelection events,
        long seed,
        boolean evaluate,
        int minimumInteractions,
        int minimumUsers,
        double minimumShare,
        int eventTypeLimit,
        String created,
        @Nullable Map<String, Double> eventTypeWeights,
        @Nullable HpoManifest hpo,
        @Nullable AutoMlManifest autoMl,
        @Nullable ColumnSelection columns,
        @Nullable OptimizationObjective objective,
        @Nullable Schedule schedule,
        @Nullable Boolean incremental,
        @Nullable Update latestUpdate) {
    /**
     * When a solution is trained by itself.
     *
     * @param automatic whether it is at all
     * @param days from the beginning of one training to that of the next
     * @param since ISO-8601 instant at which this schedule began
     */
    public record Schedule(boolean automatic, int days, String since) {}

    /**
     * A change that was asked for.
     *
     * @param status name of the status
     * @param failureReason why it failed, or null
     * @param created ISO-8601 instant
     * @param updated ISO-8601 instant of its end
     */
    public record Update(String status, @Nullable String failureReason, String created, String updated) {}

    /** Copies the maps. */
    public SolutionManifest {
        hyperparameters = Map.copyOf(hyperparameters);
        eventTypeWeights = eventTypeWeights == null ? null : Map.copyOf(eventTypeWeights);
    }

    /** {@return {@link #columns}, all for null} */
    public ColumnSelection columnSelection() {
        return columns == null ? ColumnSelection.ALL : columns;
    }

    /** {@return the part of a group's data that is learned from} */
    public Snapshot from(Snapshot data) {
        return columnSelection().from(events.from(data));
    }

    /** {@return {@link #eventTypeWeights}, empty for none} */
    public Map<String, Double> weights() {
        return eventTypeWeights == null ? Map.of() : eventTypeWeights;
    }

    /** {@return the same solution with other values of what may change} */
    public SolutionManifest with(
            @Nullable Map<String, Double> newWeights,
            @Nullable Schedule newSchedule,
            @Nullable Boolean newIncremental) {
        return with(newWeights, newSchedule, newIncremental, latestUpdate);
    }

    /** {@return the same solution after a change, or as if there had been none} */
    public SolutionManifest withLatestUpdate(@Nullable Update update) {
        return with(eventTypeWeights, schedule, incremental, update);
    }

    private SolutionManifest with(
            @Nullable Map<String, Double> newWeights,
            @Nullable Schedule newSchedule,
            @Nullable Boolean newIncremental,
            @Nullable Update newUpdate) {
        return new SolutionManifest(
                name,
                recipe,
                hyperparameters,
                events,
                seed,
                evaluate,
                minimumInteractions,
                minimumUsers,
                minimumShare,
                eventTypeLimit,
                created,
                newWeights,
                hpo,
                autoMl,
                columns,
                objective,
                newSchedule,
                newIncremental,
                newUpdate);
    }
}
