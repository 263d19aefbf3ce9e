package dev.personalize.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/** Rows in Avro's binary form, one behind the other, in a buffer that grows. For one thread at a time. */
final class RowBlock {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_NUMBER = 10;

    /** The length of a text shorter than this is one byte. */
    private static final int SHORT_TEXT = 64;

    private byte[] bytes;
    private int size;
    private int[] ends = new int[1 << 6];
    private int rows;
    private final BitSet dropped = new BitSet();

    RowBlock() {
        this(1 << 10);
    }

    /** @param capacity bytes it holds without growing */
    RowBlock(int capacity) {
        bytes = new byte[capacity];
    }

    /** {@return the buffer, of which the first {@link #size} bytes are used; replaced when the block grows} */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** {@return number of rows ended} */
    int rows() {
        return rows;
    }

    /** {@return where a row begins in {@link #bytes}} */
    int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    /** {@return where a row ends in {@link #bytes}, exclusive} */
    int end(int row) {
        return ends[row];
    }

    /** Marks a row as one not to be used; all others are. */
    void drop(int row) {
        dropped.set(row);
    }

    boolean isDropped(int row) {
        return dropped.get(row);
    }

    /** {@return whether no row is dropped} */
    boolean isWhole() {
        return dropped.isEmpty();
    }

    /** {@return whether the last row is the first one that ends at {@code limit} or beyond} */
    boolean endsAt(int limit) {
        return size >= limit && start(rows - 1) < limit;
    }

    void clear() {
        size = 0;
        rows = 0;
        dropped.clear();
    }

    private void reserve(int count) {
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, count), (int)
                    Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }

    /** Everything written since the last row is one row. */
    void endRow() {
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, 2 * rows);
        }
        ends[rows++] = size;
    }

    /** Appends a row of another block. */
    void append(RowBlock other, int row) {
        int from = other.start(row);
        writeBytes(other.bytes, from, other.end(row) - from);
        endRow();
    }

    void writeBytes(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, size, count);
        size += count;
    }

    /** Writes an int or long: zigzag, seven bits a byte, lowest first. */
    void writeLong(long number) {
        reserve(LONGEST_NUMBER);
        byte[] target = bytes;
        int position = size;
        long rest = (number << 1) ^ (number >> 63);
        while ((rest & ~0x7fL) != 0) {
            target[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[position++] = (byte) rest;
        size = position;
    }

    void writeFloat(float number) {
        reserve(Float.BYTES);
        INT.set(bytes, size, Float.floatToIntBits(number));
        size += Float.BYTES;
    }

    void writeDouble(double number) {
        reserve(Double.BYTES);
        LONG.set(bytes, size, Double.doubleToLongBits(number));
        size += Double.BYTES;
    }

    void writeBoolean(boolean truth) {
        reserve(1);
        bytes[size++] = (byte) (truth ? 1 : 0);
    }

    void writeString(String text) {
        int length = text.length();
        if (length >= SHORT_TEXT) {
            writeUtf8(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        reserve(1 + length);
        byte[] target = bytes;
        int position = size;
        target[position++] = (byte) (length << 1);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                writeUtf8(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            target[position++] = (byte) c;
        }
        size = position;
    }

    private void writeUtf8(byte[] text) {
        writeLong(text.length);
        writeBytes(text, 0, text.length);
    }
}
