package dev.personalize.internal.catalog;

import java.util.Map;
import java.util.TreeMap;

/**
 * The tags of a resource.
 *
 * @param tags values by key
 */
public record TagsManifest(Map<String, String> tags) {
    /** Copies the map, in the order of the keys. */
    public TagsManifest {
        tags = new TreeMap<>(tags);
    }
}
