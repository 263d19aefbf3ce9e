package dev.personalize.data;

import org.jspecify.annotations.Nullable;

/**
 * The values of one column in {@link #ROWS} rows of a {@link LiveAttributes}. Written by its one writer until it is published, and
 * never again; whoever changes a published one makes a {@link #copy} first.
 */
abstract sealed class Cells {
    static final int ROWS = 256;

    private boolean published;

    boolean isPublished() {
        return published;
    }

    void publish() {
        published = true;
    }

    abstract Cells copy();

    /** {@return cells of this kind without values, the same ones every time} */
    abstract Cells absent();

    abstract boolean holds(int at, @Nullable Object value);

    abstract void set(int at, @Nullable Object value);

    /** Whole numbers and booleans, the latter as 0 and 1. */
    static final class Longs extends Cells {
        private static final Longs ABSENT = new Longs();

        private final long[] values;
        private final long[] present;

        Longs() {
            this(new long[ROWS], new long[ROWS / Long.SIZE]);
        }

        private Longs(long[] values, long[] present) {
            this.values = values;
            this.present = present;
        }

        @Override
        Cells absent() {
            return ABSENT;
        }

        @Override
        Cells copy() {
            return new Longs(values.clone(), present.clone());
        }

        boolean has(int at) {
            return isSet(present, at);
        }

        long get(int at) {
            return values[at];
        }

        @Override
        boolean holds(int at, @Nullable Object value) {
            return has(at) == (value != null) && (value == null || values[at] == number(value));
        }

        @Override
        void set(int at, @Nullable Object value) {
            mark(present, at, value != null);
            values[at] = value == null ? 0 : number(value);
        }

        private static long number(Object value) {
            return value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).longValue();
        }
    }

    /** Floating-point numbers. */
    static final class Doubles extends Cells {
        private static final Doubles ABSENT = new Doubles();

        private final double[] values;
        private final long[] present;

        Doubles() {
            this(new double[ROWS], new long[ROWS / Long.SIZE]);
        }

        private Doubles(double[] values, long[] present) {
            this.values = values;
            this.present = present;
        }

        @Override
        Cells absent() {
            return ABSENT;
        }

        @Override
        Cells copy() {
            return new Doubles(values.clone(), present.clone());
        }

        boolean has(int at) {
            return isSet(present, at);
        }

        double get(int at) {
            return values[at];
        }

        @Override
        boolean holds(int at, @Nullable Object value) {
            return has(at) == (value != null)
                    && (value == null || Double.compare(values[at], ((Number) value).doubleValue()) == 0);
        }

        @Override
        void set(int at, @Nullable Object value) {
            mark(present, at, value != null);
            values[at] = value == null ? 0 : ((Number) value).doubleValue();
        }
    }

    /** Codes of a {@link TextDictionary}, 0 for null. */
    static final class Codes extends Cells {
        private static final Codes ABSENT = new Codes();

        private final int[] values;

        Codes() {
            this(new int[ROWS]);
        }

        private Codes(int[] values) {
            this.values = values;
        }

        @Override
        Cells absent() {
            return ABSENT;
        }

        @Override
        Cells copy() {
            return new Codes(values.clone());
        }

        int get(int at) {
            return values[at];
        }

        @Override
        boolean holds(int at, @Nullable Object value) {
            return values[at] == code(value);
        }

        @Override
        void set(int at, @Nullable Object value) {
            values[at] = code(value);
        }

        private static int code(@Nullable Object value) {
            return value == null ? 0 : (Integer) value;
        }
    }

    /** Long texts, hardly any two of them the same. */
    static final class Texts extends Cells {
        private static final Texts ABSENT = new Texts();

        private final @Nullable String[] values;

        Texts() {
            this(new String[ROWS]);
        }

        private Texts(@Nullable String[] values) {
            this.values = values;
        }

        @Override
        Cells absent() {
            return ABSENT;
        }

        @Override
        Cells copy() {
            return new Texts(values.clone());
        }

        @Nullable String get(int at) {
            return values[at];
        }

        @Override
        boolean holds(int at, @Nullable Object value) {
            String text = values[at];
            return text == null ? value == null : text.equals(value);
        }

        @Override
        void set(int at, @Nullable Object value) {
            values[at] = (String) value;
        }
    }

    private static boolean isSet(long[] bits, int at) {
        return (bits[at >> 6] & (1L << at)) != 0;
    }

    private static void mark(long[] bits, int at, boolean present) {
        if (present) {
            bits[at >> 6] |= 1L << at;
        } else {
            bits[at >> 6] &= ~(1L << at);
        }
    }
}
