package dev.personalize.internal.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A manifest in a file of its own, outside of a home, on any file system. */
public final class ManifestFile {
    private ManifestFile() {}

    /** Writes a manifest and forces it to the medium; whoever reads meanwhile, or after a crash, finds the old one or this. */
    public static void write(Path file, Record manifest) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(unfinished); // of a process that died
        ExportTarget.writeForced(unfinished, out -> out.write(ManifestText.of(manifest)));
        FinishedFile.move(unfinished, file);
    }

    /**
     * {@return the manifest, if the file exists}
     *
     * @throws dev.personalize.error.CorruptArtifactException if a byte of it changed
     * @throws dev.personalize.error.UnsupportedArtifactException if it is whole, but of an older or newer format
     */
    public static <T extends Record> Optional<T> find(Path file, Class<T> type) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(ManifestText.read(in, file.toString(), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
