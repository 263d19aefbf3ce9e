package dev.personalize.internal.batch;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.internal.catalog.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a job, in the order of their names, and where their answers go. Immutable.
 *
 * @param name of the location they were found at
 * @param files one or more, all of one folder
 * @param folder of the output
 */
public record BatchInput(String name, List<Path> files, Path folder) {
    private static final int HEAD = 1 << 16;

    /**
     * What a job is told.
     *
     * @param input a file, a folder, or how the names of files begin
     * @param outputFolder another folder than that of the input
     */
    public record Location(Path input, Path outputFolder) {}

    /** Copies the list. */
    public BatchInput {
        files = List.copyOf(files);
    }

    /**
     * Finds the files: the one the location names; or those directly in the folder it names; or, when there is neither, those
     * whose names begin as it does.
     *
     * @param asked where they are, and the folder of the output, which is made if need be
     * @param mostFiles most files
     * @param mostBytes most bytes of a file
     * @throws InvalidInputException if there is none, or the output would lie beside the input
     * @throws LimitExceededException if there are too many, or one is too large
     */
    public static BatchInput of(Location asked, int mostFiles, long mostBytes) throws IOException {
        Path location = asked.input();
        Path folder = asked.outputFolder();
        List<Path> files = find(location);
        if (files.isEmpty()) {
            throw new InvalidInputException("batch input " + location
                    + " is not a file, not a folder with files in it, and no file's name begins with it");
        }
        if (files.size() > mostFiles) {
            throw new LimitExceededException("batch input " + location + " has " + files.size() + " files, more than "
                    + mostFiles + ": answer them in several jobs, or raise Limits.batchFiles");
        }
        for (Path file : files) {
            if (Files.size(file) > mostBytes) {
                throw new LimitExceededException(
                        "batch input " + file + " has " + Files.size(file) + " bytes, more than " + mostBytes
                                + ": cut it into several files, or raise Limits.batchFileBytes");
            }
        }
        Files.createDirectories(folder);
        if (Files.isSameFile(folder, parent(files.get(0)))) {
            throw new InvalidInputException("the output folder " + folder
                    + " holds the input too: input and output must be different places; name another output folder");
        }
        Path last = location.toAbsolutePath().normalize().getFileName();
        return new BatchInput(last == null ? "batch" : last.toString(), files, folder);
    }

    private static List<Path> find(Path location) throws IOException {
        if (Files.isRegularFile(location)) {
            return List.of(location);
        }
        boolean inside = Files.isDirectory(location);
        Path folder = inside ? location : parent(location);
        Path name = location.getFileName();
        String prefix = inside || name == null ? "" : name.toString();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isRegularFile)
                    .filter(file -> nameOf(file).startsWith(prefix))
                    .sorted((a, b) -> nameOf(a).compareTo(nameOf(b)))
                    .toList();
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** {@return where the answers of a file end up} */
    Path output(int file) {
        return folder.resolve(nameOf(files.get(file)) + ".out");
    }

    /** {@return where the answers of a file are until they are complete} */
    Path unfinished(int file) {
        return folder.resolve(nameOf(files.get(file)) + ".out.part");
    }

    /** {@return where the job keeps how far it is} */
    Path checkpoint() {
        return folder.resolve(name + ".checkpoint");
    }

    /** {@return bytes of all files} */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** {@return SHA-256 over name, size, time and first 64 KiB of each file, in hex: other files, another identity} */
    String identity() throws IOException {
        MessageDigest digest = Sha256.digest();
        for (Path file : files) {
            String description = nameOf(file) + '\0' + Files.size(file) + '\0' + Files.getLastModifiedTime(file) + '\0';
            digest.update(description.getBytes(StandardCharsets.UTF_8));
            try (InputStream in = Files.newInputStream(file)) {
                digest.update(in.readNBytes(HEAD));
            }
        }
        return Sha256.hex(digest);
    }
}
