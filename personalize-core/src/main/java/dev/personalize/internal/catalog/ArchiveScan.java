package dev.personalize.internal.catalog;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** One reading of an export from its manifest to its last file. */
final class ArchiveScan {
    private final Path source;
    private final Visit visit;
    private final Set<String> seen = new HashSet<>();
    private @Nullable ArchiveManifest manifest;

    /** Given each file beside the manifest; reads no further than the size expected, or finds that out. */
    @FunctionalInterface
    interface Visit {
        void file(String name, StoredFile expected, InputStream in) throws IOException;
    }

    private ArchiveScan(Path source, Visit visit) {
        this.source = source;
        this.visit = visit;
    }

    /**
     * {@return the manifest of the export, after every file was visited}
     *
     * @throws CorruptArtifactException if files are missing, or there are others in a zip file
     */
    static ArchiveManifest scan(Path source, Visit visit) {
        ArchiveScan scan = new ArchiveScan(source, visit);
        try {
            if (Files.isDirectory(source)) {
                scan.folder();
            } else if (Files.isRegularFile(source)) {
                scan.zip();
            } else {
                throw new InvalidInputException("there is neither a folder nor a file '" + source
                        + "': give the path a version was exported to");
            }
            return scan.whole();
        } catch (ZipException | EOFException e) {
            throw scan.corrupt("unreadable zip entries: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + source + "': " + e, e);
        }
    }

    private void folder() throws IOException {
        read(ArchiveManifest.NAME);
        for (String name : VersionFiles.names(found().version(), source.toString())) {
            read(name);
        }
    }

    private void read(String name) throws IOException {
        try (InputStream in = Files.newInputStream(source.resolve(name))) {
            file(name, in);
        } catch (NoSuchFileException e) {
            throw corrupt("no file " + name, e);
        }
    }

    private void zip() throws IOException {
        SealedZip.check(source);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(source), 1 << 16)) {
            ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8);
            for (ZipEntry entry = next(zip); entry != null; entry = next(zip)) {
                file(entry.getName(), zip);
            }
        }
    }

    private @Nullable ZipEntry next(ZipInputStream zip) throws IOException {
        try {
            return zip.getNextEntry();
        } catch (IllegalArgumentException e) { // a name that is no text, or times that are none
            throw corrupt("unreadable zip entries: " + e.getMessage(), e);
        }
    }

    private void file(String name, InputStream in) throws IOException {
        boolean known = name.equals(ArchiveManifest.NAME) || VersionFiles.isName(name);
        if (!known || !seen.add(name)) {
            throw corrupt((known ? "a second file" : "a file") + " '" + name + "', as no export has", null);
        }
        ArchiveManifest found = manifest;
        if (name.equals(ArchiveManifest.NAME)) {
            manifest = ManifestText.read(in, source + ": " + name, ArchiveManifest.class);
        } else if (found == null) {
            throw corrupt("a file '" + name + "' before its manifest", null);
        } else {
            visit.file(name, VersionFiles.stored(found.version(), source.toString(), name), in);
        }
    }

    private ArchiveManifest whole() {
        ArchiveManifest found = found();
        if (!seen.containsAll(VersionFiles.names(found.version(), source.toString()))) {
            throw corrupt("only the files " + seen.stream().sorted().toList(), null);
        }
        return found;
    }

    private ArchiveManifest found() {
        ArchiveManifest found = manifest;
        if (found == null) {
            throw corrupt("only the files " + seen.stream().sorted().toList(), null);
        }
        return found;
    }

    private CorruptArtifactException corrupt(String what, @Nullable Throwable cause) {
        String message = source + " has " + what + ": transfer or export it again";
        return cause == null ? new CorruptArtifactException(message) : new CorruptArtifactException(message, cause);
    }
}
