package dev.personalize.internal.catalog;

/**
 * A filter.
 *
 * @param name the filter's name
 * @param expression its text
 * @param created ISO-8601 instant
 * @param updated ISO-8601 instant of the last change of the expression, or of the creation
 */
public record FilterManifest(String name, String expression, String created, String updated) {}
