package dev.personalize;

import java.util.List;

/**
 * What a data deletion did. Immutable.
 *
 * @param numDeleted number of users of whom there was a record or an event
 * @param deletedRows number of rows, of all datasets
 * @param versionsTrainedBefore solution versions whose models learned from the data as it was before, as
 *     {@code solution/number}: train anew, move campaigns over, and delete them
 */
public record DeletionReport(int numDeleted, long deletedRows, List<String> versionsTrainedBefore) {
    /** Copies the list. */
    public DeletionReport {
        versionsTrainedBefore = List.copyOf(versionsTrainedBefore);
    }
}
