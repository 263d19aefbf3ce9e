package dev.personalize.internal.catalog;

import dev.personalize.internal.catalog.SegmentManifest.Origin;
import dev.personalize.schema.DatasetType;
import java.util.List;

/**
 * A dataset and where its rows lie.
 *
 * @param type what its rows are
 * @param schema name of the schema in the home's registry
 * @param segments files of rows, in order of arrival
 * @param journalBegin number of the first journal segment whose rows are not in {@code segments}
 * @param created ISO-8601 instant
 * @param updated ISO-8601 instant of the last change of its files or schema, or of the creation
 */
public record DatasetManifest(
        DatasetType type,
        String schema,
        List<SegmentManifest> segments,
        int journalBegin,
        String created,
        String updated) {
    /** Copies the list. */
    public DatasetManifest {
        segments = List.copyOf(segments);
    }

    /** {@return the same dataset with other files} */
    public DatasetManifest with(List<SegmentManifest> newSegments, int newJournalBegin, String now) {
        return new DatasetManifest(type, schema, newSegments, newJournalBegin, created, now);
    }

    /** {@return the same dataset with another schema} */
    public DatasetManifest withSchema(String name, String now) {
        return new DatasetManifest(type, name, segments, journalBegin, created, now);
    }

    /** {@return rows that imports brought} */
    public long bulkRows() {
        return segments.stream()
                .filter(segment -> segment.origin() == Origin.BULK)
                .mapToLong(SegmentManifest::rows)
                .sum();
    }
}
