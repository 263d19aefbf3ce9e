package dev.personalize.recipe;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.data.Snapshot;
import dev.personalize.schema.Domain;
import java.util.Optional;

/**
 * A way to make models. Implementations are stateless, safe for any number of threads, and found with
 * {@link java.util.ServiceLoader}, so they have a public constructor without parameters.
 */
public interface Recipe {
    /** {@return the name, stable for ever: lower case words joined with {@code -}} */
    String name();

    /** {@return what models of this recipe are asked for} */
    RecipeType type();

    /** {@return one sentence about what it answers and by what, for those who choose; empty if it does not say} */
    default String description() {
        return "";
    }

    /** {@return the domain whose groups it is made for; empty, as for most, if it is for groups of any data} */
    default Optional<Domain> domain() {
        return Optional.empty();
    }

    /** {@return the hyperparameters it understands} */
    HyperparameterSpace hyperparameters();

    /**
     * {@return whether it learns from events; one that does not is trained on groups with few events, none, or no interactions
     * dataset, and not measured on events it did not look at}
     */
    default boolean needsInteractions() {
        return true;
    }

    /**
     * {@return whether a version can be made that admits new items to the model of an earlier one, as the service allows it for
     * {@code user-personalization}: for models that answer usefully about a catalogue of which they know a part, and not for
     * {@link LiveModel}s, which get to know new items by themselves}
     */
    default boolean supportsUpdate() {
        return false;
    }

    /** {@return what its models go by; {@link Approach#OTHER} if it does not say} */
    default Approach approach() {
        return Approach.OTHER;
    }

    /** {@return the recipe that this one is another name for, with hyperparameters of its own; empty for most} */
    default Optional<String> standsFor() {
        return Optional.empty();
    }

    /**
     * Trains a model. The same data, hyperparameters and seed give a model that writes the same bytes, whatever the number
     * of threads.
     *
     * @throws dev.personalize.error.TrainingException if the data or the settings allow no model
     * @throws java.util.concurrent.CancellationException within about a second of a cancellation
     */
    Model train(Snapshot data, TrainingContext context);

    /**
     * Reads a model that {@link Model#write} wrote.
     *
     * @throws dev.personalize.error.CorruptArtifactException if the artifact is not one of this recipe's
     */
    Model read(ArtifactReader in);
}
