package dev.personalize.internal.catalog;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Files whose size and SHA-256 a manifest keeps, read in one pass and believed only when both are right. */
final class CheckedFile {
    private CheckedFile() {}

    /** Makes a value of a file's bytes. */
    @FunctionalInterface
    interface Reading<T> {
        T from(InputStream in) throws IOException;
    }

    /** {@return what the manifest has to keep of the file written} */
    static StoredFile write(Storage storage, String path, Storage.Content content) {
        MessageDigest digest = Sha256.digest();
        long[] bytes = new long[1];
        storage.write(
                path,
                out -> content.writeTo(new DigestOutputStream(out, digest) {
                    @Override
                    public void write(int b) throws IOException {
                        super.write(b);
                        bytes[0]++;
                    }

                    @Override
                    public void write(byte[] b, int from, int length) throws IOException {
                        super.write(b, from, length);
                        bytes[0] += length;
                    }
                }));
        return new StoredFile(Sha256.hex(digest), bytes[0]);
    }

    /**
     * Reads a file and leaves the stream open. The reading sees bytes that are not checked yet, so it must stand anything
     * and have no effect but its value; it never sees more than one byte too many.
     *
     * @param source names the file in messages
     * @throws CorruptArtifactException if the bytes are not those that were written, whatever the reading said to them
     */
    static <T> T read(InputStream file, StoredFile expected, String source, Reading<T> reading) throws IOException {
        Watched in = new Watched(file, expected.bytes());
        T value;
        try {
            value = reading.from(in);
        } catch (RuntimeException e) {
            String damage = in.damage(expected);
            if (damage != null) {
                throw new CorruptArtifactException(source + damage, e);
            }
            throw e;
        }
        String damage = in.damage(expected);
        if (damage != null) {
            throw new CorruptArtifactException(source + damage);
        }
        return value;
    }

    /** Digests and counts what is read, and ends one byte after the end there should be. */
    private static final class Watched extends InputStream {
        private final InputStream file;
        private final MessageDigest digest = Sha256.digest();
        private long left;

        Watched(InputStream file, long expected) {
            this.file = file;
            this.left = Math.max(0, expected) + 1;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = file.read(bytes, from, (int) Math.min(length, left));
            if (length == 0 || count <= 0) {
                return length == 0 ? 0 : -1;
            }
            digest.update(bytes, from, count);
            left -= count;
            return count;
        }

        /** Reads to the end; {@return what is wrong and what to do about it, or null when nothing is wrong} */
        @Nullable String damage(StoredFile expected) throws IOException {
            transferTo(OutputStream.nullOutputStream());
            String found = Sha256.hex(digest);
            if (left == 1 && found.equals(expected.sha256())) {
                return null;
            }
            String how = left != 1
                    ? " has " + (left == 0 ? "more" : "fewer") + " than the " + expected.bytes() + " bytes"
                    : " has SHA-256 " + found + ", not the " + expected.sha256();
            return how + " its manifest says: restore the file from a copy, or train the version again";
        }
    }
}
