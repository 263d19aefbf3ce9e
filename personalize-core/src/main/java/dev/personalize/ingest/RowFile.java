package dev.personalize.ingest;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.schema.Schema;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Rows as an Avro container file, which any Avro reader opens. The same rows give the same bytes.
 *
 * <p>Blocks are compressed with deflate at level 1. For a million interactions of 26 bytes that costs 0.16 s when writing and
 * 0.08 s when reading, and leaves 27 % of the bytes; a slow disk gains more than that.
 */
public final class RowFile {
    private static final int BLOCK_BYTES = 1 << 16;

    private RowFile() {}

    /**
     * {@return a writer of rows to {@code out}; the file's header is written at once}
     *
     * @throws UncheckedIOException if {@code out} fails
     */
    public static Writer writer(OutputStream out, Schema schema) {
        return new Writer(out, schema, BLOCK_BYTES, true);
    }

    /** {@return a writer whose blocks are not compressed and end only with {@link Writer#flush}: for a few rows at a time} */
    static Writer writerOfWholeBatches(OutputStream out, Schema schema) {
        return new Writer(out, schema, Integer.MAX_VALUE, false);
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
        if (!readWholeBlocks(in, schema, source, rows)) {
            throw new CorruptArtifactException(damaged(source, "it ends in the middle"));
        }
    }

    /** As {@link #read}, but {@return false when the file ends inside a block or its header, instead of throwing} */
    static boolean readWholeBlocks(InputStream in, Schema schema, String source, Consumer<@Nullable Object[]> rows) {
        BlockReader blocks = new BlockReader(new BufferedInputStream(in, BLOCK_BYTES));
        try (BlockContent content = new BlockContent()) {
            if (blocks.readHeader() == BlockReader.Part.TORN) {
                return false;
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
            return part == BlockReader.Part.NONE;
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
        private final int blockBytes;
        private final @Nullable Deflater deflater;
        private final ByteArrayOutputStream block = new ByteArrayOutputStream();
        private final BinaryEncoder blockEncoder = EncoderFactory.get().binaryEncoder(block, null);
        private final BinaryEncoder fileEncoder;
        private long rows;
        private boolean closed;

        private Writer(OutputStream out, Schema schema, int blockBytes, boolean compress) {
            this.out = out;
            this.encoder = new RowEncoder(schema);
            this.blockBytes = blockBytes;
            this.deflater = compress ? new Deflater(Deflater.BEST_SPEED, true) : null;
            this.fileEncoder = EncoderFactory.get().directBinaryEncoder(out, null);
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
            out.write(DataFileConstants.MAGIC);
            fileEncoder.writeMapStart();
            fileEncoder.setItemCount(2);
            fileEncoder.writeString(DataFileConstants.SCHEMA);
            fileEncoder.writeBytes(json.getBytes(StandardCharsets.UTF_8));
            fileEncoder.writeString(DataFileConstants.CODEC);
            String codec = deflater == null ? DataFileConstants.NULL_CODEC : DataFileConstants.DEFLATE_CODEC;
            fileEncoder.writeBytes(codec.getBytes(StandardCharsets.UTF_8));
            fileEncoder.writeMapEnd();
            out.write(sync);
        }

        /**
         * Appends a row.
         *
         * @throws IllegalArgumentException if its values are not those of the schema; the file is as before
         */
        public void append(@Nullable Object[] row) {
            encoder.check(row);
            try {
                encoder.encode(row, blockEncoder);
                rows++;
                if (block.size() >= blockBytes) {
                    endBlock();
                }
            } catch (IOException e) {
                throw failed(e);
            }
        }

        /** Ends the block, so that a reader sees all rows appended so far, and flushes the stream. */
        public void flush() {
            try {
                endBlock();
                out.flush();
            } catch (IOException e) {
                throw failed(e);
            }
        }

        private void endBlock() throws IOException {
            if (rows > 0) {
                blockEncoder.flush();
                fileEncoder.writeLong(rows);
                ByteArrayOutputStream content = compressed(block);
                fileEncoder.writeLong(content.size());
                content.writeTo(out);
                out.write(sync);
                block.reset();
                rows = 0;
            }
        }

        private ByteArrayOutputStream compressed(ByteArrayOutputStream plain) throws IOException {
            if (deflater == null) {
                return plain;
            }
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.size() / 2);
            deflater.reset();
            try (DeflaterOutputStream stream = new DeflaterOutputStream(compressed, deflater, 1 << 13)) {
                plain.writeTo(stream);
            }
            return compressed;
        }

        /** Ends the file and closes the stream. Closing twice is fine. */
        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                flush();
                out.close();
            } catch (IOException e) {
                throw failed(e);
            } finally {
                if (deflater != null) {
                    deflater.end();
                }
            }
        }

        private static UncheckedIOException failed(IOException e) {
            return new UncheckedIOException("cannot write rows: " + e, e);
        }
    }
}
