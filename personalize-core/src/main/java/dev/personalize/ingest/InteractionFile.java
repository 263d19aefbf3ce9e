package dev.personalize.ingest;

import dev.personalize.data.EventBlock;
import dev.personalize.data.Snapshot;
import dev.personalize.error.CorruptArtifactException;
import dev.personalize.math.Parallel;
import dev.personalize.schema.Schema;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads the row files of an interactions dataset straight into the columns of a snapshot: no row, no string and no boxed number
 * is made on the way. Blocks are read one after the other and decoded side by side.
 */
public final class InteractionFile {
    private static final int BUFFER = 1 << 16;
    private static final int BATCH_BYTES = 1 << 21;

    private InteractionFile() {}

    /**
     * Adds all rows of a file to a snapshot, in order. A field the file lacks is null if it is nullable; a field the schema
     * lacks is passed over.
     *
     * @param in left open
     * @param schema of an interactions dataset
     * @param source names the file in messages
     * @param into must not be used any more when this throws; the contexts it names are string fields of the schema
     * @param parallel helps with decoding; the result does not depend on it
     * @throws CorruptArtifactException if the file is not one that {@link RowFile.Writer} wrote to its end, does not fit the
     *     schema, or has a row without user, item or time
     * @throws UncheckedIOException if {@code in} fails
     */
    public static void read(InputStream in, Schema schema, String source, Snapshot.Builder into, Parallel parallel) {
        BlockReader blocks = new BlockReader(new BufferedInputStream(in, BUFFER));
        try {
            if (blocks.readHeader() == BlockReader.Part.TORN) {
                throw new DamagedFileException(RowFile.TORN);
            }
            try (Batch batch =
                    new Batch(new EventDecoder(blocks.schemaJson(), schema, into.contexts()), into, parallel)) {
                BlockReader.Part part = blocks.next();
                while (part == BlockReader.Part.WHOLE) {
                    batch.add(blocks.block());
                    part = blocks.next();
                }
                batch.decode();
                if (part != BlockReader.Part.NONE) {
                    throw new DamagedFileException(RowFile.TORN);
                }
            }
        } catch (DamagedFileException e) {
            throw new CorruptArtifactException(RowFile.damaged(source, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + source + "': " + e, e);
        }
    }

    /** Some blocks that are decoded side by side. */
    private static final class Batch implements AutoCloseable {
        private final EventDecoder decoder;
        private final Snapshot.Builder into;
        private final Parallel parallel;
        private final List<BlockReader.Block> blocks = new ArrayList<>();
        private final ConcurrentLinkedQueue<BlockContent> idle = new ConcurrentLinkedQueue<>();
        private long bytes;

        Batch(EventDecoder decoder, Snapshot.Builder into, Parallel parallel) {
            this.decoder = decoder;
            this.into = into;
            this.parallel = parallel;
        }

        void add(BlockReader.Block block) throws DamagedFileException {
            blocks.add(block);
            bytes += block.size();
            if (bytes >= BATCH_BYTES) {
                decode();
            }
        }

        void decode() throws DamagedFileException {
            @Nullable EventBlock[] decoded = new EventBlock[blocks.size()];
            @Nullable DamagedFileException[] damage = new DamagedFileException[blocks.size()];
            parallel.forChunks(blocks.size(), 1, (chunk, from, to) -> {
                try {
                    decoded[chunk] = decode(blocks.get(chunk));
                } catch (DamagedFileException e) {
                    damage[chunk] = e;
                }
            });
            for (int i = 0; i < decoded.length; i++) {
                EventBlock block = decoded[i];
                if (block == null) {
                    throw Objects.requireNonNull(damage[i]);
                }
                into.append(block);
            }
            blocks.clear();
            bytes = 0;
        }

        private EventBlock decode(BlockReader.Block block) throws DamagedFileException {
            BlockContent taken = idle.poll();
            BlockContent content = taken == null ? new BlockContent() : taken;
            try {
                content.read(block);
                decoder.check(block.rows(), content.length());
                BlockBytes in = new BlockBytes();
                in.begin(content.bytes(), content.length());
                EventBlock events = into.block(block.rows(), content.bytes());
                decoder.decode(in, block.rows(), events);
                return events;
            } finally {
                idle.add(content);
            }
        }

        @Override
        public void close() {
            idle.forEach(BlockContent::close);
        }
    }
}
