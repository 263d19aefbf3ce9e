package dev.personalize.internal.batch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
     * Appends the answer of a line, which is an error if the line is no text.
     *
     * @param limit most bytes of a line, for the message
     * @return whether the line has an output
     */
    boolean answer(int line, LineAnswers answers, int limit, OutputText out) {
        String text;
        String error;
        if (tooLong[line]) {
            text = lenient(line);
            error = "the line has more than " + limit
                    + " bytes: ask for less in one line, or raise Limits.batchLineBytes";
        } else if (isAscii(line)) {
            return answers.answer(
                    new String(bytes, begins[line], ends[line] - begins[line], StandardCharsets.ISO_8859_1),
                    numbers[line],
                    out);
        } else {
            try {
                String strict = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, begins[line], ends[line] - begins[line]))
                        .toString();
                return answers.answer(strict, numbers[line], out);
            } catch (CharacterCodingException e) {
                text = lenient(line);
                error = "the line is not UTF-8: save the file in that encoding";
            }
        }
        error(text, error, out);
        return false;
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
