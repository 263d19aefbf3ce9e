package dev.personalize.ingest;

import dev.personalize.error.LimitExceededException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * The decompressed content of a file, which ends with a {@link LimitExceededException} when it is more than the import may
 * read, or so much more than the file's size that no data would be: a few kilobytes of gzip can stand for gigabytes.
 */
final class BoundedContent extends InputStream {
    /** What a file may grow to, however small it is. */
    static final long ALWAYS_ALLOWED = 256L << 20;

    /** Gzip makes one byte of up to 1032, but only of bytes that repeat each other. */
    static final long GROWTH_LIMIT = 500;

    private final InputStream content;
    private final Path file;
    private final long storedSize;
    private final Total total;
    private long read;

    /** Bytes of content an import has read from all its files, and may read. For one thread. */
    static final class Total {
        private final long limit;
        private long read;

        Total(long limit) {
            this.limit = limit;
        }
    }

    BoundedContent(InputStream content, Path file, long storedSize, Total total) {
        this.content = content;
        this.file = file;
        this.storedSize = storedSize;
        this.total = total;
    }

    @Override
    public int read() throws IOException {
        int b = content.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count = content.read(target, from, length);
        count(Math.max(count, 0));
        return count;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private void count(int bytes) {
        read += bytes;
        total.read += bytes;
        if (total.read > total.limit) {
            throw new LimitExceededException("file " + file + ": the import has read more than its limit of "
                    + total.limit + " bytes; import less at a time, or raise ImportOptions.sizeLimit");
        }
        if (read > ALWAYS_ALLOWED && read / GROWTH_LIMIT > storedSize) {
            throw new LimitExceededException(
                    "file " + file + " has " + storedSize + " bytes and decompresses to more than " + read + ", over "
                            + GROWTH_LIMIT + " times as many; if that is your data, decompress it first");
        }
    }
}
