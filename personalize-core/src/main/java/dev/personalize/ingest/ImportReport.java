package dev.personalize.ingest;

import dev.personalize.schema.DatasetType;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an import has stored. Immutable.
 *
 * @param type dataset
 * @param files number of files read
 * @param storedRows rows given to the storage
 * @param duplicateRows rows left out because an equal event, or a later row of the same item, user or action, was stored
 * @param rejectedRows rows left out because of bad values
 * @param rejections why the first 20 rejected rows were rejected
 * @param distinctUsers number of user ids among the stored rows; 0 for Items and Actions
 * @param distinctItems number of item or action ids among the stored rows; 0 for Users
 * @param oldestTimestamp of the stored events, seconds since the epoch; empty for Items, Users and Actions
 * @param newestTimestamp as {@code oldestTimestamp}
 * @param eventCounts stored events by event type; empty without event types
 */
public record ImportReport(
        DatasetType type,
        int files,
        long storedRows,
        long duplicateRows,
        long rejectedRows,
        List<String> rejections,
        int distinctUsers,
        int distinctItems,
        OptionalLong oldestTimestamp,
        OptionalLong newestTimestamp,
        SortedMap<String, Long> eventCounts) {

    /** Copies the collections. */
    public ImportReport {
        rejections = List.copyOf(rejections);
        eventCounts = Collections.unmodifiableSortedMap(new TreeMap<>(eventCounts));
    }

    /** {@return the report in a few lines for people, without a line break at the end} */
    public String summary() {
        StringBuilder lines = new StringBuilder();
        lines.append("%s: %,d rows stored from %,d file%s"
                .formatted(type.label(), storedRows, files, files == 1 ? "" : "s"));
        lines.append("%n  left out: %,d duplicate, %,d rejected".formatted(duplicateRows, rejectedRows));
        rejections.forEach(rejection -> lines.append("%n    ".formatted()).append(rejection));
        if (rejectedRows > rejections.size()) {
            lines.append("%n    and %,d more".formatted(rejectedRows - rejections.size()));
        }
        lines.append("%n  distinct: %,d users, %,d items".formatted(distinctUsers, distinctItems));
        if (oldestTimestamp.isPresent() && newestTimestamp.isPresent()) {
            lines.append("%n  from %s to %s"
                    .formatted(
                            Instant.ofEpochSecond(oldestTimestamp.getAsLong()),
                            Instant.ofEpochSecond(newestTimestamp.getAsLong())));
        }
        if (!eventCounts.isEmpty()) {
            lines.append("%n  events: ".formatted())
                    .append(eventCounts.entrySet().stream()
                            .map(ImportReport::shown)
                            .collect(Collectors.joining(", ")));
        }
        return lines.toString();
    }

    private static String shown(Map.Entry<String, Long> count) {
        return "%s %,d".formatted(count.getKey(), count.getValue());
    }
}
