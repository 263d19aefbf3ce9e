package dev.personalize.internal.catalog;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.UnsupportedArtifactException;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Reads and writes manifests, each a record, as JSON with a format number, the path it belongs at and a checksum of its own.
 * Safe for any number of threads.
 */
public final class Catalog {
    private final Storage storage;

    /**
     * @param storage where manifests lie
     */
    public Catalog(Storage storage) {
        this.storage = storage;
    }

    /** Writes a manifest, replacing an older one at once. */
    public void write(String path, Record manifest) {
        byte[] text = ManifestText.of(manifest, path);
        storage.write(path, out -> out.write(text));
    }

    /**
     * Reads a manifest, if it exists.
     *
     * @throws CorruptArtifactException if a byte of it changed, or it is not a manifest of this kind and this path
     * @throws UnsupportedArtifactException if it is whole, but of an older or newer format
     * @throws UncheckedIOException if the storage fails
     */
    public <T extends Record> Optional<T> find(String path, Class<T> type) {
        if (!storage.exists(path)) {
            return Optional.empty();
        }
        try (InputStream in = storage.read(path)) {
            return Optional.of(ManifestText.readAt(path, in, type));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + path + "': " + e, e);
        }
    }
}
