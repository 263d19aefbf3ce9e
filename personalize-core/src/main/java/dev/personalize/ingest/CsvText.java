package dev.personalize.ingest;

import java.io.IOException;
import java.io.Reader;

/**
 * The characters of a CSV file as Commons CSV must see them: without a byte order mark, and with every backslash doubled
 * that is not before a quote or a backslash. Commons CSV would make a line break of {@code \n} and a tab of {@code \t}, but
 * the service knows only {@code \"} and {@code \\}; in {@code C:\new} the backslash is one.
 *
 * <p>Commons CSV collects a line before it hands it over, so the length of a line is bounded here.
 */
final class CsvText extends Reader {
    static final int LINE_LIMIT = 4 << 20;

    private final Reader source;
    private final char[] buffer = new char[1 << 13];
    private int position;
    private int limit;
    private boolean started;
    private boolean afterBackslash;
    private long sinceLine;

    CsvText(Reader source) {
        this.source = source;
    }

    /** Begins to count the characters of a line anew. */
    void beginLine() {
        sinceLine = 0;
    }

    /** @throws LongLineException if the caller has read a line's worth and more, and still not come to the line's end */
    @Override
    public int read(char[] target, int from, int length) throws IOException {
        if (sinceLine > LINE_LIMIT) {
            throw new LongLineException(LINE_LIMIT);
        }
        int to = from;
        if (position == limit && started && !afterBackslash) {
            to += readPlain(target, from, Math.min(length, buffer.length));
        }
        while (to < from + length) {
            if (position == limit && (to > from || !fill())) {
                break;
            }
            if (position < limit) {
                to = copy(target, to, from + length);
            } else {
                target[to++] = '\\'; // the file's last character is a backslash
                afterBackslash = false;
            }
        }
        sinceLine += to - from;
        return to == from && length > 0 ? -1 : to - from;
    }

    /** {@return whether there is more to hand out} */
    private boolean fill() throws IOException {
        limit = Math.max(source.read(buffer, 0, buffer.length), 0);
        position = 0;
        if (!started && limit > 0) {
            started = true;
            if (buffer[0] == '\uFEFF') {
                position = 1;
                return position < limit || fill();
            }
        }
        return limit > 0 || afterBackslash;
    }

    /**
     * Reads straight into the target, and takes back what begins with a backslash.
     *
     * @return how many characters are as they must be seen
     */
    private int readPlain(char[] target, int from, int length) throws IOException {
        int count = Math.max(source.read(target, from, length), 0);
        int plain = 0;
        while (plain < count && target[from + plain] != '\\') {
            plain++;
        }
        position = 0;
        limit = count - plain;
        System.arraycopy(target, from + plain, buffer, 0, limit);
        return plain;
    }

    private int copy(char[] target, int from, int end) {
        int to = from;
        while (position < limit && to < end) {
            char c = buffer[position];
            if (afterBackslash && c != '"' && c != '\\') {
                target[to++] = '\\';
                afterBackslash = false;
            } else {
                target[to++] = c;
                afterBackslash = c == '\\' && !afterBackslash;
                position++;
            }
        }
        return to;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
