package dev.personalize.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The values of one column of contextual metadata, numbered as they first appear. Safe for any number of threads.
 *
 * <p>A column with more than 32,768 values holds no categories: nothing is kept of it then, whichever values came first.
 */
final class ContextNumbers {
    static final int MOST_KEPT = 1000;
    private static final int MOST_SEEN = 1 << 15;

    private final IdNumbers numbers = new IdNumbers();
    private volatile boolean tooMany;

    /** {@return the number of the value in {@code text[from … from+length-1]}, or -1 for none} */
    int number(byte[] text, int from, int length) {
        return tooMany ? -1 : seen(numbers.number(text, from, length));
    }

    /** {@return the number of a value, or -1 for none} */
    int number(String value) {
        return tooMany ? -1 : seen(numbers.number(value));
    }

    private int seen(int number) {
        if (number >= MOST_SEEN) {
            tooMany = true;
            return -1;
        }
        return number;
    }

    /**
     * {@return the numbers of the values worth keeping: those of most events, of equally many the lesser ones}
     *
     * @param blocks all events
     * @param column of these values in the blocks
     */
    private int[] kept(String[] values, List<EventBlock> blocks, int column) {
        long[] events = new long[values.length];
        for (EventBlock block : blocks) {
            for (int row = 0; row < block.size(); row++) {
                int number = block.context(column, row);
                if (number >= 0) {
                    events[number]++;
                }
            }
        }
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) ->
                        events[a] == events[b] ? values[a].compareTo(values[b]) : Long.compare(events[b], events[a]))
                .limit(MOST_KEPT)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** {@return the values kept, in an index of their own} */
    IdIndex index(List<EventBlock> blocks, int column) {
        String[] values = tooMany ? new String[0] : numbers.ids();
        if (values.length <= MOST_KEPT) {
            return IdIndex.of(List.of(values));
        }
        return IdIndex.of(Arrays.stream(kept(values, blocks, column))
                .mapToObj(number -> values[number])
                .toList());
    }

    /** {@return the position of each number's value in an index, or -1 for one that is not kept; shape [numbers]} */
    int[] positions(IdIndex index) {
        return Arrays.stream(numbers.ids()).mapToInt(index::find).toArray();
    }
}
