package dev.personalize.internal.batch;

import dev.personalize.error.LimitExceededException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a file of lines block by block. A line ends with LF, CR LF or the file; blank lines are passed over; a byte order mark
 * before the first line is no part of it. Of a line that is too long only the beginning is kept. For one thread at a time.
 */
final class LineReader implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int MOST_BLOCK_BYTES = 1 << 18;
    /** Bytes kept of a line that is too long, to know it again. */
    private static final int BEGINNING = 200;

    /** Most bytes of a line that do not count: a byte order mark and CR. */
    private static final int AROUND = 4;

    private final Path file;
    private final InputStream in;
    private final LineLimits limits;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int limit;
    private long bytes;
    private long lines;

    private LineReader(Path file, InputStream in, FilePosition from, LineLimits limits) {
        this.file = file;
        this.in = in;
        this.limits = limits;
        this.bytes = from.bytes();
        this.lines = from.lines();
    }

    static LineReader open(Path file, FilePosition from, LineLimits limits) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            in.skipNBytes(from.bytes());
            return new LineReader(file, in, from, limits);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Fills a block with the next lines, none at the end of the file. */
    void read(LineBlock block, int most) throws IOException {
        block.clear();
        boolean more = true;
        while (more && block.lines() < most && block.size() < MOST_BLOCK_BYTES) {
            more = readLine(block);
        }
        block.endAt(new FilePosition(bytes, lines));
    }

    /** @return false at the end of the file */
    private boolean readLine(LineBlock block) throws IOException {
        int begin = block.size();
        boolean first = bytes == 0;
        boolean ended = false;
        boolean any = false;
        while (!ended && (at < limit || fill())) {
            any = true;
            int end = at;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            ended = end < limit;
            int room = limits.lineBytes() + AROUND + 1 - (block.size() - begin); // one more shows that it is too long
            block.append(buffer, at, Math.min(end - at, room));
            bytes += end - at + (ended ? 1 : 0);
            at = ended ? end + 1 : end;
        }
        if (any) {
            if (++lines > limits.lines()) {
                throw new LimitExceededException("file " + file + " has more than " + limits.lines()
                        + " lines: cut it into several files, or raise Limits.batchRecords");
            }
            finishLine(block, begin, first);
        }
        return any;
    }

    private boolean fill() throws IOException {
        at = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private void finishLine(LineBlock block, int afterLast, boolean first) {
        int begin = afterLast;
        if (block.size() > begin && block.byteAt(block.size() - 1) == '\r') {
            block.cutTo(block.size() - 1);
        }
        if (first && startsWithMark(block, begin)) {
            begin += 3;
        }
        boolean tooLong = block.size() - begin > limits.lineBytes();
        if (tooLong) {
            block.cutTo(Math.min(begin + BEGINNING, block.size()));
        }
        if (tooLong || !isBlank(block, begin)) {
            block.endLine(begin, lines, tooLong);
        } else {
            block.cutTo(afterLast);
        }
    }

    private static boolean startsWithMark(LineBlock block, int begin) {
        return block.size() - begin >= 3
                && block.byteAt(begin) == (byte) 0xEF
                && block.byteAt(begin + 1) == (byte) 0xBB
                && block.byteAt(begin + 2) == (byte) 0xBF;
    }

    private static boolean isBlank(LineBlock block, int begin) {
        for (int i = begin; i < block.size(); i++) {
            byte b = block.byteAt(i);
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
