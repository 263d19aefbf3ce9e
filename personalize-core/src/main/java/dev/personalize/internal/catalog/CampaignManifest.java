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
 */
public record CampaignManifest(
        String name,
        String solution,
        int version,
        String created,
        String updated,
        @Nullable Settings settings) {

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
     */
    public record Settings(
            double explorationWeight,
            double explorationItemAgeCutOff,
            List<String> negativeEventTypes,
            double negativeStrength,
            long automaticUpdateSeconds,
            @Nullable Long seed,
            @Nullable Double popularityInfluence,
            @Nullable Double freshnessInfluence) {
        /** Copies the list. */
        public Settings {
            negativeEventTypes = List.copyOf(negativeEventTypes);
        }
    }
}
