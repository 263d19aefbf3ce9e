package dev.personalize.ingest;

/**
 * A set of rows, known by a 128-bit hash of their values: 16 bytes a row at a load between 3/8 and 3/4, thus 21 to 43 bytes,
 * and half as much again while the table grows. Two different rows are taken for one with a probability of about
 * n² / 2¹²⁹ among n rows: 10⁻²¹ for a billion. For one thread.
 */
final class RowHashes {
    private long[] table = new long[2 << 12];
    private long size;

    /** {@return whether the hash is new; it is in the set afterwards} */
    boolean add(long high, long low) {
        long first = high == 0 && low == 0 ? 1 : high; // two zeros mark a free slot
        if (!insert(table, first, low)) {
            return false;
        }
        size++;
        if (size * 8 > table.length * 3L) {
            grow();
        }
        return true;
    }

    private void grow() {
        if (table.length > Integer.MAX_VALUE / 2) {
            throw new IllegalStateException("more than " + size + " interactions in one import; split the files");
        }
        long[] larger = new long[table.length * 2];
        for (int i = 0; i < table.length; i += 2) {
            if (table[i] != 0 || table[i + 1] != 0) {
                insert(larger, table[i], table[i + 1]);
            }
        }
        table = larger;
    }

    private static boolean insert(long[] table, long high, long low) {
        int mask = table.length - 1;
        int slot = ((int) low << 1) & mask;
        while (table[slot] != 0 || table[slot + 1] != 0) {
            if (table[slot] == high && table[slot + 1] == low) {
                return false;
            }
            slot = (slot + 2) & mask;
        }
        table[slot] = high;
        table[slot + 1] = low;
        return true;
    }
}
