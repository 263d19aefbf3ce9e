package dev.personalize.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers ids, given as UTF-8, in the order in which they are first seen; a string is made once for each. Safe for any number
 * of threads, and a known id is found without waiting.
 *
 * <p>An open-addressing table of pairs: a key, and the number plus one, which is written last, so that whoever reads it also
 * sees the key. The key of an id of up to 7 bytes is the id itself and its length; a longer one has 56 bits of its hash as key,
 * and its bytes are compared.
 */
final class IdNumbers {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SHORT = 7;
    private static final long LONGER = 0xFFL << 56;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int BATCH = 1 << 10;
    private static final int FIRST_SLOTS = 1 << 8;

    private volatile long[] table = new long[2 * FIRST_SLOTS];
    private volatile byte[][] longIds = new byte[16][];
    private final List<String> ids = new ArrayList<>();

    /** {@return the number of the id in {@code text[from … from+length-1]}} */
    int number(byte[] text, int from, int length) {
        return number(key(text, from, length), text, from, length);
    }

    private int number(long key, byte[] text, int from, int length) {
        int found = find(table, key, text, from, length);
        return found >= 0 ? found : add(key, text, from, length, null);
    }

    /**
     * Numbers many ids. Almost all the time it takes is waiting for memory; so each batch first looks at the place where every
     * id should be, which the processor does for many of them at once, and only then compares.
     *
     * @param starts where each id begins; overwritten with its number; shape [count or more]
     * @param lengths bytes of each id; shape [count or more]
     */
    void number(byte[] text, int[] starts, int[] lengths, int count) {
        long[] keys = new long[Math.min(BATCH, count)];
        long[] seen = new long[keys.length];
        for (int begin = 0; begin < count; begin += BATCH) {
            int size = Math.min(BATCH, count - begin);
            long[] slots = table;
            for (int i = 0; i < size; i++) {
                long key = key(text, starts[begin + i], lengths[begin + i]);
                keys[i] = key;
                seen[i] = (long) SLOT.getOpaque(slots, slot(key, slots)); // opaque: never half of a long
            }
            for (int i = 0; i < size; i++) {
                int from = starts[begin + i];
                int length = lengths[begin + i];
                int known = 0;
                if (seen[i] == keys[i] && length <= SHORT) {
                    known = (int) (long) SLOT.getAcquire(slots, slot(keys[i], slots) + 1);
                }
                starts[begin + i] = known > 0 ? known - 1 : number(keys[i], text, from, length);
            }
        }
    }

    /** {@return the number of an id, which may be any string, even one that UTF-8 cannot express} */
    int number(String id) {
        byte[] bytes = bytes(id);
        long key = key(bytes, 0, bytes.length);
        int found = find(table, key, bytes, 0, bytes.length);
        return found >= 0 ? found : add(key, bytes, 0, bytes.length, id);
    }

    /** {@return the ids in the order of their numbers, as of now} */
    synchronized String[] ids() {
        return ids.toArray(new String[0]);
    }

    /** UTF-8; a string with half a surrogate pair, of which Java makes a question mark, becomes bytes no UTF-8 begins with. */
    private static byte[] bytes(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        if (new String(bytes, StandardCharsets.UTF_8).equals(id)) {
            return bytes;
        }
        ByteBuffer marked =
                ByteBuffer.allocate(1 + Character.BYTES * id.length()).put((byte) 0xFF);
        for (int i = 0; i < id.length(); i++) {
            marked.putChar(id.charAt(i));
        }
        return marked.array();
    }

    private static long key(byte[] bytes, int from, int length) {
        if (length <= SHORT) {
            return word(bytes, from, length) | ((long) length << 56);
        }
        long hash = length;
        int end = from + length;
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ (long) LONG.get(bytes, at)) * MIX;
            hash ^= hash >>> 29;
        }
        hash = (hash ^ word(bytes, at, end - at)) * MIX;
        return (hash ^ (hash >>> 32)) | LONGER;
    }

    /** {@return up to 7 bytes as one number} */
    private static long word(byte[] bytes, int from, int length) {
        if (from + Long.BYTES <= bytes.length) {
            return (long) LONG.get(bytes, from) & ((1L << (8 * length)) - 1);
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[from + i] & 0xFFL) << (8 * i);
        }
        return word;
    }

    private static int slot(long key, long[] slots) {
        long hash = (key ^ (key >>> 31)) * MIX;
        hash ^= hash >>> 32;
        return (int) hash & (slots.length - 2);
    }

    private int find(long[] slots, long key, byte[] bytes, int from, int length) {
        for (int slot = slot(key, slots); ; slot = (slot + 2) & (slots.length - 2)) {
            int number = (int) (long) SLOT.getAcquire(slots, slot + 1) - 1;
            if (number < 0) {
                return -1;
            }
            if (slots[slot] == key && (length <= SHORT || isLongId(number, bytes, from, length))) {
                return number;
            }
        }
    }

    private boolean isLongId(int number, byte[] bytes, int from, int length) {
        byte[] id = longIds[number];
        return Arrays.equals(id, 0, id.length, bytes, from, from + length);
    }

    private synchronized int add(long key, byte[] bytes, int from, int length, @Nullable String id) {
        int found = find(table, key, bytes, from, length); // another thread may have been first, or the table was old
        if (found >= 0) {
            return found;
        }
        int number = ids.size();
        ids.add(id != null ? id : new String(bytes, from, length, StandardCharsets.UTF_8));
        if (length > SHORT) {
            if (number >= longIds.length) {
                longIds = Arrays.copyOf(longIds, Math.max(number + 1, longIds.length * 2));
            }
            longIds[number] = Arrays.copyOfRange(bytes, from, from + length);
        }
        if (3L * ids.size() > table.length) {
            table = grown(table);
        }
        put(table, key, number + 1);
        return number;
    }

    private static long[] grown(long[] slots) {
        long[] larger = new long[slots.length * 2];
        for (int slot = 0; slot < slots.length; slot += 2) {
            if (slots[slot + 1] != 0) {
                put(larger, slots[slot], slots[slot + 1]);
            }
        }
        return larger;
    }

    private static void put(long[] slots, long key, long value) {
        int slot = slot(key, slots);
        while (slots[slot + 1] != 0) {
            slot = (slot + 2) & (slots.length - 2);
        }
        SLOT.setOpaque(slots, slot, key);
        SLOT.setRelease(slots, slot + 1, value);
    }
}
