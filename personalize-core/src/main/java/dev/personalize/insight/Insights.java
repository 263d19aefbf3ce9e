package dev.personalize.insight;

import dev.personalize.data.Snapshot;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the data of a dataset group is like. Interactions, items and users are looked at, imported and put ones together;
 * {@link #toString} tells it in some lines for people. Immutable.
 *
 * @param counts how much there is
 * @param columns what each column holds: of interactions those that can matter for training (type, value, context), of items and users
 *     all but the id; in the order of the schemas
 * @param events how events lie in time, and over users and items
 * @param leftOut rows that imports did not store, unmodifiable; datasets without any are not in it
 * @param findings what somebody should know, the worst first
 */
public record Insights(
        Counts counts,
        List<ColumnProfile> columns,
        EventProfile events,
        Map<DatasetType, LeftOut> leftOut,
        List<Finding> findings) {
    /** Copies the collections. */
    public Insights {
        columns = List.copyOf(columns);
        leftOut = leftOut.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(leftOut));
        findings = List.copyOf(findings);
    }

    /**
     * Looks at data, by the thread that calls. Events are read once; 16 bytes for each item and 12 for each user are taken while it runs, and 8 for each
     * event if events have values.
     *
     * @param data what there is
     * @param interactions what interactions look like, null if there is no such dataset
     * @param leftOut rows that imports did not store
     */
    public static Insights of(Snapshot data, @Nullable Schema interactions, Map<DatasetType, LeftOut> leftOut) {
        EventTally tally = new EventTally(data);
        int[] items = ColumnScan.described(data.itemAttributes(), data.items().size());
        int[] users = ColumnScan.described(data.userAttributes(), data.users().size());
        Counts counts = new Counts(
                data.interactions().size(),
                data.users().size(),
                tally.usersWith(1),
                tally.usersWith(2),
                users.length,
                data.items().size(),
                tally.itemsWithEvents(),
                items.length,
                tally.pairs());
        List<ColumnProfile> columns = new ArrayList<>();
        if (interactions != null) {
            columns.addAll(ColumnScan.ofEvents(data, interactions));
        }
        columns.addAll(ColumnScan.of(DatasetType.ITEMS, data.itemAttributes(), items));
        columns.addAll(ColumnScan.of(DatasetType.USERS, data.userAttributes(), users));
        EventProfile events = tally.profile();

        List<Finding> findings = new ArrayList<>();
        findings.addAll(VolumeFindings.of(counts));
        findings.addAll(EventFindings.of(counts, events, interactions));
        findings.addAll(ColumnFindings.of(columns));
        findings.addAll(ItemFindings.of(data, tally, items, users));
        findings.addAll(ImportFindings.of(leftOut, counts));
        findings.sort(Comparator.comparing(Finding::severity));
        return new Insights(counts, columns, events, leftOut, findings);
    }

    @Override
    public String toString() {
        return InsightText.of(this);
    }
}
