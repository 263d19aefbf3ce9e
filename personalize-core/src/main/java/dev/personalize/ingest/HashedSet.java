package dev.personalize.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A set of byte sequences, of which it keeps a 128-bit hash each: 16 bytes at a load between 3/8 and 3/4, thus 21 to 43
 * bytes. It consists of parts that grow one by one, so growing needs a sixteenth more. Two different sequences are taken for
 * one with a probability of about n² / 2¹²⁹ among n: 10⁻²¹ for a billion. For one thread.
 */
final class HashedSet {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_KEY = 0x9FB21C651E98DF25L;
    private static final long LOW_KEY = 0xD6E8FEB86659FD93L;
    /** Few: a collection may begin with every large array, and G1 gives each up to a region more than it needs. */
    private static final int PART_BITS = 4;

    private static final int INITIAL_LONGS = 1 << 6;

    private final long[][] tables = new long[1 << PART_BITS][INITIAL_LONGS];
    private final int[] sizes = new int[1 << PART_BITS];

    @SuppressWarnings("UnusedVariable") // written so that the compiler does not drop the looking
    private long touched;

    /** {@return one half of the hash of {@code bytes[from … to-1]}} */
    static long high(byte[] bytes, int from, int to) {
        return hash(bytes, from, to, HIGH_KEY);
    }

    /** {@return the other half} */
    static long low(byte[] bytes, int from, int to) {
        return hash(bytes, from, to, LOW_KEY);
    }

    private static long hash(byte[] bytes, int from, int to, long key) {
        long hash = (to - from) * key;
        int position = from;
        for (; position + Long.BYTES <= to; position += Long.BYTES) {
            hash = (hash ^ (long) WORD.get(bytes, position)) * key;
            hash ^= hash >>> 32;
        }
        if (position < to) {
            hash = (hash ^ tail(bytes, position, to)) * key;
        }
        return mix(hash);
    }

    /** Puts both halves of a row's hash into arrays, in one pass over its bytes. */
    private static void hash(byte[] bytes, int from, int to, int row, long[] highs, long[] lows) {
        long high = (to - from) * HIGH_KEY;
        long low = (to - from) * LOW_KEY;
        int position = from;
        for (; position + Long.BYTES <= to; position += Long.BYTES) {
            long word = (long) WORD.get(bytes, position);
            high = (high ^ word) * HIGH_KEY;
            high ^= high >>> 32;
            low = (low ^ word) * LOW_KEY;
            low ^= low >>> 32;
        }
        if (position < to) {
            long word = tail(bytes, position, to);
            high = (high ^ word) * HIGH_KEY;
            low = (low ^ word) * LOW_KEY;
        }
        highs[row] = mix(high);
        lows[row] = mix(low);
    }

    /** {@return fewer than eight bytes as a number, lowest first} */
    private static long tail(byte[] bytes, int from, int to) {
        if (from + Long.BYTES <= bytes.length) {
            return (long) WORD.get(bytes, from) & (-1L >>> (Long.SIZE - Byte.SIZE * (to - from)));
        }
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = word << Byte.SIZE | (bytes[i] & 0xff);
        }
        return word;
    }

    /** The finalizer of MurmurHash3 with the constants of David Stafford's variant 13: a bijection of 64 bits. */
    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** {@return whether the sequence of this hash is new; it is in the set afterwards} */
    boolean add(long high, long low) {
        int part = part(low);
        long first = high == 0 && low == 0 ? 1 : high; // two zeros mark a free slot
        if (!insert(tables[part], first, low)) {
            return false;
        }
        sizes[part]++;
        if (sizes[part] * 8L > tables[part].length * 3L) {
            grow(part);
        }
        return true;
    }

    /** Adds all rows of a block, and drops those from it that have come before. */
    void addRows(RowBlock block) {
        byte[] bytes = block.bytes();
        long[] high = new long[block.rows()];
        long[] low = new long[block.rows()];
        int from = 0;
        for (int row = 0; row < low.length; row++) {
            int to = block.end(row);
            hash(bytes, from, to, row, high, low);
            from = to;
        }
        touch(low);
        for (int row = 0; row < low.length; row++) {
            if (!add(high[row], low[row])) {
                block.drop(row);
            }
        }
    }

    /**
     * Looks at the memory that adding will look at. The processor fetches it for many rows at once here, but for one after
     * the other when adding, where each row waits to see whether its slot is free.
     */
    private void touch(long[] low) {
        long sum = 0;
        for (long hash : low) {
            long[] table = tables[part(hash)];
            sum += table[slot(table, hash)];
        }
        touched = sum;
    }

    private static int part(long low) {
        return (int) (low >>> (Long.SIZE - PART_BITS));
    }

    private static int slot(long[] table, long low) {
        return ((int) low << 1) & (table.length - 1);
    }

    private void grow(int part) {
        long[] table = tables[part];
        long[] larger = new long[table.length * 2];
        for (int i = 0; i < table.length; i += 2) {
            if (table[i] != 0 || table[i + 1] != 0) {
                insert(larger, table[i], table[i + 1]);
            }
        }
        tables[part] = larger;
    }

    private static boolean insert(long[] table, long high, long low) {
        int slot = slot(table, low);
        while (table[slot] != 0 || table[slot + 1] != 0) {
            if (table[slot] == high && table[slot + 1] == low) {
                return false;
            }
            slot = (slot + 2) & (table.length - 1);
        }
        table[slot] = high;
        table[slot + 1] = low;
        return true;
    }
}
