package dev.personalize;

import dev.personalize.internal.catalog.CampaignManifest;
import java.time.Instant;
import java.util.Optional;

/**
 * A change of a campaign's version or configuration, the service's {@code latestCampaignUpdate}. Until it is active, the campaign answers as
 * before; if it fails, it goes on so. Immutable.
 *
 * @param version number of the version it was to answer from
 * @param status {@link Status#CREATE_IN_PROGRESS}, {@link Status#ACTIVE} or {@link Status#CREATE_FAILED}
 * @param failureReason why it failed, if it did
 * @param created when it was asked for
 * @param updated when it ended, or was asked for
 */
public record CampaignUpdate(
        int version, Status status, Optional<String> failureReason, Instant created, Instant updated) {
    static CampaignUpdate of(CampaignManifest.Update update) {
        return new CampaignUpdate(
                update.version(),
                Status.valueOf(update.status()),
                Optional.ofNullable(update.failureReason()),
                Instant.parse(update.created()),
                Instant.parse(update.updated()));
    }
}
