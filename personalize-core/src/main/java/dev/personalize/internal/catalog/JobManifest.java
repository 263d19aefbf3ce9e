package dev.personalize.internal.catalog;

import dev.personalize.schema.DatasetType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An import, export, deletion or training: how far it got, and what it said at its end.
 *
 * @param name the job's name
 * @param dataset the dataset it works on, or null for several or none
 * @param status name of the status
 * @param failureReason why it failed, or null
 * @param details what was asked and what came out, for people
 * @param created ISO-8601 instant
 * @param updated ISO-8601 instant of the last change of status
 */
public record JobManifest(
        String name,
        @Nullable DatasetType dataset,
        String status,
        @Nullable String failureReason,
        Map<String, String> details,
        String created,
        String updated) {
    /** Copies the map, keeping its order. */
    public JobManifest {
        details = new LinkedHashMap<>(details);
    }
}
