package dev.personalize.internal.dataset;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.error.PersonalizeException;
import dev.personalize.ingest.RowFile;
import dev.personalize.internal.catalog.SegmentManifest;
import dev.personalize.internal.catalog.SegmentManifest.Origin;
import dev.personalize.schema.Schema;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/** Writes files of rows with their checksum, and reads them only if they still have it. */
public final class SegmentFile {
    private SegmentFile() {}

    /** Appends rows, in order. */
    @FunctionalInterface
    public interface Rows {
        /** {@return how many rows were appended} */
        long appendTo(RowFile.Writer writer);
    }

    static SegmentManifest write(
            Storage storage,
            String folder,
            String file,
            Schema schema,
            Origin origin,
            int afterJournal,
            String job,
            Rows rows) {
        CRC32C checksum = new CRC32C();
        long[] counts = new long[2];
        storage.write(folder + "/" + file, out -> {
            CountedOutput counted = new CountedOutput(new CheckedOutputStream(out, checksum));
            try (RowFile.Writer writer = RowFile.writer(counted, schema)) {
                counts[0] = rows.appendTo(writer);
            }
            counts[1] = counted.bytes;
        });
        return new SegmentManifest(file, origin, counts[0], counts[1], checksum.getValue(), afterJournal, job);
    }

    /** What is done with the bytes of a segment. */
    @FunctionalInterface
    interface Reading {
        void from(InputStream in, String path);
    }

    /**
     * Reads a segment to its end.
     *
     * @throws CorruptArtifactException if its bytes are not those that were written; what was read before is worthless
     */
    static void read(Storage storage, String folder, SegmentManifest segment, Reading reading) {
        String path = folder + "/" + segment.file();
        CRC32C checksum = new CRC32C();
        RuntimeException failure = null;
        try (CheckedInputStream in = new CheckedInputStream(storage.read(path), checksum)) {
            try {
                reading.from(in, path);
            } catch (PersonalizeException | UncheckedIOException | CancellationException e) {
                throw e;
            } catch (RuntimeException e) {
                failure = e; // damage may show itself first in whoever takes the rows
            }
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + path + "': " + e, e);
        }
        if (checksum.getValue() != segment.checksum()) {
            CorruptArtifactException damaged = new CorruptArtifactException("file '" + path + "' has the CRC32C "
                    + Long.toHexString(checksum.getValue()) + ", its manifest says "
                    + Long.toHexString(segment.checksum())
                    + ": restore the file from a copy, or import the data again");
            if (failure != null) {
                damaged.addSuppressed(failure);
            }
            throw damaged;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static final class CountedOutput extends OutputStream {
        private final OutputStream out;
        private long bytes;

        CountedOutput(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] source, int from, int length) throws IOException {
            out.write(source, from, length);
            bytes += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
