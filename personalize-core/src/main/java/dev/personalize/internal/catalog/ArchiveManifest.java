package dev.personalize.internal.catalog;

import java.util.Objects;

/**
 * The manifest of an exported version.
 *
 * @param version as it was in its home, with the files beside this manifest
 * @param settings of its solution
 */
record ArchiveManifest(VersionManifest version, SolutionManifest settings) {
    static final String NAME = "manifest.json";

    ArchiveManifest {
        Objects.requireNonNull(version);
        Objects.requireNonNull(settings);
    }
}
