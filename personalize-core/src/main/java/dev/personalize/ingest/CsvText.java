package dev.personalize.ingest;

import java.io.IOException;
import java.io.Reader;

/**
 * The characters of a CSV file as Commons CSV must see them: without a byte order mark, and with every backslash doubled
 * that is not before a quote or a backslash. Commons CSV would make a line break of {@code \n} and a tab of {@code \t}, but
 * the service knows only {@code \"} and {@code \\}; in {@code C:\new} the backslash is one.
 */
final class CsvText extends Reader {
    private final Reader source;
    private final char[] buffer = new char[1 << 13];
    private int position;
    private int limit;
    private boolean started;
    private boolean afterBackslash;

    CsvText(Reader source) {
        this.source = source;
    }

    @Override
    public int read(char[] target, int from, int length) throws IOException {
        int to = from;
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
