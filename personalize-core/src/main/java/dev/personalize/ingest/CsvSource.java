package dev.personalize.ingest;

import dev.personalize.error.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The files of an import and how much of their bytes has been read. */
final class CsvSource {
    private static final int BUFFER = 1 << 16;

    private final List<Path> files;
    private final long size;
    private final BoundedContent.Total total;
    private long bytesRead;

    /** @param sizeLimit bytes of content that may be read, of all files together */
    CsvSource(Path source, long sizeLimit) throws IOException {
        files = files(source);
        long sum = 0;
        for (Path file : files) {
            sum += Files.size(file);
        }
        size = sum;
        total = new BoundedContent.Total(sizeLimit);
    }

    private static List<Path> files(Path source) throws IOException {
        if (Files.isRegularFile(source)) {
            if (!isCsv(source)) {
                throw new InvalidInputException("file " + source
                        + " is neither .csv nor .csv.gz; rename it if it holds comma-separated values");
            }
            return List.of(source);
        }
        if (!Files.isDirectory(source)) {
            throw new InvalidInputException("there is no file or folder " + source + " to import; check the path");
        }
        try (Stream<Path> children = Files.list(source)) {
            List<Path> files = children.filter(CsvSource::isCsv)
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(CsvSource::name))
                    .toList();
            if (files.isEmpty()) {
                throw new InvalidInputException("folder " + source
                        + " has no .csv or .csv.gz file at its first level; sub-folders are not read");
            }
            return files;
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static boolean isCsv(Path file) {
        String name = name(file).toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".csv.gz");
    }

    /** {@return the files, sorted by name} */
    List<Path> files() {
        return files;
    }

    /** {@return bytes of all files, as they are stored} */
    long size() {
        return size;
    }

    /** {@return stored bytes read so far} */
    long bytesRead() {
        return Math.min(bytesRead, size);
    }

    /** {@return the content of a file, decompressed} */
    InputStream open(Path file) throws IOException {
        InputStream stored = new BufferedInputStream(new Counted(Files.newInputStream(file)), BUFFER);
        if (!name(file).toLowerCase(Locale.ROOT).endsWith(".gz")) {
            return bounded(stored, file);
        }
        try {
            return bounded(new GZIPInputStream(stored, BUFFER), file);
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }

    private InputStream bounded(InputStream content, Path file) throws IOException {
        return new BoundedContent(content, file, Files.size(file), total);
    }

    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            bytesRead += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int count = super.read(target, from, length);
            bytesRead += Math.max(count, 0);
            return count;
        }
    }
}
