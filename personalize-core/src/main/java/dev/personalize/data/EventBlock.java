package dev.personalize.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some events in columns, on their way from a file to a {@link Snapshot.Builder}, which makes blocks and takes them back. A
 * row's values are set in any order, then {@link #endRow} ends it; what was not set is none. Ids and types are given as places
 * in a text of UTF-8. For one thread, but any number of blocks may be filled at the same time.
 */
public final class EventBlock {
    private static final long HALF_RANGE = 1L << 31;
    private static final byte[] NOTHING = {};
    private static final int[] NO_LENGTHS = {};

    private final EventColumns numbers;
    private byte[] text;
    private int[] userLengths;
    private int[] itemLengths;
    private final int[] users;
    private final int[] items;
    private TypeColumn types;
    private float @Nullable [] values;
    private TimeColumn times;
    private int @Nullable [] others;
    private final TypeColumn[] contexts;
    private long oldest = Long.MAX_VALUE;
    private long newest = Long.MIN_VALUE;
    private int size;

    private int type = -1;
    private float value = Float.NaN;
    private long timestamp;
    private int other;
    private final int[] context;

    /** For rows whose ids stand in {@code text}. */
    EventBlock(EventColumns numbers, int capacity, byte[] text) {
        this(numbers, capacity, text, new int[capacity], new int[capacity]);
    }

    /** For events that are added one by one, with their ids as strings. */
    EventBlock(EventColumns numbers, int capacity) {
        this(numbers, capacity, NOTHING, NO_LENGTHS, NO_LENGTHS);
    }

    private EventBlock(EventColumns numbers, int capacity, byte[] text, int[] userLengths, int[] itemLengths) {
        this.numbers = numbers;
        this.text = text;
        this.userLengths = userLengths;
        this.itemLengths = itemLengths;
        users = new int[capacity];
        items = new int[capacity];
        types = TypeColumn.of(capacity, 0);
        times = TimeColumn.of(0, 0, 0);
        contexts = new TypeColumn[numbers.contexts()];
        Arrays.fill(contexts, TypeColumn.of(capacity, 0));
        context = new int[contexts.length];
        Arrays.fill(context, -1);
    }

    /** Sets the user to the id at {@code text[from … from+length-1]}. */
    public void user(int from, int length) {
        users[size] = from;
        userLengths[size] = length;
    }

    /** Sets the item to the id at {@code text[from … from+length-1]}. */
    public void item(int from, int length) {
        items[size] = from;
        itemLengths[size] = length;
    }

    /** Sets the event type to {@code text[from … from+length-1]}. */
    public void type(int from, int length) {
        type = numbers.types().number(text, from, length);
    }

    /** Sets what a column of the builder's contexts has to {@code text[from … from+length-1]}. */
    public void context(int column, int from, int length) {
        context[column] = numbers.context(column).number(text, from, length);
    }

    /** Sets the event value; NaN for none. */
    public void value(float eventValue) {
        value = eventValue;
    }

    /** Sets the time, in seconds since the epoch; 0 if not set. */
    public void timestamp(long seconds) {
        timestamp = seconds;
    }

    /**
     * Sets the hash of everything else the event has, which decides whether it equals another one; 32 bits of it are kept. 0
     * for nothing else.
     */
    public void otherColumns(long hash) {
        other = Long.hashCode(hash);
    }

    /** Ends the row; its user and item must have been set. */
    public void endRow() {
        endRow(users[size], items[size]);
    }

    private void endRow(int user, int item) {
        users[size] = user;
        items[size] = item;
        types = with(types, type);
        if (size == 0) {
            times = TimeColumn.of(users.length, timestamp - HALF_RANGE, timestamp + HALF_RANGE - 1);
        }
        if (!times.holds(timestamp)) {
            times = times.wide(users.length, size);
        }
        times.set(size, timestamp);
        oldest = Math.min(oldest, timestamp);
        newest = Math.max(newest, timestamp);
        setValue();
        setOther();
        for (int column = 0; column < contexts.length; column++) {
            contexts[column] = with(contexts[column], context[column]);
            context[column] = -1;
        }
        size++;
        type = -1;
    }

    /** {@return a column, or a wider copy of it, that has a type in the row} */
    private TypeColumn with(TypeColumn column, int rowType) {
        TypeColumn wide = column.holds(rowType) ? column : column.copy(users.length, size, rowType);
        wide.set(size, rowType);
        return wide;
    }

    /** Looks up the ids of all rows; the text is not needed any more. */
    public void end() {
        numbers.users().number(text, users, userLengths, size);
        numbers.items().number(text, items, itemLengths, size);
        text = NOTHING;
        userLengths = NO_LENGTHS;
        itemLengths = NO_LENGTHS;
    }

    private void setValue() {
        if (!Float.isNaN(value)) {
            if (values == null) {
                values = new float[users.length];
                Arrays.fill(values, Float.NaN);
            }
            values[size] = value;
            value = Float.NaN;
        }
    }

    private void setOther() {
        if (other != 0) {
            if (others == null) {
                others = new int[users.length];
            }
            others[size] = other;
            other = 0;
        }
    }

    void add(
            String userId,
            String itemId,
            @Nullable String eventType,
            float eventValue,
            long seconds,
            long otherColumns,
            @Nullable String... contextValues) {
        for (int column = 0; column < contextValues.length; column++) {
            String given = contextValues[column];
            context[column] = given == null ? -1 : numbers.context(column).number(given);
        }
        type = eventType == null ? -1 : numbers.types().number(eventType);
        value = eventValue;
        timestamp = seconds;
        otherColumns(otherColumns);
        endRow(numbers.users().number(userId), numbers.items().number(itemId));
    }

    /** Adds an event of a block of the same builder. */
    void add(EventBlock block, int row) {
        type = block.types.get(row);
        value = block.value(row);
        timestamp = block.times.get(row);
        other = block.other(row);
        for (int column = 0; column < contexts.length; column++) {
            context[column] = block.context(column, row);
        }
        endRow(block.users[row], block.items[row]);
    }

    /** {@return whether all ids are numbers of these columns} */
    boolean isEndedFor(EventColumns columns) {
        return numbers == columns && userLengths.length == 0;
    }

    /** {@return number of rows} */
    public int size() {
        return size;
    }

    boolean isFull() {
        return size == users.length;
    }

    int user(int row) {
        return users[row];
    }

    /** Puts another number in place of a user's. */
    void renumberUser(int row, int user) {
        users[row] = user;
    }

    int item(int row) {
        return items[row];
    }

    int type(int row) {
        return types.get(row);
    }

    float value(int row) {
        return values == null ? Float.NaN : values[row];
    }

    long timestamp(int row) {
        return times.get(row);
    }

    /** {@return the least timestamp} */
    long oldest() {
        return oldest;
    }

    /** {@return the greatest timestamp} */
    long newest() {
        return newest;
    }

    int other(int row) {
        return others == null ? 0 : others[row];
    }

    int context(int column, int row) {
        return contexts[column].get(row);
    }

    boolean hasValues() {
        return values != null;
    }

    boolean hasOthers() {
        return others != null;
    }
}
