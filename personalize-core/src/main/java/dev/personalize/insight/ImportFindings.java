package dev.personalize.insight;

import static dev.personalize.insight.Words.number;
import static dev.personalize.insight.Words.percent;

import dev.personalize.schema.DatasetType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What imports did not store. */
final class ImportFindings {
    private static final double MANY_DUPLICATES = 0.01;

    private ImportFindings() {}

    static List<Finding> of(Map<DatasetType, LeftOut> leftOut, Counts counts) {
        List<Finding> findings = new ArrayList<>();
        leftOut.forEach((dataset, rows) -> {
            if (rows.rejectedRows() > 0) {
                findings.add(new Finding(
                        Severity.WARNING,
                        "rejected rows",
                        number(rows.rejectedRows()) + " rows of " + dataset.label()
                                + " had bad values and were left out.",
                        "The ImportReport names file, line, column and value of the first ones."));
            }
        });
        LeftOut events = leftOut.getOrDefault(DatasetType.INTERACTIONS, new LeftOut(0, 0));
        long all = events.duplicateRows() + counts.events();
        if (events.duplicateRows() > MANY_DUPLICATES * all) {
            findings.add(
                    new Finding(
                            Severity.ADVICE,
                            "duplicate events",
                            percent(events.duplicateRows(), all)
                                    + " of the imported events equal another in every column, "
                                    + number(events.duplicateRows()) + " in all; they count once.",
                            "Look whether events are sent or exported twice; give those that truly happened twice different times."));
        }
        return findings;
    }
}
