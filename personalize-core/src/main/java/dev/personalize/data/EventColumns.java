package dev.personalize.data;

import dev.personalize.math.Parallel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of arrival, in blocks, ids numbered as they first appear, on their way to {@link Interactions}. Growing
 * by a block moves nothing: besides its ids an event takes 13 bytes, and 4 for a value and for a hash of other columns each.
 */
final class EventColumns {
    private static final int BLOCK_ROWS = 1 << 12;
    private static final int SMALL = BLOCK_ROWS / 8;

    private final IdNumbers users = new IdNumbers();
    private final IdNumbers items = new IdNumbers();
    private final IdNumbers types = new IdNumbers();
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

    void add(String userId, String itemId, @Nullable String type, float value, long timestamp, long otherColumns) {
        open().add(userId, itemId, type, value, timestamp, otherColumns);
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

    /** {@return the events by user; may be called once} */
    Interactions build(IdIndex userIndex, IdIndex itemIndex, IdIndex typeIndex, Parallel parallel) {
        int[] userOf = positions(users.ids(), userIndex);
        int[] itemOf = positions(items.ids(), itemIndex);
        int[] typeOf = positions(types.ids(), typeIndex);
        EventSort sort = new EventSort(blocks, userOf, userIndex.size(), typeIndex.size(), parallel);
        blocks.clear();
        return sort.sort(itemOf, itemIndex.size(), typeOf);
    }

    private static int[] positions(String[] ids, IdIndex index) {
        int[] positions = new int[ids.length];
        for (int number = 0; number < ids.length; number++) {
            positions[number] = index.position(ids[number]);
        }
        return positions;
    }
}
