package dev.personalize.internal.catalog;

import java.util.Objects;

/**
 * What a manifest knows of a file beside it.
 *
 * @param sha256 of its bytes, 64 hexadecimal digits in lower case
 * @param bytes how many it has
 */
public record StoredFile(String sha256, long bytes) {
    /** Refuses the absence of a checksum. */
    public StoredFile {
        Objects.requireNonNull(sha256);
    }
}
