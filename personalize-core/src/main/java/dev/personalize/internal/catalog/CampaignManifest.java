package dev.personalize.internal.catalog;

/**
 * A campaign and the version it serves.
 *
 * @param name the campaign's name
 * @param solution the solution it serves
 * @param version number of the version it serves
 * @param created ISO-8601 instant
 * @param updated ISO-8601 instant of the last change of version, or of the creation
 */
public record CampaignManifest(String name, String solution, int version, String created, String updated) {}
