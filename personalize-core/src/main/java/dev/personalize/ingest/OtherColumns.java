package dev.personalize.ingest;

import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hashes what an interaction has besides its user, item, time, type and value, so that two of them can be told apart without
 * keeping all their columns. The hash depends on the names and values of the columns that have one, not on their order: a row
 * read from a file that lacks a column has the hash of a row in which it is null. Immutable.
 */
public final class OtherColumns {
    private static final Set<String> KEPT = Set.of("USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "EVENT_VALUE");
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final List<Field> fields;
    private final long[] names;

    /** @param schema of an interactions dataset */
    public OtherColumns(Schema schema) {
        fields = schema.fields();
        names = new long[fields.size()];
        for (int i = 0; i < names.length; i++) {
            byte[] name = fields.get(i).name().getBytes(StandardCharsets.UTF_8);
            names[i] = text(name, 0, name.length);
        }
    }

    /** {@return whether the column at a position of the schema takes part} */
    boolean has(int position) {
        return !KEPT.contains(fields.get(position).name());
    }

    /** {@return the hash of a row that begins with the schema's columns; 0 when no other column has a value} */
    public long hash(@Nullable Object[] row) {
        long hash = 0;
        for (int i = 0; i < names.length; i++) {
            if (row[i] != null && has(i)) {
                hash += mixed(i, value(Objects.requireNonNull(row[i])));
            }
        }
        return hash;
    }

    private static long value(Object value) {
        if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return text(bytes, 0, bytes.length);
        }
        if (value instanceof Float number) {
            return number(number);
        }
        if (value instanceof Double number) {
            return number(number);
        }
        return value instanceof Boolean truth ? number(truth) : ((Number) value).longValue();
    }

    static long text(byte[] bytes, int from, int length) {
        long hash = length;
        for (int i = from; i < from + length; i++) {
            hash = (hash + bytes[i]) * FACTOR;
        }
        return hash;
    }

    static long number(float value) {
        return Float.floatToIntBits(value);
    }

    static long number(double value) {
        return Double.doubleToLongBits(value);
    }

    static long number(boolean value) {
        return value ? 1 : 0;
    }

    /** {@return what a value in a column adds to the hash of its row} */
    long mixed(int position, long value) {
        long hash = (names[position] ^ value) * FACTOR; // the finalizer of MurmurHash3 (Appleby 2011)
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return hash ^ (hash >>> 33);
    }
}
