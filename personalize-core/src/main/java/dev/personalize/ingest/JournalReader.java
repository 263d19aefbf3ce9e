package dev.personalize.ingest;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.schema.Schema;
import dev.personalize.storage.Storage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one segment of a journal, whatever schema it was written with, and checks every byte of it. For one thread. */
final class JournalReader {
    private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);
    private static final int BUFFER = 1 << 16;

    private final Storage storage;
    private final String path;
    private final Schema schema;
    private final BlockBytes bytes = new BlockBytes();

    JournalReader(Storage storage, String path, Schema schema) {
        this.storage = storage;
        this.path = path;
        this.schema = schema;
    }

    /**
     * Reads the rows of all whole blocks.
     *
     * @return false if the file ends inside its header or a block, as a crash while appending leaves it
     * @throws CorruptArtifactException if the file is damaged in any other way
     */
    boolean read(Consumer<@Nullable Object[]> rows) {
        try (InputStream in = storage.read(path)) {
            BlockReader blocks = new BlockReader(new BufferedInputStream(in, BUFFER));
            return readHeader(blocks) && readBlocks(blocks, rows);
        } catch (DamagedFileException e) {
            throw new CorruptArtifactException(
                    "journal segment '" + path + "' is damaged or of another schema: " + e.getMessage()
                            + "; restore it from a copy, or delete it and put its events again",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + path + "': " + e, e);
        }
    }

    private boolean readBlocks(BlockReader blocks, Consumer<@Nullable Object[]> rows)
            throws IOException, DamagedFileException {
        org.apache.avro.Schema records = parse(blocks.schemaJson());
        boolean checked = JournalFormat.hasChecksum(records);
        org.apache.avro.Schema plain = checked ? JournalFormat.withoutChecksum(records) : records;
        RowDecoder decoder = new RowDecoder(plain.toString(), schema);
        BlockReader.Part part = blocks.next();
        while (part == BlockReader.Part.WHOLE) {
            decode(blocks, decoder, checked).forEach(rows);
            part = blocks.next();
        }
        if (part == BlockReader.Part.UNMARKED && checked) {
            return decodeUnmarked(blocks, decoder, rows);
        }
        return part == BlockReader.Part.NONE;
    }

    private List<@Nullable Object[]> decode(BlockReader blocks, RowDecoder decoder, boolean checked)
            throws DamagedFileException {
        BlockReader.Block block = blocks.block();
        if (block.compressed()) {
            throw new DamagedFileException("it is compressed, as no journal is");
        }
        bytes.begin(block.content(), block.size());
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < block.rows(); i++) {
            int from = bytes.position();
            rows.add(decoder.decode(bytes));
            if (checked) {
                bytes.readChecksumSince(from);
            }
        }
        if (!bytes.atEnd()) {
            throw new DamagedFileException("a block holds more than its rows");
        }
        return rows;
    }

    /** A block whose checksums are right was written whole; what lacks is a byte of its marker, which damage may have zeroed. */
    private boolean decodeUnmarked(BlockReader blocks, RowDecoder decoder, Consumer<@Nullable Object[]> rows) {
        try {
            decode(blocks, decoder, true).forEach(rows);
            return true;
        } catch (DamagedFileException e) {
            LOG.debug("the last block of '{}' is torn: {}", path, e.getMessage());
            return false;
        }
    }

    private static org.apache.avro.Schema parse(String json) throws DamagedFileException {
        try {
            return new org.apache.avro.Schema.Parser().parse(json);
        } catch (AvroRuntimeException e) {
            throw new DamagedFileException("its schema is damaged: " + e.getMessage(), e);
        }
    }

    /** {@return whether the header is whole; false if it is torn} */
    private boolean readHeader(BlockReader blocks) throws IOException, DamagedFileException {
        DamagedFileException damage;
        try {
            if (blocks.readHeader() == BlockReader.Part.WHOLE) {
                JournalFormat.checkSyncMarker(blocks.schemaJson(), blocks.sync());
                return true;
            }
            damage = new DamagedFileException("its header is damaged"); // as a length may be, if it is not torn
        } catch (DamagedFileException e) {
            damage = e;
        }
        try (InputStream again = storage.read(path)) {
            if (JournalFormat.isTornHeader(again.readNBytes(JournalFormat.LONGEST_HEADER))) {
                return false;
            }
        }
        throw damage;
    }
}
