package dev.personalize.internal.catalog;

/**
 * A schema of the home's registry.
 *
 * @param name the schema's name
 * @param json the schema as it was given
 * @param created ISO-8601 instant
 */
public record SchemaManifest(String name, String json, String created) {}
