/**
 * What a dataset's rows look like. {@link dev.personalize.schema.Schema} reads Amazon Personalize's Avro schema JSON
 * as it is and checks its rules; a row is an {@code Object[]} with one value for each field, in the schema's order.
 */
@NullMarked
package dev.personalize.schema;

import org.jspecify.annotations.NullMarked;
