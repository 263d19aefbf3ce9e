package dev.personalize.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes strings of UTF-8, those that come again and again only once. For one thread. */
final class RecentStrings {
    private static final int RECENT = 1 << 14;
    private static final int RECENT_LENGTH = 64;

    private final @Nullable String[] strings = new String[RECENT];
    private final byte[][] texts = new byte[RECENT][];

    String string(byte[] bytes, int from, int length) {
        if (length > RECENT_LENGTH) {
            return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash * 0x9E3779B9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(RECENT));
        String recent = strings[slot];
        if (recent != null && Arrays.equals(texts[slot], 0, texts[slot].length, bytes, from, from + length)) {
            return recent;
        }
        String fresh = new String(bytes, from, length, StandardCharsets.UTF_8);
        strings[slot] = fresh;
        texts[slot] = Arrays.copyOfRange(bytes, from, from + length);
        return fresh;
    }
}
