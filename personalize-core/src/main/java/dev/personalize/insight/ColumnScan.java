package dev.personalize.insight;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Context;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.insight.ColumnProfile.Frequency;
import dev.personalize.insight.ColumnProfile.Kind;
import dev.personalize.insight.ColumnProfile.Numbers;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks through the columns of a snapshot. */
final class ColumnScan {
    private static final int MOST_FREQUENT = 10;

    private ColumnScan() {}

    /** {@return the columns of events that a snapshot keeps: type, value and context, where the schema has them} */
    static List<ColumnProfile> ofEvents(Snapshot data, Schema schema) {
        Interactions events = data.interactions();
        List<ColumnProfile> columns = new ArrayList<>();
        if (schema.has("EVENT_TYPE")) {
            columns.add(numbered("EVENT_TYPE", data.eventTypes().ids(), events.size(), events::eventType));
        }
        if (schema.has("EVENT_VALUE")) {
            columns.add(values(events));
        }
        for (int i = 0; i < data.contexts().size(); i++) {
            int column = i;
            Context context = data.contexts().get(i);
            columns.add(numbered(
                    context.name(),
                    context.values().ids(),
                    events.size(),
                    position -> events.context(column, position)));
        }
        return columns;
    }

    /** @param valueAt number of the value at a position, -1 for none */
    private static ColumnProfile numbered(String name, List<String> values, int rows, IntUnaryOperator valueAt) {
        long[] rowsOf = new long[values.size()];
        long missing = 0;
        for (int position = 0; position < rows; position++) {
            int value = valueAt.applyAsInt(position);
            if (value < 0) {
                missing++;
            } else {
                rowsOf[value]++;
            }
        }
        return new ColumnProfile(
                DatasetType.INTERACTIONS,
                name,
                rows,
                missing,
                Kind.CATEGORY,
                (int) Arrays.stream(rowsOf).filter(count -> count > 0).count(),
                Optional.empty(),
                mostFrequent(IntStream.range(0, rowsOf.length)
                        .filter(value -> rowsOf[value] > 0)
                        .mapToObj(value -> new Frequency(values.get(value), rowsOf[value]))));
    }

    private static List<Frequency> mostFrequent(Stream<Frequency> all) {
        return all.sorted(Comparator.comparingLong(Frequency::rows).reversed().thenComparing(Frequency::value))
                .limit(MOST_FREQUENT)
                .toList();
    }

    private static ColumnProfile values(Interactions events) {
        double[] values = IntStream.range(0, events.size())
                .mapToDouble(events::value)
                .filter(value -> !Double.isNaN(value))
                .toArray();
        return ofNumbers(DatasetType.INTERACTIONS, "EVENT_VALUE", events.size(), values);
    }

    private static ColumnProfile ofNumbers(DatasetType dataset, String name, int rows, double[] values) {
        Optional<Numbers> numbers = values.length == 0 ? Optional.empty() : Optional.of(Numbers.of(values));
        int distinct = 0;
        for (int i = 0; i < values.length; i++) {
            distinct += i == 0 || values[i] != values[i - 1] ? 1 : 0; // Numbers.of has sorted them
        }
        return new ColumnProfile(dataset, name, rows, rows - values.length, Kind.NUMBER, distinct, numbers, List.of());
    }

    /** {@return the positions of a table with a value in some column} */
    static int[] described(AttributeTable table, int positions) {
        return IntStream.range(0, positions)
                .filter(row ->
                        IntStream.range(0, table.fields().size()).anyMatch(column -> table.value(column, row) != null))
                .toArray();
    }

    /** {@return how many of these rows have no value in some column} */
    static long incomplete(AttributeTable table, int[] rows) {
        return Arrays.stream(rows)
                .filter(row ->
                        IntStream.range(0, table.fields().size()).anyMatch(column -> table.value(column, row) == null))
                .count();
    }

    /** {@return the columns of a table} */
    static List<ColumnProfile> of(DatasetType dataset, AttributeTable table, int[] rows) {
        return IntStream.range(0, table.fields().size())
                .mapToObj(column -> of(dataset, table, column, rows))
                .toList();
    }

    private static ColumnProfile of(DatasetType dataset, AttributeTable table, int column, int[] rows) {
        Field field = table.fields().get(column);
        if (field.type().isNumeric()) {
            double[] values = Arrays.stream(rows)
                    .mapToObj(row -> table.value(column, row))
                    .filter(Number.class::isInstance)
                    .mapToDouble(value -> ((Number) value).doubleValue())
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            return ofNumbers(dataset, field.name(), rows.length, values);
        }
        Map<String, Long> rowsOf = new HashMap<>();
        int missing = 0;
        for (int row : rows) {
            String text = table.text(column, row);
            if (text == null) {
                missing++;
            } else if (field.categorical()) {
                table.categories(column, row).stream().distinct().forEach(value -> rowsOf.merge(value, 1L, Long::sum));
            } else {
                rowsOf.merge(text, 1L, Long::sum);
            }
        }
        return new ColumnProfile(
                dataset,
                field.name(),
                rows.length,
                missing,
                field.categorical() ? Kind.CATEGORY : field.textual() ? Kind.TEXT : Kind.PLAIN,
                rowsOf.size(),
                Optional.empty(),
                field.categorical()
                        ? mostFrequent(rowsOf.entrySet().stream()
                                .map(entry -> new Frequency(entry.getKey(), entry.getValue())))
                        : List.of());
    }
}
