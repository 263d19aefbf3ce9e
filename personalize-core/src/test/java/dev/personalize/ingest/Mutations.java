package dev.personalize.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Bytes that were something valid once. The same seed gives the same bytes. */
final class Mutations {
    private static final String[] TOKENS = {
        "\"",
        "\\",
        "\\\"",
        ",",
        "\n",
        "\r",
        "\r\n",
        "{",
        "}",
        "[",
        "]",
        ":",
        "null",
        "true",
        "NaN",
        "-",
        "1e999999999",
        "99999999999999999999",
        "\u0000",
        "\uFEFF",
        "|",
        "<",
        "&#",
        "\\u",
        "\\ud800",
        "\"type\"",
        "\"name\"",
        "__",
        "'"
    };
    private static final String[] BRACKETS = {"[", "{\"a\":", "\"", "\\", ",", "[{\"type\":", "<a "};

    private final SplittableRandom random;

    Mutations(long seed) {
        random = new SplittableRandom(seed);
    }

    /** {@return a copy with one change, seldom with more} */
    byte[] of(byte[] valid) {
        byte[] bytes = change(valid.clone());
        while (random.nextInt(3) == 0) {
            bytes = change(bytes);
        }
        return bytes;
    }

    String of(String valid) {
        return new String(of(valid.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private byte[] change(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int to = at + random.nextInt(bytes.length - at + 1);
        return switch (random.nextInt(8)) {
            case 0, 1 -> flipped(bytes);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> spliced(bytes, at, to, new byte[0]);
            case 4 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 5 -> spliced(bytes, at, at, noise());
            case 6 -> spliced(bytes, at, at, repeated(TOKENS[random.nextInt(TOKENS.length)], 1 + random.nextInt(3)));
            default ->
                spliced(bytes, at, at, repeated(BRACKETS[random.nextInt(BRACKETS.length)], random.nextInt(5000)));
        };
    }

    private byte[] flipped(byte[] bytes) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(8)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] repeated(String token, int times) {
        return token.repeat(times).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] inserted) {
        byte[] spliced = new byte[bytes.length - (to - from) + inserted.length];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(inserted, 0, spliced, from, inserted.length);
        System.arraycopy(bytes, to, spliced, from + inserted.length, bytes.length - to);
        return spliced;
    }
}
