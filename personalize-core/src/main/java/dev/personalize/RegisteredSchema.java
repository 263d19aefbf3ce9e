package dev.personalize;

import dev.personalize.schema.Schema;
import java.time.Instant;

/**
 * A schema of the home's registry: any number of datasets may use it, and it never changes. Immutable.
 *
 * @param name unique in the home
 * @param schema the schema
 * @param created when it was registered
 */
public record RegisteredSchema(String name, Schema schema, Instant created) {}
