package dev.personalize.internal.serving;

import dev.personalize.ingest.LiveHistories.History;
import java.time.Instant;
import java.util.Map;

/**
 * Who asks, and under which circumstances.
 *
 * @param history what the user did, oldest first; empty for somebody unknown
 * @param attributes the user's metadata by column
 * @param context circumstances of the request by column of the interactions
 * @param now the moment of the request
 */
public record Asker(History history, Map<String, String> attributes, Map<String, String> context, Instant now) {}
