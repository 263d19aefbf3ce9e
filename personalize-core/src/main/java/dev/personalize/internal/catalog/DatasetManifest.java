package dev.personalize.internal.catalog;

import java.util.List;

/**
 * A dataset and the segments of its bulk data.
 *
 * @param type name of the dataset type
 * @param segments files of the bulk data, in order of import, without folder
 * @param rows rows in them
 * @param created ISO-8601 instant
 * @param updated ISO-8601 instant of the last import, or of the creation
 */
public record DatasetManifest(String type, List<String> segments, long rows, String created, String updated) {
    /** Copies the list. */
    public DatasetManifest {
        segments = List.copyOf(segments);
    }
}
