package dev.personalize;

import dev.personalize.internal.catalog.SolutionManifest;
import java.time.Instant;
import java.util.Optional;

/**
 * A change of a solution, the service's {@code latestSolutionUpdate}. It takes effect as it is asked for, or fails and leaves the solution as
 * it was; a configuration that is refused is no change. Immutable.
 *
 * @param status {@link Status#ACTIVE} or {@link Status#CREATE_FAILED}
 * @param failureReason why it failed, if it did
 * @param created when it was asked for
 * @param updated when it ended
 */
public record SolutionUpdate(Status status, Optional<String> failureReason, Instant created, Instant updated) {
    static SolutionUpdate of(SolutionManifest.Update update) {
        return new SolutionUpdate(
                Status.valueOf(update.status()),
                Optional.ofNullable(update.failureReason()),
                Instant.parse(update.created()),
                Instant.parse(update.updated()));
    }
}
