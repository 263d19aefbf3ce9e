package dev.personalize.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An event type, or a value of the context, for each of a number of events, -1 for none, in as few bytes as the number of
 * types allows: 0, 1, 2 or 4 an event. Different positions may be set by different threads; once handed on it is not set any more.
 */
final class TypeColumn {
    private final byte @Nullable [] bytes;
    private final short @Nullable [] shorts;
    private final int @Nullable [] ints;
    private final int limit;

    private TypeColumn(byte @Nullable [] bytes, short @Nullable [] shorts, int @Nullable [] ints, int limit) {
        this.bytes = bytes;
        this.shorts = shorts;
        this.ints = ints;
        this.limit = limit;
    }

    /** {@return a column of {@code size} events without type, with room for the types {@code 0 … types-1}} */
    static TypeColumn of(int size, int types) {
        if (types == 0) {
            return new TypeColumn(null, null, null, 0);
        }
        if (types <= Byte.MAX_VALUE + 1) {
            byte[] bytes = new byte[size];
            Arrays.fill(bytes, (byte) -1);
            return new TypeColumn(bytes, null, null, Byte.MAX_VALUE + 1);
        }
        if (types <= Short.MAX_VALUE + 1) {
            short[] shorts = new short[size];
            Arrays.fill(shorts, (short) -1);
            return new TypeColumn(null, shorts, null, Short.MAX_VALUE + 1);
        }
        int[] ints = new int[size];
        Arrays.fill(ints, -1);
        return new TypeColumn(null, null, ints, Integer.MAX_VALUE);
    }

    /** {@return how many types can be told apart} */
    int types() {
        return limit;
    }

    /** {@return whether a type can be set} */
    boolean holds(int type) {
        return type < limit;
    }

    int get(int position) {
        if (bytes != null) {
            return bytes[position];
        }
        return shorts != null ? shorts[position] : ints != null ? ints[position] : -1;
    }

    void set(int position, int type) {
        if (bytes != null) {
            bytes[position] = (byte) type;
        } else if (shorts != null) {
            shorts[position] = (short) type;
        } else if (ints != null) {
            ints[position] = type;
        }
    }

    /** {@return the types {@code from … to-1}, a copy} */
    int[] range(int from, int to) {
        int[] range = new int[to - from];
        for (int i = 0; i < range.length; i++) {
            range[i] = get(from + i);
        }
        return range;
    }

    /** {@return a column of {@code size} events that begins with the first {@code filled} of this one, wide enough for a type} */
    TypeColumn copy(int size, int filled, int type) {
        TypeColumn copy = of(size, Math.max(limit, type + 1));
        copy.copy(this, 0, 0, filled);
        return copy;
    }

    /** Puts the event {@code from + order[i]} at {@code from + i}. */
    void permute(int from, int[] order) {
        int[] old = range(from, from + order.length);
        for (int i = 0; i < order.length; i++) {
            set(from + i, old[order[i]]);
        }
    }

    /** Copies events of a column that is not wider, possibly this one. */
    void copy(TypeColumn source, int from, int to, int count) {
        if (bytes != null && source.bytes != null) {
            System.arraycopy(source.bytes, from, bytes, to, count);
        } else if (shorts != null && source.shorts != null) {
            System.arraycopy(source.shorts, from, shorts, to, count);
        } else {
            for (int i = 0; i < count; i++) {
                set(to + i, source.get(from + i));
            }
        }
    }
}
