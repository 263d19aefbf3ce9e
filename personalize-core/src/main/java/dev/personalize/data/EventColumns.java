package dev.personalize.data;

import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntLinkedOpenHashMap;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events in the order of arrival, ids numbered as they first appear, on their way to {@link Interactions}. */
final class EventColumns {
    private final Object2IntLinkedOpenHashMap<String> userNumbers = new Object2IntLinkedOpenHashMap<>();
    private final Object2IntLinkedOpenHashMap<String> itemNumbers = new Object2IntLinkedOpenHashMap<>();
    private final Object2IntLinkedOpenHashMap<String> typeNumbers = new Object2IntLinkedOpenHashMap<>();
    private final IntArrayList users = new IntArrayList();
    private final IntArrayList items = new IntArrayList();
    private final IntArrayList types = new IntArrayList();
    private final FloatArrayList values = new FloatArrayList();
    private final LongArrayList timestamps = new LongArrayList();

    void add(String userId, String itemId, @Nullable String eventType, float value, long timestamp) {
        users.add(number(userNumbers, userId));
        items.add(number(itemNumbers, itemId));
        types.add(eventType == null ? -1 : number(typeNumbers, eventType));
        values.add(value);
        timestamps.add(timestamp);
    }

    private static int number(Object2IntLinkedOpenHashMap<String> numbers, String id) {
        return numbers.computeIfAbsent(id, unused -> numbers.size());
    }

    List<String> userIds() {
        return List.copyOf(userNumbers.keySet());
    }

    List<String> itemIds() {
        return List.copyOf(itemNumbers.keySet());
    }

    List<String> eventTypes() {
        return List.copyOf(typeNumbers.keySet());
    }

    Interactions build(IdIndex userIndex, IdIndex itemIndex, IdIndex typeIndex) {
        int[] userOf = positions(userNumbers, userIndex);
        int[] itemOf = positions(itemNumbers, itemIndex);
        int[] typeOf = positions(typeNumbers, typeIndex);
        int[] offsets = new int[userIndex.size() + 1];
        for (int i = 0; i < users.size(); i++) {
            offsets[userOf[users.getInt(i)] + 1]++;
        }
        for (int user = 0; user < userIndex.size(); user++) {
            offsets[user + 1] += offsets[user];
        }
        int[] order = orderByUserThenTime(offsets, userOf);
        int[] sortedItems = new int[order.length];
        int[] sortedTypes = new int[order.length];
        float[] sortedValues = new float[order.length];
        long[] sortedTimestamps = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            int row = order[i];
            sortedItems[i] = itemOf[items.getInt(row)];
            sortedTypes[i] = types.getInt(row) < 0 ? -1 : typeOf[types.getInt(row)];
            sortedValues[i] = values.getFloat(row);
            sortedTimestamps[i] = timestamps.getLong(row);
        }
        return new Interactions(itemIndex.size(), offsets, sortedItems, sortedTypes, sortedValues, sortedTimestamps);
    }

    private int[] orderByUserThenTime(int[] offsets, int[] userOf) {
        int[] next = offsets.clone();
        int[] order = new int[users.size()];
        for (int row = 0; row < order.length; row++) {
            order[next[userOf[users.getInt(row)]]++] = row;
        }
        long[] times = timestamps.elements();
        for (int user = 0; user + 1 < offsets.length; user++) {
            if (!ascending(order, offsets[user], offsets[user + 1], times)) {
                // A copy: sorting within the whole array would copy all of it for every user.
                int[] rows = Arrays.copyOfRange(order, offsets[user], offsets[user + 1]);
                IntArrays.stableSort(rows, (a, b) -> Long.compare(times[a], times[b]));
                System.arraycopy(rows, 0, order, offsets[user], rows.length);
            }
        }
        return order;
    }

    private static boolean ascending(int[] order, int from, int to, long[] times) {
        for (int i = from + 1; i < to; i++) {
            if (times[order[i]] < times[order[i - 1]]) {
                return false;
            }
        }
        return true;
    }

    private static int[] positions(Object2IntLinkedOpenHashMap<String> numbers, IdIndex index) {
        int[] positions = new int[numbers.size()];
        numbers.object2IntEntrySet().forEach(entry -> positions[entry.getIntValue()] = index.position(entry.getKey()));
        return positions;
    }
}
