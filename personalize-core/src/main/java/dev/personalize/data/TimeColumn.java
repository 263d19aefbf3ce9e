package dev.personalize.data;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A time in seconds for each of a number of events: 4 bytes an event when they lie within 2³² seconds (136 years) of each
 * other, else 8. Different positions may be set by different threads; once handed on it is not set any more.
 */
final class TimeColumn {
    private final long base;
    private final int @Nullable [] sinceBase;
    private final long @Nullable [] times;

    private TimeColumn(long base, int @Nullable [] sinceBase, long @Nullable [] times) {
        this.base = base;
        this.sinceBase = sinceBase;
        this.times = times;
    }

    /** {@return a column of {@code size} events with room for the times from {@code min} to {@code max}} */
    static TimeColumn of(int size, long min, long max) {
        return fits(min, max) ? new TimeColumn(min, new int[size], null) : new TimeColumn(0, null, new long[size]);
    }

    /** {@return a column of {@code size} events with room for the times of this one} */
    TimeColumn empty(int size) {
        return new TimeColumn(base, sinceBase == null ? null : new int[size], times == null ? null : new long[size]);
    }

    /** A difference beyond 64 bits comes out negative, and as such does not fit either. */
    private static boolean fits(long min, long max) {
        return (max - min) >>> Integer.SIZE == 0;
    }

    /** {@return whether a time can be set} */
    boolean holds(long time) {
        return sinceBase == null || (time >= base && fits(base, time));
    }

    long get(int position) {
        if (sinceBase != null) {
            return base + Integer.toUnsignedLong(sinceBase[position]);
        }
        return times == null ? 0 : times[position];
    }

    void set(int position, long time) {
        if (sinceBase != null) {
            sinceBase[position] = (int) (time - base);
        } else if (times != null) {
            times[position] = time;
        }
    }

    /** {@return the times {@code from … to-1}, a copy} */
    long[] range(int from, int to) {
        long[] range = new long[to - from];
        for (int i = 0; i < range.length; i++) {
            range[i] = get(from + i);
        }
        return range;
    }

    /** {@return the events {@code from … to-1} in ascending time, each as its distance from {@code from}; equal ones keep order} */
    int[] order(int from, int to) {
        long[] keys = range(from, to);
        long min = Arrays.stream(keys).min().orElse(0);
        long max = Arrays.stream(keys).max().orElse(0);
        int[] order = new int[keys.length];
        if (fits(min, max) && max - min <= Integer.MAX_VALUE) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = (keys[i] - min) << Integer.SIZE
                        | i; // primitive keys sort faster than a comparison through an index
            }
            Arrays.sort(keys);
            for (int i = 0; i < keys.length; i++) {
                order[i] = (int) keys[i];
            }
        } else {
            Arrays.setAll(order, i -> i);
            IntArrays.stableSort(order, (a, b) -> Long.compare(keys[a], keys[b]));
        }
        return order;
    }

    /** Puts the event {@code from + order[i]} at {@code from + i}. */
    void permute(int from, int[] order) {
        if (sinceBase != null) {
            HistoryColumns.permute(sinceBase, from, order);
        } else {
            long[] old = range(from, from + order.length);
            for (int i = 0; i < order.length; i++) {
                set(from + i, old[order[i]]);
            }
        }
    }

    /** Copies events within the column. */
    void copy(int from, int to, int count) {
        if (sinceBase != null) {
            System.arraycopy(sinceBase, from, sinceBase, to, count);
        } else if (times != null) {
            System.arraycopy(times, from, times, to, count);
        }
    }

    /** {@return a column of {@code size} events that begins with the first {@code filled} of this one, for any times} */
    TimeColumn wide(int size, int filled) {
        long[] wide = new long[size];
        for (int i = 0; i < filled; i++) {
            wide[i] = get(i);
        }
        return new TimeColumn(0, null, wide);
    }

    /** {@return a column of the first {@code size} events} */
    TimeColumn prefix(int size) {
        return new TimeColumn(
                base,
                sinceBase == null ? null : Arrays.copyOf(sinceBase, size),
                times == null ? null : Arrays.copyOf(times, size));
    }
}
