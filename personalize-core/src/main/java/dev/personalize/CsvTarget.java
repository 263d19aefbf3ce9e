package dev.personalize;

import dev.personalize.internal.catalog.FinishedFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.zip.GZIPOutputStream;

/** A CSV file that is there when it is complete. */
final class CsvTarget {
    private CsvTarget() {}

    static long write(Path target, ToLongFunction<OutputStream> content) {
        Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
        try {
            Path folder = target.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try {
                long rows;
                try (OutputStream out = open(unfinished, target)) {
                    rows = content.applyAsLong(out);
                }
                FinishedFile.move(unfinished, target);
                return rows;
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot export to " + target + ": " + e, e);
        }
    }

    private static OutputStream open(Path file, Path named) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        boolean gzip = named.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        return gzip ? new GZIPOutputStream(out, 1 << 16) : out;
    }
}
