package dev.personalize.ingest;

import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the interactions of an import and knows which have come before. For one thread. */
final class InteractionTally {
    private static final long NULL_HASH = 0x6A09E667F3BCC909L;

    private final int userColumn;
    private final int itemColumn;
    private final int timestampColumn;
    private final int typeColumn;
    private final Ids users = new Ids();
    private final Ids items = new Ids();
    private final Object2LongOpenHashMap<String> eventCounts = new Object2LongOpenHashMap<>();
    private final RowHashes seen = new RowHashes();
    private long oldest = Long.MAX_VALUE;
    private long newest = Long.MIN_VALUE;

    InteractionTally(Schema schema) {
        userColumn = schema.position("USER_ID");
        itemColumn = schema.position(schema.type() == DatasetType.ACTION_INTERACTIONS ? "ACTION_ID" : "ITEM_ID");
        timestampColumn = schema.position("TIMESTAMP");
        typeColumn = schema.has("EVENT_TYPE") ? schema.position("EVENT_TYPE") : -1;
    }

    /**
     * Counts a row unless an equal one came before.
     *
     * @param row its ids are replaced by equal strings that all rows share
     * @return whether the row is new
     */
    boolean add(@Nullable Object[] row) {
        int user = users.number(row, userColumn);
        int item = items.number(row, itemColumn);
        long high = 0x9E3779B97F4A7C15L;
        long low = 0xC2B2AE3D27D4EB4FL;
        for (int column = 0; column < row.length; column++) {
            Object value = row[column];
            if (column == userColumn || column == itemColumn) {
                int number = column == userColumn ? user : item;
                high = mix(high ^ number);
                low = mix(low + number);
            } else if (value instanceof String text) {
                for (int i = 0; i < text.length(); i++) {
                    high = (high ^ text.charAt(i)) * 0x9FB21C651E98DF25L;
                    high ^= high >>> 32;
                    low = (low + text.charAt(i)) * 0xD6E8FEB86659FD93L;
                    low ^= low >>> 29;
                }
                high = mix(high ^ text.length());
                low = mix(low + text.length());
            } else {
                long bits = bits(value);
                high = mix(high ^ bits);
                low = mix(low + bits);
            }
        }
        return seen.add(high, low) && count(row);
    }

    private boolean count(@Nullable Object[] row) {
        if (row[timestampColumn] instanceof Long timestamp) {
            oldest = Math.min(oldest, timestamp);
            newest = Math.max(newest, timestamp);
        }
        if (typeColumn >= 0 && row[typeColumn] instanceof String type) {
            eventCounts.addTo(type, 1);
        }
        return true;
    }

    private static long bits(@Nullable Object value) {
        if (value instanceof Double number) {
            return Double.doubleToLongBits(number);
        }
        if (value instanceof Float number) {
            return Float.floatToIntBits(number);
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        return value instanceof Boolean truth ? (truth ? 1 : 0) : NULL_HASH;
    }

    /** The finalizer of MurmurHash3 with the constants of David Stafford's variant 13: a bijection of 64 bits. */
    private static long mix(long bits) {
        long z = bits * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    int distinctUsers() {
        return users.numbers.size();
    }

    int distinctItems() {
        return items.numbers.size();
    }

    OptionalLong oldest() {
        return oldest <= newest ? OptionalLong.of(oldest) : OptionalLong.empty();
    }

    OptionalLong newest() {
        return oldest <= newest ? OptionalLong.of(newest) : OptionalLong.empty();
    }

    SortedMap<String, Long> eventCounts() {
        SortedMap<String, Long> sorted = new TreeMap<>();
        eventCounts.object2LongEntrySet().fastForEach(entry -> sorted.put(entry.getKey(), entry.getLongValue()));
        return sorted;
    }

    /** Ids and the order in which they first came. */
    private static final class Ids {
        final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
        final List<String> ids = new ArrayList<>();

        Ids() {
            numbers.defaultReturnValue(-1);
        }

        int number(@Nullable Object[] row, int column) {
            String id = (String) row[column];
            int number = numbers.getInt(id);
            if (number < 0) {
                number = ids.size();
                numbers.put(id, number);
                ids.add(id);
            } else {
                row[column] = ids.get(number);
            }
            return number;
        }
    }
}
