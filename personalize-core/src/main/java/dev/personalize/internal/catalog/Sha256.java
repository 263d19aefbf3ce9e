package dev.personalize.internal.catalog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The checksum of all files. */
public final class Sha256 {
    private Sha256() {}

    /** {@return a digest that has seen nothing} */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** {@return the digest after {@code bytes[0 … length-1]}} */
    static MessageDigest of(byte[] bytes, int length) {
        MessageDigest digest = digest();
        digest.update(bytes, 0, length);
        return digest;
    }

    /** {@return the checksum of what the digest has seen, 64 hexadecimal digits; the digest begins anew} */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
