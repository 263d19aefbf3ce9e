package dev.personalize.internal.catalog;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Files whose SHA-256 is kept elsewhere, so that damage is found before use. */
final class CheckedFiles {
    private final Storage storage;

    CheckedFiles(Storage storage) {
        this.storage = storage;
    }

    /** {@return the SHA-256, in hex, of what was written} */
    String write(String path, Storage.Content content) {
        MessageDigest digest = sha256();
        storage.write(path, out -> content.writeTo(new DigestOutputStream(out, digest)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Opens a file after reading it through once.
     *
     * @throws CorruptArtifactException if its bytes are not those that were written
     */
    InputStream read(String path, String expected) {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(storage.read(path), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(expected)) {
            throw new CorruptArtifactException(path + " has SHA-256 " + found + ", its manifest says " + expected
                    + ": restore the file from a copy, or train the version again");
        }
        return storage.read(path);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
