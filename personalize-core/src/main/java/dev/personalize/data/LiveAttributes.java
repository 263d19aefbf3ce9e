package dev.personalize.data;

import dev.personalize.schema.Field;
import dev.personalize.schema.FieldType;
import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest record of each item, user or action, in memory and by column, so that filters can run through it. Readers take the
 * {@linkplain #now() version} of the moment and wait for nobody; of the rows put by one call they see all or none. Safe for any
 * number of threads.
 *
 * <p>A put copies, of the 256 rows around each row it changes, the columns in which it changes something. Memory: 8 bytes a
 * number, 4 a string and the string itself once, and about 100 bytes for an id. Rows are never taken out: whoever deletes some
 * makes a new table.
 */
public final class LiveAttributes {
    private static final int ROOM_FOR_OLD_TEXTS = 4096;

    private final Schema schema;
    private final int idColumn;
    private final Map<String, Integer> rowOf = new ConcurrentHashMap<>();
    private final List<Cells[]> chunks = new ArrayList<>();
    private final BitSet unpublishedChunks = new BitSet();
    private final List<Cells> unpublished = new ArrayList<>();
    private final @Nullable TextDictionary[] dictionaries;
    private String[] ids = new String[Cells.ROWS];
    private int rows;
    private volatile AttributeVersion version;

    /**
     * An empty table.
     *
     * @param schema of Items, Users or Actions
     */
    public LiveAttributes(Schema schema) {
        this.schema = schema;
        this.idColumn = schema.position(schema.type().idField());
        this.dictionaries = new TextDictionary[schema.fields().size()];
        for (int column = 0; column < dictionaries.length; column++) {
            dictionaries[column] = dictionary(column);
        }
        this.version = published();
    }

    private @Nullable TextDictionary dictionary(int column) {
        Field field = schema.fields().get(column);
        boolean text = field.type() == FieldType.STRING;
        return text && !field.textual() && column != idColumn ? new TextDictionary(field.categorical()) : null;
    }

    /** {@return what the columns are} */
    public Schema schema() {
        return schema;
    }

    /** {@return the table as it is now} */
    public AttributeVersion now() {
        return version;
    }

    int idColumn() {
        return idColumn;
    }

    int row(String id) {
        return rowOf.getOrDefault(id, -1);
    }

    /**
     * Puts rows, each in place of the row of the same id, and shows them all at once.
     *
     * @param puttingRows values in the order of the schema's fields
     */
    public void put(List<@Nullable Object[]> puttingRows) {
        load(puttingRows::forEach);
    }

    /**
     * Puts the rows a source gives, and shows them all at once when it returns.
     *
     * @param source called with what takes the rows
     */
    public synchronized void load(Consumer<Consumer<@Nullable Object[]>> source) {
        source.accept(this::set);
        for (int column = 0; column < dictionaries.length; column++) {
            forgetOldTexts(column);
        }
        version = published();
    }

    private void set(@Nullable Object[] values) {
        if (!(values[idColumn] instanceof String id)) {
            return;
        }
        int row = row(id);
        if (row < 0) {
            row = append(id);
        }
        for (int column = 0; column < values.length; column++) {
            if (column != idColumn) {
                set(column, row, values[column]);
            }
        }
    }

    private int append(String id) {
        int row = rows++;
        if (row == ids.length) {
            ids = Arrays.copyOf(ids, 2 * row);
        }
        ids[row] = id;
        rowOf.put(id, row);
        if (row / Cells.ROWS == chunks.size()) {
            Cells[] chunk = new Cells[dictionaries.length];
            for (int column = 0; column < chunk.length; column++) {
                chunk[column] = fresh(empty(column));
            }
            unpublishedChunks.set(chunks.size());
            chunks.add(chunk);
        }
        return row;
    }

    private Cells empty(int column) {
        return switch (schema.fields().get(column).type()) {
            case INT, LONG, BOOLEAN -> new Cells.Longs();
            case FLOAT, DOUBLE -> new Cells.Doubles();
            case STRING -> dictionaries[column] != null ? new Cells.Codes() : new Cells.Texts();
        };
    }

    private Cells fresh(Cells cells) {
        unpublished.add(cells);
        return cells;
    }

    private void set(int column, int row, @Nullable Object value) {
        TextDictionary dictionary = dictionaries[column];
        Object stored = value == null || dictionary == null ? value : (Object) dictionary.code((String) value);
        Cells cells = chunks.get(row / Cells.ROWS)[column];
        int at = row % Cells.ROWS;
        if (cells.holds(at, stored)) {
            return;
        }
        if (cells.isPublished()) {
            cells = fresh(cells.copy());
            ownChunk(row / Cells.ROWS)[column] = cells;
        }
        cells.set(at, stored);
    }

    /** {@return the columns of a chunk, in an array that no version has} */
    private Cells[] ownChunk(int number) {
        if (!unpublishedChunks.get(number)) {
            unpublishedChunks.set(number);
            chunks.set(number, chunks.get(number).clone());
        }
        return chunks.get(number);
    }

    /** Texts that no row has any more pile up where rows change their text again and again; now and then they go. */
    private void forgetOldTexts(int column) {
        TextDictionary old = dictionaries[column];
        if (old == null || old.size() <= 2 * rows + ROOM_FOR_OLD_TEXTS) {
            return;
        }
        TextDictionary next = new TextDictionary(schema.fields().get(column).categorical());
        TextDictionary.View texts = old.view();
        for (int number = 0; number < chunks.size(); number++) {
            Cells[] chunk = ownChunk(number);
            Cells.Codes before = (Cells.Codes) chunk[column];
            Cells after = fresh(new Cells.Codes());
            for (int at = 0; at < Cells.ROWS; at++) {
                int code = before.get(at);
                after.set(at, code == 0 ? null : (Object) next.code(texts.text(code)));
            }
            chunk[column] = after;
        }
        dictionaries[column] = next;
    }

    private AttributeVersion published() {
        unpublished.forEach(Cells::publish);
        unpublished.clear();
        unpublishedChunks.clear();
        TextDictionary.@Nullable View[] texts = new TextDictionary.View[dictionaries.length];
        for (int column = 0; column < texts.length; column++) {
            TextDictionary dictionary = dictionaries[column];
            texts[column] = dictionary == null ? null : dictionary.view();
        }
        return new AttributeVersion(this, rows, ids, chunks.toArray(new Cells[0][]), texts);
    }
}
