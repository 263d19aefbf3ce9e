package dev.personalize.data;

import it.unimi.dsi.fastutil.ints.IntHash;
import it.unimi.dsi.fastutil.ints.IntOpenCustomHashSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The columns of {@link Interactions} while they are made. Different users' positions may be worked on by different threads. */
final class HistoryColumns {
    private static final int FEW = 12;

    private final int[] items;
    private final TypeColumn types;
    private final float @Nullable [] values;
    private final TimeColumn times;
    private final int @Nullable [] others;
    private final TypeColumn[] contexts;

    /** @param contexts number of values of each column of the context */
    HistoryColumns(int size, int types, boolean values, TimeColumn times, boolean others, int[] contexts) {
        this.items = new int[size];
        this.types = TypeColumn.of(size, types);
        this.values = values ? new float[size] : null;
        this.times = times;
        this.others = others ? new int[size] : null;
        this.contexts = new TypeColumn[contexts.length];
        for (int column = 0; column < contexts.length; column++) {
            this.contexts[column] = TypeColumn.of(size, contexts[column]);
        }
    }

    /** Puts each row of a block where {@code next} says for its user, and moves that on. */
    void move(EventBlock block, int[] itemOf, int[] typeOf, int[][] contextOf, int[] next) {
        for (int row = 0; row < block.size(); row++) {
            int to = next[block.user(row)]++;
            int type = block.type(row);
            set(to, itemOf[block.item(row)], type < 0 ? -1 : typeOf[type], block.value(row), block.timestamp(row));
            if (others != null) {
                others[to] = block.other(row);
            }
            for (int column = 0; column < contexts.length; column++) {
                int value = block.context(column, row);
                setContext(column, to, value < 0 ? -1 : contextOf[column][value]);
            }
        }
    }

    void set(int position, int item, int type, float value, long timestamp) {
        items[position] = item;
        types.set(position, type);
        times.set(position, timestamp);
        if (values != null) {
            values[position] = value;
        }
    }

    void setContext(int column, int position, int value) {
        contexts[column].set(position, value);
    }

    /** Sorts the events {@code from … to-1} by time; those of one second keep their order. */
    void sortByTime(int from, int to) {
        int sorted = from + 1;
        while (sorted < to && times.get(sorted - 1) <= times.get(sorted)) {
            sorted++;
        }
        if (sorted < to) {
            int[] order = times.order(from, to);
            types.permute(from, order);
            times.permute(from, order);
            for (TypeColumn context : contexts) {
                context.permute(from, order);
            }
            permute(items, from, order);
            if (values != null) {
                float[] old = Arrays.copyOfRange(values, from, to);
                for (int i = 0; i < order.length; i++) {
                    values[from + i] = old[order[i]];
                }
            }
            if (others != null) {
                permute(others, from, order);
            }
        }
    }

    static void permute(int[] column, int from, int[] order) {
        int[] old = Arrays.copyOfRange(column, from, from + order.length);
        for (int i = 0; i < order.length; i++) {
            column[from + i] = old[order[i]];
        }
    }

    /** Keeps the first of equal events among the sorted ones {@code from … to-1}, and {@return how many are left, from on}. */
    int dropRepetitions(int from, int to) {
        int end = from;
        int second = from;
        while (second < to) {
            int next = second + 1;
            while (next < to && times.get(next) == times.get(second)) {
                next++;
            }
            end = keepDistinct(second, next, end);
            second = next;
        }
        return end - from;
    }

    private int keepDistinct(int from, int to, int target) {
        IntOpenCustomHashSet seen = to - from > FEW ? new IntOpenCustomHashSet(to - from, new SameEvent()) : null;
        int end = target;
        for (int p = from; p < to; p++) {
            if (p != end) {
                copy(p, end, 1);
            }
            // Compared where they are going to stay: their old places are overwritten meanwhile.
            if (seen != null ? seen.add(end) : isNew(end, target)) {
                end++;
            }
        }
        return end;
    }

    private boolean isNew(int position, int from) {
        for (int p = from; p < position; p++) {
            if (isSame(p, position)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSame(int a, int b) {
        return items[a] == items[b]
                && types.get(a) == types.get(b)
                && (values == null || Float.floatToIntBits(values[a]) == Float.floatToIntBits(values[b]))
                && (others == null || others[a] == others[b]);
    }

    private final class SameEvent implements IntHash.Strategy {
        @Override
        public int hashCode(int position) {
            int hash = 31 * items[position] + types.get(position);
            hash = values == null ? hash : 31 * hash + Float.floatToIntBits(values[position]);
            return others == null ? hash : 31 * hash + others[position];
        }

        @Override
        public boolean equals(int a, int b) {
            return isSame(a, b);
        }
    }

    private void copy(int from, int to, int count) {
        System.arraycopy(items, from, items, to, count);
        types.copy(types, from, to, count);
        times.copy(from, to, count);
        for (TypeColumn context : contexts) {
            context.copy(context, from, to, count);
        }
        if (values != null) {
            System.arraycopy(values, from, values, to, count);
        }
        if (others != null) {
            System.arraycopy(others, from, others, to, count);
        }
    }

    /**
     * @param offsets where each user's events begin; shape [users + 1]
     * @param kept how many of them, from the begin on, are left; shape [users]
     */
    Interactions interactions(int itemCount, int[] offsets, int[] kept) {
        int[] newOffsets = new int[offsets.length];
        for (int user = 0; user < kept.length; user++) {
            newOffsets[user + 1] = newOffsets[user] + kept[user];
        }
        int size = newOffsets[kept.length];
        if (size == items.length) {
            return interactions(itemCount, offsets);
        }
        for (int user = 0; user < kept.length; user++) {
            copy(offsets[user], newOffsets[user], kept[user]);
        }
        return new Interactions(
                itemCount,
                newOffsets,
                Arrays.copyOf(items, size),
                types.copy(size, size, -1),
                values == null ? null : Arrays.copyOf(values, size),
                times.prefix(size),
                Arrays.stream(contexts)
                        .map(context -> context.copy(size, size, -1))
                        .toArray(TypeColumn[]::new));
    }

    /** @param offsets where each user's events begin, and the total at the end; shape [users + 1] */
    Interactions interactions(int itemCount, int[] offsets) {
        return new Interactions(itemCount, offsets, items, types, values, times, contexts);
    }
}
