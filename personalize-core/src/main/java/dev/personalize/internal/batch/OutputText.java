package dev.personalize.internal.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Text that becomes UTF-8 as it is appended: kept until it is taken, or handed on whenever a buffer is full. Half a surrogate
 * pair, which UTF-8 cannot hold, becomes its JSON escape: in JSON it can only stand in a string. For one thread at a time.
 */
public final class OutputText {
    private static final int BUFFER = 1 << 16;
    /** Most bytes kept for the next use. */
    private static final int MOST_KEPT = 1 << 18;

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final @Nullable Drain drain;
    private byte[] bytes = new byte[1 << 12];
    private int size;

    /** Where full buffers go. */
    @FunctionalInterface
    interface Drain {
        void write(byte[] bytes, int length) throws IOException;
    }

    /** A text that is kept. */
    public OutputText() {
        this(null);
    }

    OutputText(@Nullable Drain drain) {
        this.drain = drain;
    }

    /** Appends a text. */
    public void append(String text) {
        int length = text.length();
        reserve(length);
        int at = size;
        int i = 0;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                break;
            }
            bytes[at++] = (byte) c;
        }
        size = at;
        if (i < length) {
            appendWide(text, i);
        }
    }

    /** Appends an ASCII character. */
    public void append(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    /** Appends a text as a JSON string, in quotes. */
    public void quote(String text) {
        append('"');
        int plain = appendPlain(text);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                append(text.substring(plain, i));
                escape(c);
                plain = i + 1;
            }
        }
        append(text.substring(plain));
        append('"');
    }

    /** Appends what stands at the beginning of a text and needs no escape; {@return how many characters} */
    private int appendPlain(String text) {
        int length = text.length();
        reserve(length);
        int at = size;
        int i = 0;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
                break;
            }
            bytes[at++] = (byte) c;
        }
        size = at;
        return i;
    }

    private void escape(char c) {
        append('\\');
        switch (c) {
            case '"', '\\' -> append(c);
            case '\b' -> append('b');
            case '\t' -> append('t');
            case '\n' -> append('n');
            case '\f' -> append('f');
            case '\r' -> append('r');
            default -> appendHex(c);
        }
    }

    private void appendHex(char c) {
        append('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            append(HEX[(c >> shift) & 0xF]);
        }
    }

    private void appendWide(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            reserve(4);
            if (c < 0x80) {
                bytes[size++] = (byte) c;
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xC0 | (c >> 6));
                continuation(c);
            } else if (!Character.isSurrogate(c)) {
                bytes[size++] = (byte) (0xE0 | (c >> 12));
                continuation(c >> 6);
                continuation(c);
            } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                bytes[size++] = (byte) (0xF0 | (point >> 18));
                continuation(point >> 12);
                continuation(point >> 6);
                continuation(point);
            } else {
                append('\\');
                appendHex(c);
            }
        }
    }

    private void continuation(int bits) {
        bytes[size++] = (byte) (0x80 | (bits & 0x3F));
    }

    /** Makes room; what is handed on goes before anything of the next piece, so that a piece longer than a buffer may be. */
    private void reserve(int more) {
        if (drain != null && size + more > BUFFER) {
            flush();
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
        }
    }

    /** Hands on what is left. */
    void flush() {
        if (drain == null) {
            return;
        }
        try {
            drain.write(bytes, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        size = 0;
    }

    /** {@return what is kept; valid up to {@link #size} until the next call} */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[MOST_KEPT];
        }
    }
}
