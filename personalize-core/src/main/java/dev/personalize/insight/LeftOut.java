package dev.personalize.insight;

/**
 * Rows that imports did not store.
 *
 * @param duplicateRows rows equal to another event, or replaced by a later row of the same id
 * @param rejectedRows rows with bad values
 */
public record LeftOut(long duplicateRows, long rejectedRows) {
    /** {@return both together with other ones} */
    public LeftOut plus(LeftOut other) {
        return new LeftOut(duplicateRows + other.duplicateRows, rejectedRows + other.rejectedRows);
    }
}
