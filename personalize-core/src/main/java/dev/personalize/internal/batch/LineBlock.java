package dev.personalize.internal.batch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines that follow each other in a file, as bytes. Filled by one thread, then read by any number. */
final class LineBlock {
    private byte[] bytes = new byte[1 << 12];
    private int size;
    private int lines;
    private int[] begins = new int[64];
    private int[] ends = new int[64];
    private long[] numbers = new long[64];
    private boolean[] tooLong = new boolean[64];
    private FilePosition end = FilePosition.START;

    void clear() {
        size = 0;
        lines = 0;
    }

    /** {@return number of lines} */
    int lines() {
        return lines;
    }

    /** {@return bytes of all lines} */
    int size() {
        return size;
    }

    /** {@return where the line after the last one begins} */
    FilePosition end() {
        return end;
    }

    void endAt(FilePosition position) {
        end = position;
    }

    void append(byte[] from, int begin, int length) {
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * bytes.length));
        }
        System.arraycopy(from, begin, bytes, size, length);
        size += length;
    }

    byte byteAt(int position) {
        return bytes[position];
    }

    /** Drops the bytes from a position on. */
    void cutTo(int position) {
        size = position;
    }

    /** Makes the bytes from a position on a line. */
    void endLine(int begin, long number, boolean isTooLong) {
        if (lines == begins.length) {
            begins = Arrays.copyOf(begins, 2 * lines);
            ends = Arrays.copyOf(ends, 2 * lines);
            numbers = Arrays.copyOf(numbers, 2 * lines);
            tooLong = Arrays.copyOf(tooLong, 2 * lines);
        }
        begins[lines] = begin;
        ends[lines] = size;
        numbers[lines] = number;
        tooLong[lines] = isTooLong;
        lines++;
    }

    /**
     * Appends the answers of lines, each with its end; of a line that is no text, an error.
     *
     * @param limit most bytes of a line, for the message
     * @return how many of the lines have no output
     */
    int answer(int from, int to, LineAnswers answers, int limit, OutputText out) {
        List<LineAnswers.Line> good = new ArrayList<>(to - from);
        int failed = 0;
        for (int line = from; line < to; line++) {
            String text = tooLong[line] ? null : text(line);
            if (text != null) {
                good.add(new LineAnswers.Line(text, numbers[line]));
                continue;
            }
            failed += answers.answer(good, out) + 1;
            good.clear();
            error(lenient(line), unreadable(line, limit), out);
            out.append('\n');
        }
        return failed + answers.answer(good, out);
    }

    /** As {@link #answer(int, int, LineAnswers, int, OutputText)}, for one line and without its end; says whether it has an output. */
    boolean answer(int line, LineAnswers answers, int limit, OutputText out) {
        String text = tooLong[line] ? null : text(line);
        if (text != null) {
            return answers.answer(text, numbers[line], out);
        }
        error(lenient(line), unreadable(line, limit), out);
        return false;
    }

    private String unreadable(int line, int limit) {
        return tooLong[line]
                ? "the line has more than " + limit + " bytes: ask for less in one line, or raise Limits.batchLineBytes"
                : "the line is not UTF-8: save the file in that encoding";
    }

    /** {@return the text of a line, or null if it is none} */
    private @Nullable String text(int line) {
        if (isAscii(line)) {
            return new String(bytes, begins[line], ends[line] - begins[line], StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, begins[line], ends[line] - begins[line]))
                    .toString();
        } catch (CharacterCodingException e) {
            return null; // reported by the caller, in the line's own error
        }
    }

    /** Appends the output line of an input line that is not even an object. */
    static void error(String line, String error, OutputText out) {
        out.append("{\"input\":");
        out.quote(line);
        out.append(",\"output\":null,\"error\":");
        out.quote(error);
        out.append('}');
    }

    private String lenient(int line) {
        return new String(bytes, begins[line], ends[line] - begins[line], StandardCharsets.UTF_8);
    }

    private boolean isAscii(int line) {
        for (int i = begins[line]; i < ends[line]; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
