package dev.personalize;

import dev.personalize.internal.catalog.ProvenanceManifest;
import dev.personalize.internal.catalog.SolutionManifest;
import dev.personalize.internal.catalog.VersionManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a version comes from: all it takes to train it again, and what it was trained with. Immutable.
 *
 * @param dataFingerprint SHA-256 of the data trained on, in hex
 * @param config the solution's configuration as it was then, with the search or AutoML it asked for
 * @param recipe that was trained: the one named, or the one AutoML chose
 * @param hyperparameters all of them, those that were found included, unmodifiable
 * @param tuned the hyperparameters that were searched, at the values found, unmodifiable
 * @param seed where all randomness came from
 * @param trained when
 * @param libraryVersion that trained it; {@code "development"} where the classes came from no jar
 * @param machine it was trained on, or null for a version of a library that did not write it down
 * @param timings of the training, or null for a version of a library that did not write them down
 */
public record Provenance(
        String dataFingerprint,
        SolutionConfig config,
        String recipe,
        Map<String, String> hyperparameters,
        Map<String, String> tuned,
        long seed,
        Instant trained,
        String libraryVersion,
        @Nullable Machine machine,
        @Nullable Timings timings) {
    private static final long MEBIBYTE = 1 << 20;
    private static final double MILLIS = 1000;

    /** Copies the maps, keeping their order. */
    public Provenance {
        hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
        tuned = Collections.unmodifiableMap(new LinkedHashMap<>(tuned));
    }

    /** @param settings those of the version's training, or the best that is known of them */
    static Provenance of(VersionManifest version, SolutionManifest settings) {
        ProvenanceManifest recorded = version.provenance();
        return new Provenance(
                version.fingerprint(),
                SolutionSettings.config(settings),
                version.recipe(),
                version.hyperparameters(),
                version.tuned() == null ? Map.of() : version.tuned().parameters(),
                version.seed(),
                Instant.parse(version.created()),
                version.libraryVersion(),
                recorded == null ? null : Machine.of(recorded.machine()),
                recorded == null ? null : Timings.of(recorded.phases()));
    }

    /**
     * A machine and the JVM on it.
     *
     * @param javaVersion such as {@code 17.0.12+7}
     * @param operatingSystem such as {@code Linux}
     * @param architecture such as {@code amd64}
     * @param processors number the JVM could use
     * @param heapBytes most heap it could have
     */
    public record Machine(
            String javaVersion, String operatingSystem, String architecture, int processors, long heapBytes) {

        static Machine of(ProvenanceManifest.Machine machine) {
            return new Machine(
                    machine.javaVersion(),
                    machine.operatingSystem(),
                    machine.architecture(),
                    machine.processors(),
                    machine.heapBytes());
        }

        /** {@return this one} */
        static Machine current() {
            Runtime runtime = Runtime.getRuntime();
            return new Machine(
                    Runtime.version().toString(),
                    System.getProperty("os.name", "unknown"),
                    System.getProperty("os.arch", "unknown"),
                    runtime.availableProcessors(),
                    runtime.maxMemory());
        }

        ProvenanceManifest.Machine toManifest() {
            return new ProvenanceManifest.Machine(javaVersion, operatingSystem, architecture, processors, heapBytes);
        }

        /** {@return it in words} */
        @Override
        public String toString() {
            return "Java " + javaVersion + " on " + operatingSystem + " " + architecture + ", " + processors
                    + " processors, at most " + heapBytes / MEBIBYTE + " MiB of heap";
        }
    }

    /**
     * How long each part of a training took.
     *
     * @param read reading the group's data
     * @param search looking for a recipe or hyperparameters, zero if there was none
     * @param measure training and asking the model that is measured, zero if it was not
     * @param train training on everything, and what stands beside the model
     * @param write writing the files
     */
    public record Timings(Duration read, Duration search, Duration measure, Duration train, Duration write) {

        static Timings of(ProvenanceManifest.Phases millis) {
            return new Timings(
                    Duration.ofMillis(millis.read()),
                    Duration.ofMillis(millis.search()),
                    Duration.ofMillis(millis.measure()),
                    Duration.ofMillis(millis.train()),
                    Duration.ofMillis(millis.write()));
        }

        ProvenanceManifest.Phases toManifest() {
            return new ProvenanceManifest.Phases(
                    read.toMillis(), search.toMillis(), measure.toMillis(), train.toMillis(), write.toMillis());
        }

        /** {@return all of it but the writing} */
        Duration beforeWriting() {
            return read.plus(search).plus(measure).plus(train);
        }

        Timings withWrite(Duration time) {
            return new Timings(read, search, measure, train, time);
        }

        /** {@return all of it in words} */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "read %.3f s, search %.3f s, measure %.3f s, train %.3f s, write %.3f s",
                    read.toMillis() / MILLIS,
                    search.toMillis() / MILLIS,
                    measure.toMillis() / MILLIS,
                    train.toMillis() / MILLIS,
                    write.toMillis() / MILLIS);
        }
    }

    /** {@return all of it as lines of text, for people} */
    @Override
    public String toString() {
        String found = config.autoMl().isPresent() ? " (chosen by AutoML)" : "";
        return String.join(
                System.lineSeparator(),
                "recipe           " + recipe + found,
                "hyperparameters  " + hyperparameters,
                "found by search  " + (tuned.isEmpty() ? "none" : tuned),
                "configuration    " + config,
                "seed             " + seed,
                "data             SHA-256 " + dataFingerprint,
                "trained          " + trained + " with library version " + libraryVersion,
                "machine          " + (machine == null ? "not written down" : machine),
                "time             " + (timings == null ? "not written down" : timings));
    }
}
