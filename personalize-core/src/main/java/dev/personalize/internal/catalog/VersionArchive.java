package dev.personalize.internal.catalog;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.UnsupportedArtifactException;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Solution versions outside a home: {@code manifest.json}, {@code model.safetensors}, {@code items.avro} and, if the version has
 * them, {@code cold-start.safetensors} and {@code context.safetensors} in a folder or in a zip file, on any file system.
 */
public final class VersionArchive {
    private static final String ZIP = ".zip";

    private VersionArchive() {}

    /** Takes the files of an export, one after another. */
    @FunctionalInterface
    private interface FileSink {
        void file(String name, Storage.Content content) throws IOException;
    }

    /**
     * Exports a version, to a zip file when the target's name ends in {@code .zip}, otherwise to a folder. The export is
     * written beside the target and moved there when it is complete; a folder of another file system than the default one
     * is filled in place, its manifest last.
     *
     * @param target not there yet, or an empty folder
     * @param version the manifest of the version
     * @param settings of its solution
     * @param storage where the version lies
     * @param folder of the version there
     * @throws InvalidInputException if there is something at the target
     * @throws CorruptArtifactException if a file of the version is not the one its manifest knows
     */
    public static void write(
            Path target, VersionManifest version, SolutionManifest settings, Storage storage, String folder) {
        boolean zip =
                String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT).endsWith(ZIP);
        try {
            ExportTarget.requireFree(target, !zip);
            byte[] manifest = ManifestText.of(new ArchiveManifest(version, settings));
            if (zip) {
                ExportTarget.writeFile(
                        target,
                        out -> SealedZip.write(out, entries -> {
                            // First, so that a reader knows how many bytes the others may have.
                            SealedZip.put(entries, ArchiveManifest.NAME, bytes -> bytes.write(manifest));
                            writeFiles(
                                    version, storage, folder, (name, content) -> SealedZip.put(entries, name, content));
                        }));
            } else {
                ExportTarget.writeFolder(target, place -> {
                    writeFiles(
                            version,
                            storage,
                            folder,
                            (name, content) -> ExportTarget.writeForced(place.resolve(name), content));
                    // Last, so that what has a manifest is complete.
                    ExportTarget.writeForced(place.resolve(ArchiveManifest.NAME), out -> out.write(manifest));
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot export to '" + target + "': " + e, e);
        }
    }

    private static void writeFiles(VersionManifest version, Storage storage, String folder, FileSink files)
            throws IOException {
        for (String name : VersionFiles.names(version, folder)) {
            StoredFile expected = VersionFiles.stored(version, folder, name);
            files.file(name, out -> copy(VersionFiles.open(storage, folder, name), expected, folder + "/" + name, out));
        }
    }

    private static void copy(InputStream file, StoredFile expected, String source, OutputStream out)
            throws IOException {
        try (file) {
            CheckedFile.read(file, expected, source, in -> in.transferTo(out));
        }
    }

    /**
     * Reads an export through and checks it; nothing is kept of it but its manifest.
     *
     * @param source a folder, or a zip file as {@link #write} wrote it
     * @throws InvalidInputException if there is nothing at {@code source}
     * @throws CorruptArtifactException if a file is missing or a byte of the export changed
     * @throws UnsupportedArtifactException if it is whole, but of an older or newer format
     * @throws UncheckedIOException if the medium fails
     */
    public static Imported read(Path source) {
        ArchiveManifest manifest = ArchiveScan.scan(
                source,
                (name, expected, in) -> CheckedFile.read(
                        in, expected, source + ": " + name, it -> it.transferTo(OutputStream.nullOutputStream())));
        return new Imported(source, manifest);
    }

    /** An export whose every byte was checked. */
    public static final class Imported {
        private final Path source;
        private final ArchiveManifest manifest;

        private Imported(Path source, ArchiveManifest manifest) {
            this.source = source;
            this.manifest = manifest;
        }

        /** {@return the version's manifest, as it was in its home} */
        public VersionManifest version() {
            return manifest.version();
        }

        /** {@return the settings of the solution it was trained in} */
        public SolutionManifest settings() {
            return manifest.settings();
        }

        /**
         * Copies the version's files, without its manifest, and checks them once more on the way: the export may have
         * changed meanwhile.
         *
         * @throws CorruptArtifactException if it did; files copied before stay
         */
        public void copyTo(Storage storage, String folder) {
            ArchiveManifest now = ArchiveScan.scan(
                    source,
                    (name, expected, in) -> storage.write(
                            folder + "/" + name,
                            out -> CheckedFile.read(in, expected, source + ": " + name, it -> it.transferTo(out))));
            if (!now.equals(manifest)) {
                throw new CorruptArtifactException(source + " was replaced while it was imported: import it again");
            }
        }
    }
}
