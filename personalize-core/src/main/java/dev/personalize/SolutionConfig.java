package dev.personalize;

import dev.personalize.data.ColumnSelection;
import dev.personalize.data.EventSelection;
import dev.personalize.error.InvalidInputException;
import dev.personalize.recipe.OptimizationObjective;
import dev.personalize.schema.DatasetType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a solution trains, and on what. Immutable. */
public final class SolutionConfig {
    /** Stands where the name of a recipe would, in a solution whose recipe is chosen for each version. */
    public static final String AUTO_ML = "automl";

    private final String recipe;
    private final Map<String, String> hyperparameters;
    private final EventSelection events;
    private final long seed;
    private final boolean evaluate;
    private final MinimumData minimumData;
    private final int eventTypeLimit;
    private final Map<String, Double> eventTypeWeights;
    private final ColumnSelection columns;
    private final @Nullable OptimizationObjective objective;
    private final @Nullable HpoConfig hpo;
    private final @Nullable AutoMlConfig autoMl;
    private final boolean performAutoTraining;
    private final TrainingSchedule trainingSchedule;
    private final boolean performIncrementalUpdate;

    private SolutionConfig(Builder builder) {
        recipe = Objects.requireNonNull(builder.recipe, "recipe");
        hyperparameters = Map.copyOf(builder.hyperparameters);
        events = new EventSelection(builder.eventType, builder.eventValueThreshold);
        seed = builder.seed;
        evaluate = builder.evaluate;
        minimumData = builder.minimumData;
        eventTypeLimit = builder.eventTypeLimit;
        eventTypeWeights = Map.copyOf(builder.eventTypeWeights);
        columns = new ColumnSelection(builder.included, builder.excluded);
        objective = builder.objective;
        performAutoTraining = builder.performAutoTraining;
        trainingSchedule = builder.trainingSchedule;
        performIncrementalUpdate = builder.performIncrementalUpdate;
        hpo = builder.hpo;
        autoMl = recipe.equals(AUTO_ML) && builder.autoMl == null ? AutoMlConfig.defaults() : builder.autoMl;
    }

    /** {@return a recipe with its defaults, on all events; {@link #AUTO_ML} for the one that suits the data best} */
    public static SolutionConfig of(String recipe) {
        return builder().recipe(recipe).build();
    }

    /** {@return a builder without a recipe} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these values} */
    public Builder toBuilder() {
        Builder builder = new Builder()
                .recipe(recipe)
                .hyperparameters(hyperparameters)
                .seed(seed)
                .evaluate(evaluate)
                .minimumData(minimumData)
                .eventTypeLimit(eventTypeLimit)
                .eventTypeWeights(eventTypeWeights)
                .performAutoTraining(performAutoTraining)
                .trainingSchedule(trainingSchedule)
                .performIncrementalUpdate(performIncrementalUpdate);
        builder.columns(columns);
        builder.objective = objective;
        builder.eventType = events.eventType();
        builder.eventValueThreshold = events.valueThreshold();
        builder.hpo = hpo;
        builder.autoMl = autoMl;
        return builder;
    }

    /** {@return name of the recipe, {@link #AUTO_ML} if it is chosen for each version} */
    public String recipe() {
        return recipe;
    }

    /** {@return hyperparameters that differ from the recipe's defaults, unmodifiable} */
    public Map<String, String> hyperparameters() {
        return hyperparameters;
    }

    /** {@return the events to train on} */
    public EventSelection events() {
        return events;
    }

    /** {@return where all randomness comes from} */
    public long seed() {
        return seed;
    }

    /** {@return whether versions are measured} */
    public boolean evaluate() {
        return evaluate;
    }

    /** {@return the least data to train on} */
    public MinimumData minimumData() {
        return minimumData;
    }

    /** {@return the most columns and event types of interactions, together} */
    public int eventTypeLimit() {
        return eventTypeLimit;
    }

    /** {@return what events count for by the name of their type, unmodifiable; all others count for 1} */
    public Map<String, Double> eventTypeWeights() {
        return eventTypeWeights;
    }

    /** {@return the columns models learn from} */
    public ColumnSelection columns() {
        return columns;
    }

    /** {@return what recommendations should bring beside being liked, if anything} */
    public Optional<OptimizationObjective> objective() {
        return Optional.ofNullable(objective);
    }

    /** {@return how hyperparameters are searched for, if they are} */
    public Optional<HpoConfig> hpo() {
        return Optional.ofNullable(hpo);
    }

    /** {@return how a recipe is chosen for each version, if none is named} */
    public Optional<AutoMlConfig> autoMl() {
        return Optional.ofNullable(autoMl);
    }

    /** {@return whether it is trained by {@linkplain DueWork itself} when it is time} */
    public boolean performAutoTraining() {
        return performAutoTraining;
    }

    /** {@return how often it is, if it is} */
    public TrainingSchedule trainingSchedule() {
        return trainingSchedule;
    }

    /** {@return whether campaigns answer about new items without a training, of a recipe that learns from items alone} */
    public boolean performIncrementalUpdate() {
        return performIncrementalUpdate;
    }

    /** {@return what differs from the defaults, in words} */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(recipe).append(", ").append(events).append(columns);
        if (!hyperparameters.isEmpty()) {
            text.append(", hyperparameters ").append(new TreeMap<>(hyperparameters));
        }
        if (!eventTypeWeights.isEmpty()) {
            text.append(", weights of event types ").append(new TreeMap<>(eventTypeWeights));
        }
        objective().ifPresent(aim -> text.append(", objective ").append(aim));
        hpo().ifPresent(search -> text.append(", ").append(search));
        autoMl().ifPresent(choice -> text.append(", ").append(choice));
        text.append(", seed ").append(seed);
        return evaluate ? text.toString() : text.append(", not measured").toString();
    }

    /** Builds a configuration. For one thread. */
    public static final class Builder {
        private @Nullable String recipe;
        private final Map<String, String> hyperparameters = new LinkedHashMap<>();
        private @Nullable String eventType;
        private @Nullable Double eventValueThreshold;
        private long seed;
        private boolean evaluate = true;
        private MinimumData minimumData = MinimumData.SERVICE;
        private int eventTypeLimit = EventTypeRule.SERVICE;
        private final Map<String, Double> eventTypeWeights = new LinkedHashMap<>();
        private final Map<DatasetType, List<String>> included = new TreeMap<>();
        private final Map<DatasetType, List<String>> excluded = new TreeMap<>();
        private @Nullable OptimizationObjective objective;
        private @Nullable HpoConfig hpo;
        private @Nullable AutoMlConfig autoMl;
        private boolean performAutoTraining = true;
        private TrainingSchedule trainingSchedule = TrainingSchedule.WEEKLY;
        private boolean performIncrementalUpdate = true;

        private Builder() {}

        /** Sets the recipe; required. The service's form of the name, {@code aws-…} or its ARN, works too. */
        public Builder recipe(String name) {
            this.recipe = Objects.requireNonNull(name);
            return this;
        }

        /** Sets one hyperparameter. Default: the recipe's. */
        public Builder hyperparameter(String name, Object value) {
            hyperparameters.put(name, value.toString());
            return this;
        }

        /** Sets several hyperparameters, as text. */
        public Builder hyperparameters(Map<String, String> values) {
            hyperparameters.putAll(values);
            return this;
        }

        /**
         * Sets one of the service's feature-transformation parameters, such as {@code max_user_history_length_percentile} or {@code
         * trend_discovery_frequency}. Recipes declare them among their hyperparameters, and this is another name of {@link
         * #hyperparameter}. Default: the recipe's.
         */
        public Builder featureTransformation(String name, Object value) {
            return hyperparameter(name, value);
        }

        /** Trains on events of this type only. Default: all. */
        public Builder eventType(String type) {
            this.eventType = Objects.requireNonNull(type);
            return this;
        }

        /** Trains only on events whose {@code EVENT_VALUE} is this or more. Default: all. */
        public Builder eventValueThreshold(double threshold) {
            this.eventValueThreshold = threshold;
            return this;
        }

        /** Sets where all randomness comes from. Default: 0. The same data, configuration and seed give the same model. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets whether versions are measured. Default: true. Measuring trains a second model on nine tenths of the users;
         * the version itself always learns from everything.
         */
        public Builder evaluate(boolean evaluate) {
            this.evaluate = evaluate;
            return this;
        }

        /** Sets the least data to train on. Default: {@link MinimumData#SERVICE}. */
        public Builder minimumData(MinimumData minimumData) {
            this.minimumData = minimumData;
            return this;
        }

        /**
         * Sets how many optional columns of the interactions, {@code EVENT_TYPE} and {@code EVENT_VALUE} among them, and different
         * event types there may be together. Default: the service's 10.
         */
        public Builder eventTypeLimit(int limit) {
            this.eventTypeLimit = limit;
            return this;
        }

        /**
         * Sets what an event of this type counts for, in training and in the histories that answers are made from, by recipes that
         * look at single events; events of other types, and those without one, count for 1. Only the ratios matter: {@code Click}
         * 0.2 beside {@code Purchase} 1 says the same as 1 beside 5. Where a user has several events with an item, the one that
         * counts most does. Default: all count alike.
         *
         * @param weight at least 0; 0 leaves the events out
         */
        public Builder eventTypeWeight(String type, double weight) {
            eventTypeWeights.put(Objects.requireNonNull(type), weight);
            return this;
        }

        /** Sets what events of several types count for, as {@link #eventTypeWeight}. */
        public Builder eventTypeWeights(Map<String, Double> weights) {
            eventTypeWeights.putAll(weights);
            return this;
        }

        /**
         * Leaves columns of a dataset out of training: the model is the one of data without them, and is not told of them when it is
         * asked. Filters, diversity and metadata in answers still have them. {@code EVENT_VALUE} is left out after {@link
         * #eventValueThreshold} was applied. Events that differ in nothing but such a column stay two. Default: every column is learned
         * from, as far as the recipe learns from its kind. Several calls add up.
         *
         * @param dataset interactions, items or users
         * @param names at most 50 of a dataset; not {@code USER_ID}, {@code ITEM_ID}, {@code TIMESTAMP} or {@code EVENT_TYPE}
         */
        public Builder excludedColumns(DatasetType dataset, String... names) {
            Collections.addAll(excluded.computeIfAbsent(dataset, unused -> new ArrayList<>()), names);
            return this;
        }

        /**
         * Trains on no other columns of a dataset than these, as if all others were {@linkplain #excludedColumns excluded}; {@code
         * USER_ID}, {@code ITEM_ID}, {@code TIMESTAMP} and {@code EVENT_TYPE} stay without being named. Several calls add up.
         *
         * @param dataset interactions, items or users; not one with excluded columns
         * @param names at most 50 of a dataset; none leave only what stays
         */
        public Builder includedColumns(DatasetType dataset, String... names) {
            Collections.addAll(included.computeIfAbsent(dataset, unused -> new ArrayList<>()), names);
            return this;
        }

        Builder columns(ColumnSelection columns) {
            columns.included().forEach((dataset, names) -> includedColumns(dataset, names.toArray(String[]::new)));
            columns.excluded().forEach((dataset, names) -> excludedColumns(dataset, names.toArray(String[]::new)));
            return this;
        }

        /**
         * Raises scores by a number that each item has, such as its price, so that recommendations bring more of it; {@link
         * OptimizationObjective} says how much. For {@code user-personalization} and {@code personalized-ranking} only, as in the
         * service. Versions are measured by {@code average_rewards_at_k} too; a search for hyperparameters goes by its metric without
         * the objective. Default: none, which is what {@code OFF} is too.
         *
         * @param itemAttribute a column of the items dataset of numbers that are never null
         */
        public Builder optimizationObjective(String itemAttribute, OptimizationObjective.Sensitivity sensitivity) {
            this.objective = new OptimizationObjective(itemAttribute, sensitivity);
            return this;
        }

        /**
         * Chooses the recipe and its hyperparameters anew for each version, instead of naming one: what suits the data best by a metric, and
         * why, is {@link SolutionVersion#autoMl}. The same as {@code recipe("automl")} where nothing is to be set.
         */
        public Builder autoMl(AutoMlConfig config) {
            this.autoMl = Objects.requireNonNull(config);
            this.recipe = recipe == null ? AUTO_ML : recipe;
            return this;
        }

        /**
         * Searches for hyperparameters before each training. Those set here are where the search begins, and stay as they are if no range
         * is given for them. Default: no search. What was found is {@link SolutionVersion#tunedHyperparameters}; using it in later
         * solutions spares the search.
         */
        public Builder hpo(HpoConfig config) {
            this.hpo = Objects.requireNonNull(config);
            return this;
        }

        /**
         * Sets whether the solution is trained by itself: within an hour after it was created, unless somebody trains it in that hour, then
         * as {@link #trainingSchedule} says, and only when there are new interactions. Nothing happens unless the application runs
         * {@link Personalize#dueWork}. Default: true, as in the service. Can be changed later.
         */
        public Builder performAutoTraining(boolean automatic) {
            this.performAutoTraining = automatic;
            return this;
        }

        /**
         * Sets whether campaigns answer about items as soon as they are put, without a training, where the recipe learns from items alone, as
         * {@code semantic-similarity} does; other recipes do not look at it. Default: true, as in the service. Can be changed later, for
         * campaigns that are created, updated or opened from then on.
         */
        public Builder performIncrementalUpdate(boolean incremental) {
            this.performIncrementalUpdate = incremental;
            return this;
        }

        /** Sets how often it is trained by itself. Default: every 7 days, as in the service. Can be changed later. */
        public Builder trainingSchedule(TrainingSchedule schedule) {
            this.trainingSchedule = Objects.requireNonNull(schedule);
            return this;
        }

        /**
         * {@return the configuration}
         *
         * @throws InvalidInputException if the weight of an event type is negative or no number, or a recipe, hyperparameters or a search
         *     for them are given beside AutoML, or columns are chosen that cannot be
         */
        public SolutionConfig build() {
            SolutionConfig config = new SolutionConfig(this);
            SolutionRules.check(config);
            return config;
        }
    }
}
