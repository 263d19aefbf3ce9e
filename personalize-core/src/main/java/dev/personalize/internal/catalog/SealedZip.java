package dev.personalize.internal.catalog;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip file whose comment, which is its end, is the SHA-256 of all bytes before it. The checksums of the files inside would
 * leave changes of names, times and of the directory unnoticed; this one leaves none. Any zip tool opens it.
 */
final class SealedZip {
    private static final int SEAL_LENGTH = 64;
    private static final String COMMENT = "SHA-256 of all bytes before: ";

    /** Entries have no time of their own, so that the same version gives the same bytes. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private SealedZip() {}

    /** Writes entries. */
    @FunctionalInterface
    interface Entries {
        void writeTo(ZipOutputStream zip) throws IOException;
    }

    static void write(OutputStream out, Entries entries) throws IOException {
        Sealing sealing = new Sealing(out);
        ZipOutputStream zip = new ZipOutputStream(sealing, StandardCharsets.UTF_8);
        zip.setComment(COMMENT + "0".repeat(SEAL_LENGTH));
        entries.writeTo(zip);
        zip.finish();
        sealing.seal();
    }

    static void put(ZipOutputStream zip, String name, Storage.Content content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }

    /**
     * Reads a file through.
     *
     * @throws CorruptArtifactException if it is not as {@link #write} left it
     */
    static void check(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        String seal;
        try (InputStream in = Files.newInputStream(file)) {
            long left = Math.max(0, Files.size(file) - SEAL_LENGTH);
            while (left > 0) {
                byte[] part = in.readNBytes((int) Math.min(left, 1 << 16));
                digest.update(part);
                left = part.length == 0 ? 0 : left - part.length;
            }
            seal = new String(in.readNBytes(SEAL_LENGTH + 1), StandardCharsets.ISO_8859_1);
        }
        if (!seal.equals(Sha256.hex(digest))) {
            throw new CorruptArtifactException(file + " is not an export as it was written, for its last " + SEAL_LENGTH
                    + " bytes are not the SHA-256 of those before: transfer or export it again;"
                    + " if it was packed again by another tool, unpack it and import the folder");
        }
    }

    /** Passes on all but the last bytes, which it replaces by the checksum of the others. */
    private static final class Sealing extends OutputStream {
        private final OutputStream out;
        private final MessageDigest digest = Sha256.digest();
        private byte[] last = {};

        Sealing(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int ofLast = Math.min(last.length, Math.max(0, last.length + length - SEAL_LENGTH));
            int ofBytes = Math.max(0, length - SEAL_LENGTH);
            pass(last, 0, ofLast);
            pass(bytes, from, ofBytes);
            int kept = last.length - ofLast;
            byte[] held = new byte[kept + length - ofBytes];
            System.arraycopy(last, ofLast, held, 0, kept);
            System.arraycopy(bytes, from + ofBytes, held, kept, length - ofBytes);
            last = held;
        }

        private void pass(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            digest.update(bytes, from, length);
        }

        void seal() throws IOException {
            out.write(Sha256.hex(digest).getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }
}
