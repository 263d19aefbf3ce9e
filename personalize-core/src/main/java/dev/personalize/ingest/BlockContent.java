package dev.personalize.ingest;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses blocks, one after the other, into memory used again for the next one. For one thread. */
final class BlockContent implements AutoCloseable {
    private static final int FIRST_LENGTH = 1 << 17;
    /** A block ends with the row in which it exceeds 64 KiB, and the limits of its values keep a row under 1 MiB. */
    private static final int MOST_BYTES = 1 << 26;

    private final Inflater inflater = new Inflater(true);
    private byte[] inflated = new byte[FIRST_LENGTH];
    private byte[] bytes = {};
    private int length;

    /** {@return the content of the block last read, and other bytes behind it; valid until the next is read} */
    byte[] bytes() {
        return bytes;
    }

    /** {@return how many of the bytes are the block's} */
    int length() {
        return length;
    }

    void read(BlockReader.Block block) throws DamagedFileException {
        if (block.compressed()) {
            length = inflate(block);
            bytes = inflated;
        } else {
            length = block.size();
            bytes = block.content();
        }
    }

    private int inflate(BlockReader.Block block) throws DamagedFileException {
        inflater.reset();
        inflater.setInput(block.content(), 0, block.size());
        int total = 0;
        try {
            while (!inflater.finished()) {
                if (total == inflated.length) {
                    grow();
                }
                int count = inflater.inflate(inflated, total, inflated.length - total);
                if (count == 0 && !inflater.finished()) {
                    throw new DamagedFileException("a block cannot be decompressed: it ends in the middle");
                }
                total += count;
            }
        } catch (DataFormatException e) {
            throw new DamagedFileException("a block cannot be decompressed: " + e.getMessage(), e);
        }
        return total;
    }

    private void grow() throws DamagedFileException {
        if (inflated.length >= MOST_BYTES) {
            throw new DamagedFileException(
                    "a block decompresses to more than " + MOST_BYTES + " bytes, which no row of ours needs");
        }
        inflated = Arrays.copyOf(inflated, inflated.length * 2);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
