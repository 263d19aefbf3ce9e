package dev.personalize.ingest;

import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts the interactions of an import and knows which have come before. It looks at encoded rows: two are equal in every
 * field exactly if they are equal in every byte. Ids and event types are told apart by 64 bits of a hash, since nothing but the report
 * depends on them: it counts one user too few with a probability of about 10⁻⁶ for ten million. For one thread at a time.
 */
final class InteractionTally {
    private static final float ID_LOAD = 0.5f;

    private final List<Field> fields;
    private final int userColumn;
    private final int itemColumn;
    private final int timestampColumn;
    private final int typeColumn;
    private final int[] from;
    private final int[] to;
    private final HashedSet rows = new HashedSet();
    private final LongOpenHashSet users = new LongOpenHashSet(16, ID_LOAD);
    private final LongOpenHashSet items = new LongOpenHashSet(16, ID_LOAD);
    private final Long2LongOpenHashMap countOfType = new Long2LongOpenHashMap();
    private final Long2ObjectOpenHashMap<String> nameOfType = new Long2ObjectOpenHashMap<>();
    private long oldest = Long.MAX_VALUE;
    private long newest = Long.MIN_VALUE;

    InteractionTally(Schema schema) {
        fields = schema.fields();
        userColumn = schema.position("USER_ID");
        itemColumn = schema.position(schema.type() == DatasetType.ACTION_INTERACTIONS ? "ACTION_ID" : "ITEM_ID");
        timestampColumn = schema.position("TIMESTAMP");
        typeColumn = schema.has("EVENT_TYPE") ? schema.position("EVENT_TYPE") : -1;
        from = new int[fields.size()];
        to = new int[fields.size()];
    }

    /** Counts the rows of a block that no equal row came before, and drops the others from it. */
    void add(RowBlock block) {
        rows.addRows(block);
        byte[] bytes = block.bytes();
        long[] userHashes = new long[block.rows()];
        long[] itemHashes = new long[block.rows()];
        for (int row = 0; row < block.rows(); row++) {
            findFields(bytes, block.start(row));
            userHashes[row] = HashedSet.low(bytes, from[userColumn], to[userColumn]);
            itemHashes[row] = HashedSet.low(bytes, from[itemColumn], to[itemColumn]);
            long timestamp = number(bytes, from[timestampColumn]);
            oldest = Math.min(oldest, timestamp);
            newest = Math.max(newest, timestamp);
            if (!block.isDropped(row) && typeColumn >= 0 && from[typeColumn] >= 0) {
                countType(bytes);
            }
        }
        addAll(users, userHashes);
        addAll(items, itemHashes);
    }

    /** In a loop of its own, short enough for the processor to wait for the memory of many ids at once. */
    private static void addAll(LongOpenHashSet ids, long[] hashes) {
        for (long hash : hashes) {
            ids.add(hash);
        }
    }

    private void countType(byte[] bytes) {
        long type = HashedSet.low(bytes, from[typeColumn], to[typeColumn]);
        if (countOfType.addTo(type, 1) == 0) {
            int length = to[typeColumn] - from[typeColumn];
            nameOfType.put(type, new String(bytes, from[typeColumn], length, StandardCharsets.UTF_8));
        }
    }

    /** Finds where the value of each field of a row begins and ends; -1 where there is none. A text is without its length. */
    private void findFields(byte[] bytes, int start) {
        int position = start;
        for (int i = 0; i < from.length; i++) {
            Field field = fields.get(i);
            if (field.nullable() && number(bytes, position++) == RowEncoder.NULL_BRANCH) {
                from[i] = -1;
                to[i] = -1;
                continue;
            }
            int length = switch (field.type()) {
                case STRING -> {
                    int characters = (int) number(bytes, position);
                    position = numberEnd(bytes, position);
                    yield characters;
                }
                case INT, LONG -> numberEnd(bytes, position) - position;
                case FLOAT -> Float.BYTES;
                case DOUBLE -> Double.BYTES;
                case BOOLEAN -> 1;
            };
            from[i] = position;
            position += length;
            to[i] = position;
        }
    }

    private static long number(byte[] bytes, int start) {
        long number = 0;
        int position = start;
        int shift = 0;
        while (bytes[position] < 0) {
            number |= (bytes[position++] & 0x7fL) << shift;
            shift += 7;
        }
        number |= (long) bytes[position] << shift;
        return (number >>> 1) ^ -(number & 1);
    }

    private static int numberEnd(byte[] bytes, int start) {
        int position = start;
        while (bytes[position] < 0) {
            position++;
        }
        return position + 1;
    }

    int distinctUsers() {
        return users.size();
    }

    int distinctItems() {
        return items.size();
    }

    OptionalLong oldest() {
        return oldest <= newest ? OptionalLong.of(oldest) : OptionalLong.empty();
    }

    OptionalLong newest() {
        return oldest <= newest ? OptionalLong.of(newest) : OptionalLong.empty();
    }

    SortedMap<String, Long> eventCounts() {
        SortedMap<String, Long> sorted = new TreeMap<>();
        countOfType
                .long2LongEntrySet()
                .fastForEach(entry -> sorted.put(nameOfType.get(entry.getLongKey()), entry.getLongValue()));
        return sorted;
    }
}
