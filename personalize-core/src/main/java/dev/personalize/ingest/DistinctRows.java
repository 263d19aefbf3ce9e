package dev.personalize.ingest;

import dev.personalize.schema.Schema;
import org.jspecify.annotations.Nullable;

/** The different rows that came by; 21 to 43 bytes each, whatever their length. For one thread. */
public final class DistinctRows {
    private final RowEncoder encoder;
    private final HashedSet seen = new HashedSet();

    /** @param schema of the rows */
    public DistinctRows(Schema schema) {
        encoder = new RowEncoder(schema);
    }

    /** {@return whether no row equal in every field came before} */
    public boolean add(@Nullable Object[] row) {
        RowBlock block = new RowBlock();
        encoder.encode(row, block);
        return seen.add(HashedSet.high(block.bytes(), 0, block.size()), HashedSet.low(block.bytes(), 0, block.size()));
    }
}
