package dev.personalize.data;

import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.List;

/**
 * Brings events from the order of arrival into that of {@link Interactions}: a stable counting sort by user, then each user's
 * events by time where they are not in that order already, then every group of equal events shrinks to its first.
 *
 * <p>The rows are cut into parts. Each part counts its users' events; from the counts of all parts follows the place of every
 * event, so the parts can be moved at the same time and the result is that of moving them one after the other. The blocks are
 * used up.
 */
final class EventSort {
    private static final int MOST_PARTS = 16;
    private static final int USERS_AT_A_TIME = 1 << 11;

    private final EventBlock[] blocks;
    private final Parallel parallel;
    private final int size;
    private final int parts;
    private final int[][] next;
    private final int[] offsets;
    private final HistoryColumns columns;

    /**
     * @param userOf position of each user's number; shape [users seen]
     * @param users number of users, those without events included
     * @param types number of event types
     * @param contexts number of values of each column of the context
     */
    EventSort(List<EventBlock> arrived, int[] userOf, int users, int types, int[] contexts, Parallel parallel) {
        this.blocks = arrived.toArray(new EventBlock[0]);
        this.parallel = parallel;
        this.size = size(blocks);
        this.parts = Math.max(1, Math.min(Math.min(MOST_PARTS, blocks.length), size / Math.max(1 << 16, users)));
        this.next = new int[parts][users];
        forParts((part, block) -> count(block, userOf, next[part]));
        this.offsets = offsets(users);
        this.columns = columns(types, contexts);
    }

    private static int size(EventBlock[] blocks) {
        long size = 0;
        for (EventBlock block : blocks) {
            size += block.size();
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException("a group has " + size + " interactions, more than the " + Integer.MAX_VALUE
                    + " one snapshot can hold; import fewer, or split the group");
        }
        return (int) size;
    }

    private interface PartBody {
        void run(int part, EventBlock block);
    }

    private void forParts(PartBody body) {
        parallel.forChunks(parts, 1, (part, from, to) -> {
            int end = (int) ((long) blocks.length * (part + 1) / parts);
            for (int i = (int) ((long) blocks.length * part / parts); i < end; i++) {
                body.run(part, blocks[i]);
            }
        });
    }

    private static void count(EventBlock block, int[] userOf, int[] counts) {
        for (int row = 0; row < block.size(); row++) {
            int user = userOf[block.user(row)];
            block.renumberUser(row, user);
            counts[user]++;
        }
    }

    /** {@return where each user's events begin}; afterwards {@code next[part][user]} is where the part's first goes. */
    private int[] offsets(int users) {
        int[] begins = new int[users + 1];
        int position = 0;
        for (int user = 0; user < users; user++) {
            begins[user] = position;
            for (int[] counts : next) {
                int count = counts[user];
                counts[user] = position;
                position += count;
            }
        }
        begins[users] = position;
        return begins;
    }

    private HistoryColumns columns(int types, int[] contexts) {
        boolean values = false;
        boolean others = false;
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (EventBlock block : blocks) {
            values |= block.hasValues();
            others |= block.hasOthers();
            min = Math.min(min, block.oldest());
            max = Math.max(max, block.newest());
        }
        return new HistoryColumns(
                size,
                types,
                values,
                size == 0 ? TimeColumn.of(0, 0, 0) : TimeColumn.of(size, min, max),
                others,
                contexts);
    }

    /**
     * @param itemOf position of each item's number; shape [items seen]
     * @param items number of items, those without events included
     * @param typeOf position of each type's number; shape [types seen]
     * @param contextOf position of each value's number, or -1 for one not kept; shape [columns of the context, values seen]
     */
    Interactions sort(int[] itemOf, int items, int[] typeOf, int[][] contextOf) {
        forParts((part, block) -> columns.move(block, itemOf, typeOf, contextOf, next[part]));
        Arrays.fill(blocks, null);
        int users = offsets.length - 1;
        int[] kept = new int[users];
        parallel.forChunks(users, USERS_AT_A_TIME, (chunk, from, to) -> {
            for (int user = from; user < to; user++) {
                columns.sortByTime(offsets[user], offsets[user + 1]);
                kept[user] = columns.dropRepetitions(offsets[user], offsets[user + 1]);
            }
        });
        return columns.interactions(items, offsets, kept);
    }
}
