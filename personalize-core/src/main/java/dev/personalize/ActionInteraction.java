package dev.personalize;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a user did with an action that was recommended. Immutable.
 *
 * @param userId the user; empty while nobody knows who it is
 * @param sessionId the session
 * @param actionId the action
 * @param type {@code Taken}, {@code Not Taken} or {@code Viewed}, in any case, with blank or underscore
 * @param timestamp when; kept in whole seconds
 * @param eventId what tells it from all others; empty if it cannot come again
 * @param recommendationId the answer it was a reaction to
 * @param properties values of further columns, by name in camelCase
 */
public record ActionInteraction(
        Optional<String> userId,
        String sessionId,
        String actionId,
        String type,
        Instant timestamp,
        Optional<String> eventId,
        Optional<String> recommendationId,
        Map<String, ?> properties) {
    /** Copies the map. */
    public ActionInteraction {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(actionId, "actionId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(timestamp, "timestamp");
        properties = Map.copyOf(properties);
    }

    /** {@return an interaction of a known user, in a session named as the user, without anything further} */
    public static ActionInteraction of(String userId, String actionId, String type, Instant timestamp) {
        return new ActionInteraction(
                Optional.of(userId), userId, actionId, type, timestamp, Optional.empty(), Optional.empty(), Map.of());
    }
}
