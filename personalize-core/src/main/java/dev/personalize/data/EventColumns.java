package dev.personalize.data;

import dev.personalize.math.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of arrival, in blocks, ids numbered as they first appear, on their way to {@link Interactions}. Growing
 * by a block moves nothing: besides its ids an event takes 13 bytes, 4 for a value and for a hash of other columns each, and 1
 * or 2 for each column of its context.
 */
final class EventColumns {
    private static final int BLOCK_ROWS = 1 << 12;
    private static final int SMALL = BLOCK_ROWS / 8;

    private final IdNumbers users = new IdNumbers();
    private final IdNumbers items = new IdNumbers();
    private final IdNumbers types = new IdNumbers();
    private List<ContextNumbers> contexts = List.of();
    private final List<EventBlock> blocks = new ArrayList<>();
    private @Nullable EventBlock open;

    IdNumbers users() {
        return users;
    }

    IdNumbers items() {
        return items;
    }

    IdNumbers types() {
        return types;
    }

    /** Makes room for the columns of a context; before the first event. */
    void useContexts(int columns) {
        contexts = Stream.generate(ContextNumbers::new).limit(columns).toList();
    }

    /** {@return number of columns of the context} */
    int contexts() {
        return contexts.size();
    }

    ContextNumbers context(int column) {
        return contexts.get(column);
    }

    void add(
            String userId,
            String itemId,
            @Nullable String type,
            float value,
            long timestamp,
            long otherColumns,
            @Nullable String... context) {
        open().add(userId, itemId, type, value, timestamp, otherColumns, context);
    }

    /** Adds the events of a block; a small one is copied, so that a million of them do not become a million blocks. */
    void add(EventBlock block) {
        if (!block.isEndedFor(this)) {
            throw new IllegalArgumentException("the block was made by another builder, or was not ended");
        }
        if (block.size() > SMALL) {
            blocks.add(block);
            open = null;
        } else {
            for (int row = 0; row < block.size(); row++) {
                open().add(block, row);
            }
        }
    }

    private EventBlock open() {
        EventBlock last = open;
        if (last == null || last.isFull()) {
            last = new EventBlock(this, BLOCK_ROWS);
            blocks.add(last);
            open = last;
        }
        return last;
    }

    /** {@return the values of each column of the context} */
    List<IdIndex> contextIndexes() {
        List<IdIndex> indexes = new ArrayList<>();
        for (int column = 0; column < contexts.size(); column++) {
            indexes.add(contexts.get(column).index(blocks, column));
        }
        return indexes;
    }

    /** {@return the events by user; may be called once} */
    Interactions build(
            IdIndex userIndex, IdIndex itemIndex, IdIndex typeIndex, List<IdIndex> contextIndexes, Parallel parallel) {
        int[] userOf = positions(users.ids(), userIndex);
        int[] itemOf = positions(items.ids(), itemIndex);
        int[] typeOf = positions(types.ids(), typeIndex);
        int[][] contextOf = new int[contexts.size()][];
        int[] contextSizes = new int[contextOf.length];
        for (int column = 0; column < contextOf.length; column++) {
            contextOf[column] = contexts.get(column).positions(contextIndexes.get(column));
            contextSizes[column] = contextIndexes.get(column).size();
        }
        EventSort sort = new EventSort(blocks, userOf, userIndex.size(), typeIndex.size(), contextSizes, parallel);
        blocks.clear();
        return sort.sort(itemOf, itemIndex.size(), typeOf, contextOf);
    }

    private static int[] positions(String[] ids, IdIndex index) {
        int[] positions = new int[ids.length];
        for (int number = 0; number < ids.length; number++) {
            positions[number] = index.position(ids[number]);
        }
        return positions;
    }
}
