package dev.personalize.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes an Avro container file apart into its blocks, and tells a file that ends too early, as a crash while appending
 * leaves it, from one that was damaged later: only an early end has no more sync marker behind it. Some file systems leave
 * zeros where the last bytes were to be written; those count as an early end too. For one thread.
 */
final class BlockReader {
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC_LENGTH = 16;
    private static final int SAFE_LENGTH = 1 << 20;

    private final InputStream in;
    private String schemaJson = "";
    private byte[] sync = {};
    private boolean compressed;
    private int rows;
    private byte[] content = {};

    enum Part {
        WHOLE,
        TORN,
        /** A block whose content may be whole, with zeros in place of the end of its marker and of all behind it. */
        UNMARKED,
        NONE
    }

    /** @param in should be buffered */
    BlockReader(InputStream in) {
        this.in = in;
    }

    /** The file ended inside a value. */
    private static final class EarlyEndException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    String schemaJson() {
        return schemaJson;
    }

    /**
     * A block as it lies in the file.
     *
     * @param rows number of rows
     * @param content its bytes, and others behind them
     * @param size how many of {@code content} are the block's
     * @param compressed whether they are compressed
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Block(int rows, byte[] content, int size, boolean compressed) {}

    /** {@return what each block ends with} */
    byte[] sync() {
        return sync;
    }

    /** {@return the block last read; the reader does not touch it any more} */
    Block block() {
        return new Block(rows, content, content.length - SYNC_LENGTH, compressed);
    }

    /** Reads what comes before the first block; {@code TORN} when the file ends before its first block could begin. */
    Part readHeader() throws IOException, DamagedFileException {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            boolean prefix = Arrays.equals(magic, Arrays.copyOf(MAGIC, magic.length));
            if (prefix || (isZero(magic) && restIsZero())) {
                return Part.TORN;
            }
            throw new DamagedFileException("it does not begin as an Avro container file does");
        }
        try {
            Map<String, String> metadata = readMetadata();
            schemaJson = metadata.getOrDefault("avro.schema", "");
            String codec = metadata.getOrDefault("avro.codec", "null");
            compressed = codec.equals("deflate");
            if (!compressed && !codec.equals("null")) {
                throw new DamagedFileException(
                        "it is compressed with '" + codec + "', which this library does not write");
            }
            sync = readFully(SYNC_LENGTH);
            return Part.WHOLE;
        } catch (EarlyEndException e) {
            return Part.TORN;
        }
    }

    private Map<String, String> readMetadata() throws IOException, DamagedFileException {
        Map<String, String> metadata = new HashMap<>();
        for (long count = readLong(); count != 0; count = readLong()) {
            if (count < 0) {
                readLong(); // Avro precedes a negative count with the bytes of the part, for readers that skip it
            }
            for (long i = 0; i < Math.abs(count); i++) {
                String key = readText();
                metadata.put(key, readText());
            }
        }
        return metadata;
    }

    /** {@return whether there was another block, which is then {@link #block}} */
    Part next() throws IOException, DamagedFileException {
        int first = in.read();
        if (first < 0) {
            return Part.NONE;
        }
        try {
            long count = readLong(first);
            long size = readLong();
            if (count < 1 || count > Integer.MAX_VALUE || size < 1 || size > Integer.MAX_VALUE - SYNC_LENGTH) {
                if (restIsZero()) {
                    return Part.TORN;
                }
                throw new DamagedFileException("a block of " + count + " rows in " + size + " bytes cannot be");
            }
            return readBlock((int) count, (int) size);
        } catch (EarlyEndException e) {
            return Part.TORN;
        }
    }

    private Part readBlock(int count, int size) throws IOException, DamagedFileException {
        byte[] block = read(size + SYNC_LENGTH);
        if (block.length < size + SYNC_LENGTH) {
            if (containsSync(block)) {
                throw new DamagedFileException("the length of a block is damaged");
            }
            return Part.TORN;
        }
        int wrong = Arrays.mismatch(block, size, size + SYNC_LENGTH, sync, 0, SYNC_LENGTH);
        if (wrong >= 0 && !(isZero(Arrays.copyOfRange(block, size + wrong, size + SYNC_LENGTH)) && restIsZero())) {
            throw new DamagedFileException("a block does not end with the file's sync marker");
        }
        rows = count;
        content = block;
        return wrong >= 0 ? Part.UNMARKED : Part.WHOLE;
    }

    private boolean containsSync(byte[] block) {
        for (int from = 0; from + SYNC_LENGTH <= block.length; from++) {
            if (Arrays.equals(block, from, from + SYNC_LENGTH, sync, 0, SYNC_LENGTH)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isZero(byte[] part) {
        return Arrays.equals(part, new byte[part.length]);
    }

    private boolean restIsZero() throws IOException {
        for (byte[] part = in.readNBytes(1 << 16); part.length > 0; part = in.readNBytes(1 << 16)) {
            if (!isZero(part)) {
                return false;
            }
        }
        return true;
    }

    private long readLong() throws IOException, DamagedFileException {
        return readLong(in.read());
    }

    private long readLong(int first) throws IOException, DamagedFileException {
        int b = first;
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (b < 0) {
                throw new EarlyEndException();
            }
            number |= (b & 0x7fL) << shift;
            if (b < 0x80) {
                return (number >>> 1) ^ -(number & 1);
            }
            b = in.read();
        }
        throw new DamagedFileException("a number is longer than 64 bits");
    }

    private String readText() throws IOException, DamagedFileException {
        long length = readLong();
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw new DamagedFileException("a text of " + length + " bytes cannot be");
        }
        return new String(readFully((int) length), StandardCharsets.UTF_8);
    }

    /** Reads up to {@code length} bytes; asks for the memory at once only if it is little, for the length may be damaged. */
    private byte[] read(int length) throws IOException {
        if (length > SAFE_LENGTH) {
            return in.readNBytes(length);
        }
        byte[] read = new byte[length];
        int count = in.readNBytes(read, 0, length);
        return count < length ? Arrays.copyOf(read, count) : read;
    }

    private byte[] readFully(int length) throws IOException {
        byte[] read = in.readNBytes(length);
        if (read.length < length) {
            throw new EarlyEndException();
        }
        return read;
    }
}
