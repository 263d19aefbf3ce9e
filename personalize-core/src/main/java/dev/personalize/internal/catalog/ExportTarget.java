package dev.personalize.internal.catalog;

import dev.personalize.error.InvalidInputException;
import dev.personalize.storage.Storage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Files and folders that appear at their place only when they are complete, on any file system. */
final class ExportTarget {
    private ExportTarget() {}

    /** Fills a folder. */
    @FunctionalInterface
    interface FolderContent {
        void writeTo(Path folder) throws IOException;
    }

    /** @param emptyFolder whether an empty folder may be there */
    static void requireFree(Path target, boolean emptyFolder) throws IOException {
        if (target.getFileName() == null) {
            throw new InvalidInputException(
                    "'" + target + "' is the root of a file system: name a folder or file in it");
        }
        if (Files.exists(target)
                && !(emptyFolder
                        && Files.isDirectory(target)
                        && children(target).isEmpty())) {
            throw new InvalidInputException("'" + target + "' exists already: export to a new name");
        }
    }

    static void writeFile(Path target, Storage.Content content) throws IOException {
        Path unfinished = unfinishedBeside(target);
        try {
            writeForced(unfinished, content);
            Files.move(unfinished, target);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Fills a folder and moves it into place; on another file system than the default one it is filled in place, since not
     * all of them rename folders (the zip file system loses what is in them), and emptied again when that fails.
     */
    static void writeFolder(Path target, FolderContent content) throws IOException {
        if (!target.getFileSystem().equals(FileSystems.getDefault())) {
            fill(Files.createDirectories(target), content);
            return;
        }
        Path unfinished = unfinishedBeside(target);
        fill(Files.createDirectory(unfinished), content);
        try {
            Files.deleteIfExists(target); // an empty folder
            Files.move(unfinished, target);
        } catch (IOException e) {
            delete(unfinished);
            throw e;
        }
    }

    private static void fill(Path folder, FolderContent content) throws IOException {
        boolean filled = false;
        try {
            content.writeTo(folder);
            filled = true;
        } finally {
            if (!filled) {
                delete(folder);
            }
        }
    }

    /** Writes a new file and forces it to the medium, if its file system has one. */
    static void writeForced(Path file, Storage.Content content) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
            if (channel instanceof FileChannel onDisk) {
                onDisk.force(true);
            }
        }
    }

    private static Path unfinishedBeside(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return absolute.resolveSibling(absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        for (Path file : children(folder)) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
