package dev.personalize;

import dev.personalize.data.ColumnSelection;
import dev.personalize.error.InvalidInputException;
import dev.personalize.error.NearMisses;
import dev.personalize.internal.dataset.GroupData;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.util.List;
import java.util.Map;

/** The rule that columns to learn from, or not to, are there. */
final class ColumnRule {
    private ColumnRule() {}

    /** Refuses columns that datasets lack; of datasets that are not there yet, nothing is known. */
    static void check(ColumnSelection columns, GroupData data) {
        check(columns.included(), data);
        check(columns.excluded(), data);
    }

    private static void check(Map<DatasetType, List<String>> columns, GroupData data) {
        columns.forEach((dataset, names) -> {
            if (data.has(dataset)) {
                check(names, data.schema(dataset));
            }
        });
    }

    private static void check(List<String> names, Schema schema) {
        List<String> known = schema.streamed().fields().stream()
                .map(Field::name)
                .filter(name -> !name.equals(Schema.SESSION_ID) && !name.equals(Schema.EVENT_ID))
                .toList();
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new InvalidInputException("the " + schema.type().label() + " dataset has no column '" + name + "'; "
                    + NearMisses.question(name, known) + "its columns are " + known);
        });
    }
}
