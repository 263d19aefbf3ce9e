package dev.personalize.ingest;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.schema.Schema;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import org.apache.avro.file.DataFileConstants;
import org.jspecify.annotations.Nullable;

/**
 * Rows as an Avro container file, which any Avro reader opens. The same rows give the same bytes.
 *
 * <p>Blocks are compressed with deflate at level 1. Of the 25 bytes of a generated interaction that leaves 10.2, and costs
 * 0.22 µs when writing and 0.06 µs when reading; level 2 leaves 9.8 and costs 0.26 µs when writing.
 */
public final class RowFile {
    private static final int BLOCK_BYTES = 1 << 16;
    static final String TORN = "it ends in the middle";

    private RowFile() {}

    /**
     * {@return a writer of rows to {@code out}; the file's header is written at once}
     *
     * @throws UncheckedIOException if {@code out} fails
     */
    public static Writer writer(OutputStream out, Schema schema) {
        return new Writer(out, schema);
    }

    /**
     * Reads all rows of a file, in order. A field the file lacks is null if it is nullable; a field the schema lacks is
     * passed over.
     *
     * @param in left open
     * @param source names the file in messages
     * @param rows given each row as an array of its own
     * @throws CorruptArtifactException if the file is not one that {@link Writer} wrote to its end, or does not fit the schema;
     *     rows before the damage have been given to {@code rows}
     * @throws UncheckedIOException if {@code in} fails
     */
    public static void read(InputStream in, Schema schema, String source, Consumer<@Nullable Object[]> rows) {
        BlockReader blocks = new BlockReader(new BufferedInputStream(in, BLOCK_BYTES));
        try (BlockContent content = new BlockContent()) {
            if (blocks.readHeader() == BlockReader.Part.TORN) {
                throw new DamagedFileException(TORN);
            }
            RowDecoder decoder = new RowDecoder(blocks.schemaJson(), schema);
            BlockBytes bytes = new BlockBytes();
            BlockReader.Part part = blocks.next();
            while (part == BlockReader.Part.WHOLE) {
                BlockReader.Block block = blocks.block();
                content.read(block);
                bytes.begin(content.bytes(), content.length());
                for (int i = 0; i < block.rows(); i++) {
                    rows.accept(decoder.decode(bytes));
                }
                if (!bytes.atEnd()) {
                    throw new DamagedFileException("a block holds more than its rows");
                }
                part = blocks.next();
            }
            if (part != BlockReader.Part.NONE) {
                throw new DamagedFileException(TORN);
            }
        } catch (DamagedFileException e) {
            throw new CorruptArtifactException(damaged(source, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + source + "': " + e, e);
        }
    }

    static String damaged(String source, @Nullable String damage) {
        return "file '" + source + "' is damaged or of another schema: " + damage
                + "; restore it from a copy, or import the data again";
    }

    /**
     * Appends rows to a file. The file is complete after {@link #close}. Every method throws {@link UncheckedIOException} if
     * the stream fails. For one thread.
     */
    public static final class Writer implements AutoCloseable {
        private final OutputStream out;
        private final RowEncoder encoder;
        private final byte[] sync;
        private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        private final RowBlock block = new RowBlock();
        private final RowBlock frame = new RowBlock();
        private byte[] compressed = {};
        private boolean closed;

        private Writer(OutputStream out, Schema schema) {
            this.out = out;
            this.encoder = new RowEncoder(schema);
            String json = RowEncoder.avroSchema(schema).toString();
            this.sync = syncMarker(json);
            try {
                writeHeader(json);
            } catch (IOException e) {
                throw failed(e);
            }
        }

        /** Marks the ends of blocks. Taken from the schema, not from chance, so that the same rows give the same bytes. */
        private static byte[] syncMarker(String json) {
            try {
                return MessageDigest.getInstance("MD5").digest(json.getBytes(StandardCharsets.UTF_8));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has MD5", e);
            }
        }

        private void writeHeader(String json) throws IOException {
            frame.writeBytes(DataFileConstants.MAGIC, 0, DataFileConstants.MAGIC.length);
            frame.writeLong(2); // entries of a map; a string is written as bytes are
            frame.writeString(DataFileConstants.SCHEMA);
            frame.writeString(json);
            frame.writeString(DataFileConstants.CODEC);
            frame.writeString(DataFileConstants.DEFLATE_CODEC);
            frame.writeLong(0);
            writeFrame();
            out.write(sync);
        }

        private void writeFrame() throws IOException {
            out.write(frame.bytes(), 0, frame.size());
            frame.clear();
        }

        /**
         * Appends a row.
         *
         * @throws IllegalArgumentException if its values are not those of the schema; the file is as before
         */
        public void append(@Nullable Object[] row) {
            encoder.check(row);
            encoder.encode(row, block);
            endFullBlock();
        }

        /** Appends the rows of a block that are not dropped, encoded for the same schema, and {@return how many} */
        int append(RowBlock rows) {
            if (block.rows() == 0 && rows.isWhole() && rows.endsAt(BLOCK_BYTES)) {
                endBlock(rows); // as copying would cut it, without the copy
                return rows.rows();
            }
            int appended = 0;
            for (int row = 0; row < rows.rows(); row++) {
                if (!rows.isDropped(row)) {
                    block.append(rows, row);
                    endFullBlock();
                    appended++;
                }
            }
            return appended;
        }

        private void endFullBlock() {
            if (block.size() >= BLOCK_BYTES) {
                endBlock(block);
                block.clear();
            }
        }

        private void endBlock(RowBlock ended) {
            int length = compress(ended);
            frame.writeLong(ended.rows());
            frame.writeLong(length);
            try {
                writeFrame();
                out.write(compressed, 0, length);
                out.write(sync);
            } catch (IOException e) {
                throw failed(e);
            }
        }

        /** Compresses a block into {@code compressed} and {@return how many bytes it became} */
        private int compress(RowBlock ended) {
            deflater.reset();
            deflater.setInput(ended.bytes(), 0, ended.size());
            deflater.finish();
            int length = 0;
            while (!deflater.finished()) {
                if (length == compressed.length) {
                    compressed = Arrays.copyOf(compressed, Math.max(2 * length, ended.size() / 2 + 64));
                }
                length += deflater.deflate(compressed, length, compressed.length - length);
            }
            return length;
        }

        /** Ends the file and closes the stream. Closing twice is fine. */
        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                if (block.rows() > 0) {
                    endBlock(block);
                }
                out.flush();
                out.close();
            } catch (IOException e) {
                throw failed(e);
            } finally {
                deflater.end();
            }
        }

        private static UncheckedIOException failed(IOException e) {
            return new UncheckedIOException("cannot write rows: " + e, e);
        }
    }
}
