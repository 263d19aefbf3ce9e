package dev.personalize.internal.catalog;

/**
 * A dataset group.
 *
 * @param name the group's name
 * @param created ISO-8601 instant
 */
public record GroupManifest(String name, String created) {}
