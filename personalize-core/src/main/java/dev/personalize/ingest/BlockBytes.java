package dev.personalize.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Reads Avro's binary form from an array. Unlike Avro's own decoder it believes no length before looking at how many bytes
 * there are, so that a damaged file cannot ask for gigabytes. For one thread.
 */
final class BlockBytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = {};
    private int position;
    private int end;

    /** Begins with the first {@code length} bytes of a block. */
    void begin(byte[] block, int length) {
        bytes = block;
        position = 0;
        end = length;
    }

    boolean atEnd() {
        return position == end;
    }

    byte[] array() {
        return bytes;
    }

    int position() {
        return position;
    }

    /** Compares the next number with the CRC-32C of the bytes from there to here. */
    void readChecksumSince(int from) throws DamagedFileException {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, position - from);
        if (readInt() != (int) checksum.getValue()) {
            throw new DamagedFileException("a row does not have its checksum");
        }
    }

    private int advance(int count) throws DamagedFileException {
        if (count < 0 || count > end - position) {
            throw new DamagedFileException("a value reaches beyond its block");
        }
        int from = position;
        position += count;
        return from;
    }

    /** {@return the next zigzag number of at most 64 bits} */
    long readLong() throws DamagedFileException {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = bytes[advance(1)];
            number |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return (number >>> 1) ^ -(number & 1);
            }
        }
        throw new DamagedFileException("a number is longer than 64 bits");
    }

    /** Passes over {@code length} bytes and {@return where in {@link #array} they begin} */
    int skip(int length) throws DamagedFileException {
        return advance(length);
    }

    int readInt() throws DamagedFileException {
        long number = readLong();
        if (number != (int) number) {
            throw new DamagedFileException("a number of " + number + " where 32 bits were written");
        }
        return (int) number;
    }

    float readFloat() throws DamagedFileException {
        return Float.intBitsToFloat((int) INT.get(bytes, advance(Float.BYTES)));
    }

    double readDouble() throws DamagedFileException {
        return Double.longBitsToDouble((long) LONG.get(bytes, advance(Double.BYTES)));
    }

    boolean readBoolean() throws DamagedFileException {
        byte b = bytes[advance(1)];
        if (b != 0 && b != 1) {
            throw new DamagedFileException("a truth value of " + b);
        }
        return b == 1;
    }
}
