package dev.personalize.internal.catalog;

import java.util.Objects;

/**
 * How a version was trained, beside what its own manifest says.
 *
 * @param settings of its solution, as they were then
 * @param machine where it was trained
 * @param phases how long each part took
 */
public record ProvenanceManifest(SolutionManifest settings, Machine machine, Phases phases) {
    /** Refuses what is absent. */
    public ProvenanceManifest {
        Objects.requireNonNull(settings);
        Objects.requireNonNull(machine);
        Objects.requireNonNull(phases);
    }

    /**
     * A machine and what ran on it.
     *
     * @param javaVersion of the JVM
     * @param operatingSystem its name
     * @param architecture of the processors
     * @param processors number the JVM could use
     * @param heapBytes most heap it could have
     */
    public record Machine(
            String javaVersion, String operatingSystem, String architecture, int processors, long heapBytes) {
        /** Refuses what is absent. */
        public Machine {
            Objects.requireNonNull(javaVersion);
            Objects.requireNonNull(operatingSystem);
            Objects.requireNonNull(architecture);
        }
    }

    /**
     * Milliseconds of each part of a training, in their order.
     *
     * @param read the group's data
     * @param search for a recipe or hyperparameters
     * @param measure with a model of its own
     * @param train on everything
     * @param write the files
     */
    public record Phases(long read, long search, long measure, long train, long write) {}
}
