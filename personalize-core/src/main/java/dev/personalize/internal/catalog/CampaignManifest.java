package dev.personalize.internal.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A campaign and the version it serves.
 *
 * @param name the campaign's name
 * @param solution the solution it serves
 * @param version number of the version it serves
 * @param created ISO-8601 instant
 * @param updated ISO-8601 instant of the last change of version or settings, or of the creation
 * @param settings how it answers, or null for the defaults
 * @param latestUpdate the last change of version or settings that was asked for, or null for none
 */
public record CampaignManifest(
        String name,
        String solution,
        int version,
        String created,
        String updated,
        @Nullable Settings settings,
        @Nullable Update latestUpdate) {

    /**
     * A change that was asked for.
     *
     * @param version number of the version it was to serve
     * @param status name of the status
     * @param failureReason why it failed, or null
     * @param created ISO-8601 instant
     * @param updated ISO-8601 instant of its end
     */
    public record Update(
            int version, String status, @Nullable String failureReason, String created, String updated) {}

    /**
     * How a campaign answers.
     *
     * @param explorationWeight in [0, 1]
     * @param explorationItemAgeCutOff days
     * @param negativeEventTypes types of events that speak against an item
     * @param negativeStrength how much items like those are lowered
     * @param automaticUpdateSeconds how often items are refreshed while it explores; 0 for never
     * @param seed what decides between equally likely answers, or null for chance
     * @param popularityInfluence how much popular items gain, or null for 0
     * @param freshnessInfluence how much fresh items gain, or null for 0
     * @param sync whether it follows the newest version of its solution, or null for no
     */
    public record Settings(
            double explorationWeight,
            double explorationItemAgeCutOff,
            List<String> negativeEventTypes,
            double negativeStrength,
            long automaticUpdateSeconds,
            @Nullable Long seed,
            @Nullable Double popularityInfluence,
            @Nullable Double freshnessInfluence,
            @Nullable Boolean sync) {
        /** Copies the list. */
        public Settings {
            negativeEventTypes = List.copyOf(negativeEventTypes);
        }
    }

    /** {@return whether it follows the newest version of its solution} */
    public boolean syncs() {
        return settings != null && Boolean.TRUE.equals(settings.sync());
    }

    /** {@return the same campaign after a change that failed} */
    public CampaignManifest withFailed(Update update) {
        return new CampaignManifest(name, solution, version, created, updated, settings, update);
    }
}
