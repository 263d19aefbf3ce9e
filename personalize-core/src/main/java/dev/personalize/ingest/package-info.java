/**
 * How rows come in and are kept. {@link dev.personalize.ingest.CsvImport} reads and checks CSV files,
 * {@link dev.personalize.ingest.RowFile} keeps rows as Avro container files that other tools read too, and
 * {@link dev.personalize.ingest.EventJournal} keeps rows that arrive one by one, durable before they are acknowledged.
 * {@link dev.personalize.ingest.RowProperties} makes such rows, by the rules of the import, and
 * {@link dev.personalize.ingest.CsvExport} writes rows as CSV that can be imported again.
 *
 * <p>A row is an {@code Object[]} with one value for each field of a {@link dev.personalize.schema.Schema}, in its order, of
 * the class that {@link dev.personalize.schema.FieldType} names, null where a nullable field has no value.
 */
@NullMarked
package dev.personalize.ingest;

import org.jspecify.annotations.NullMarked;
