package dev.personalize;

import dev.personalize.internal.catalog.JobManifest;
import dev.personalize.schema.DatasetType;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An import, export, deletion, training or batch job, as it is or was at the moment of asking. Found again after a restart; one that the
 * process took down with it reads as failed. Immutable.
 *
 * @param name unique among the jobs of its kind
 * @param dataset the dataset it works on, if it is one
 * @param status how far it is
 * @param failureReason why it failed, if it did
 * @param details what was asked and what came out, by name, for people
 * @param created when it was asked for
 * @param updated when its status last changed
 * @param progress how far the task it is at is, while a training or import runs and once it has said so; empty otherwise
 */
public record Job(
        String name,
        Optional<DatasetType> dataset,
        Status status,
        Optional<String> failureReason,
        Map<String, String> details,
        Instant created,
        Instant updated,
        Optional<JobProgress> progress) {
    /** Copies the map, keeping its order. */
    public Job {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** @param running the job in this process, or null if it has ended */
    static Job of(JobManifest manifest, @Nullable RunningJob running) {
        return new Job(
                manifest.name(),
                Optional.ofNullable(manifest.dataset()),
                Status.valueOf(manifest.status()),
                Optional.ofNullable(manifest.failureReason()),
                manifest.details(),
                Instant.parse(manifest.created()),
                Instant.parse(manifest.updated()),
                Optional.ofNullable(running).flatMap(RunningJob::progress));
    }
}
