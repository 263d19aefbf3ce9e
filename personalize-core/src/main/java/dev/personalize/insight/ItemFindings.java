package dev.personalize.insight;

import static dev.personalize.insight.Words.number;
import static dev.personalize.insight.Words.percent;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Snapshot;
import dev.personalize.schema.DatasetType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What rows of metadata lack, and where they contradict the events. */
final class ItemFindings {
    private static final long DAY = 86_400;

    private ItemFindings() {}

    /**
     * @param items those with metadata
     * @param users those with metadata
     */
    static List<Finding> of(Snapshot data, EventTally tally, int[] items, int[] users) {
        List<Finding> findings = new ArrayList<>();
        incomplete(DatasetType.ITEMS, data.itemAttributes(), items, findings);
        incomplete(DatasetType.USERS, data.userAttributes(), users, findings);
        undescribed(tally, items, findings);
        created(data, tally, items, findings);
        return findings;
    }

    private static void incomplete(DatasetType dataset, AttributeTable table, int[] rows, List<Finding> findings) {
        long incomplete = ColumnScan.incomplete(table, rows);
        if (incomplete > 0) {
            findings.add(new Finding(
                    Severity.ADVICE,
                    "incomplete rows",
                    percent(incomplete, rows.length) + " of " + number(rows.length) + " rows of " + dataset.label()
                            + " miss a value in some column.",
                    "See the columns, and fill in what can be known."));
        }
    }

    private static void undescribed(EventTally tally, int[] items, List<Finding> findings) {
        if (items.length == 0) {
            return; // there is no metadata to be missed
        }
        long described = Arrays.stream(items)
                .filter(item -> tally.firstOfItem(item) != Long.MAX_VALUE)
                .count();
        long undescribed = tally.itemsWithEvents() - described;
        if (undescribed > 0) {
            findings.add(new Finding(
                    Severity.ADVICE,
                    "items without metadata",
                    percent(undescribed, tally.itemsWithEvents()) + " of " + number(tally.itemsWithEvents())
                            + " items with events have no metadata.",
                    "Filters by a column leave them out. Import a row for each item that is sold."));
        }
    }

    private static void created(Snapshot data, EventTally tally, int[] items, List<Finding> findings) {
        int column = data.itemAttributes().column("CREATION_TIMESTAMP");
        if (column < 0) {
            return;
        }
        long usedBefore = Arrays.stream(items)
                .filter(item -> data.itemAttributes().value(column, item) instanceof Number created
                        && tally.firstOfItem(item) < created.longValue() - DAY)
                .count();
        if (usedBefore > 0) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "used before creation",
                    number(usedBefore) + (usedBefore == 1 ? " item has" : " items have")
                            + " an event more than a day before their CREATION_TIMESTAMP.",
                    "Look whether it is in seconds since the epoch, and means the first day an item could be had."));
        }
    }
}
