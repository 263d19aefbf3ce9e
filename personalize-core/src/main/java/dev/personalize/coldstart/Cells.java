package dev.personalize.coldstart;

import dev.personalize.data.AttributeTable;
import dev.personalize.data.Context;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.data.Values;
import dev.personalize.schema.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What every user, or every event, has in one column that somebody without a history may have a value of. Immutable. */
final class Cells {
    private static final int MOST_CATEGORIES = 1000;
    private static final int[] NONE = {};

    private final String name;
    private final Values values;
    private final int[][] rows;
    private final @Nullable Interactions events;
    private final int column;

    /**
     * @param rows numbers of the values of each user; of a context, of each of its texts
     * @param events whose context it is, or null for a field of the users
     * @param column place among the contexts
     */
    private Cells(String name, Values values, int[][] rows, @Nullable Interactions events, int column) {
        this.name = name;
        this.values = values;
        this.rows = rows;
        this.events = events;
        this.column = column;
    }

    /** {@return the usable columns of a snapshot: of its users, categories and numbers; of its interactions, the context} */
    static List<Cells> of(Snapshot data) {
        List<Cells> all = new ArrayList<>();
        AttributeTable users = data.userAttributes();
        int count = data.users().size();
        for (int column = 0; column < users.fields().size(); column++) {
            Field field = users.fields().get(column);
            if (field.categorical()) {
                all.add(ofUsers(field.name(), Values.ofCategories(users, column, count), users, column, count));
            } else if (field.type().isNumeric()) {
                all.add(ofUsers(field.name(), Values.ofNumbers(users, column, count), users, column, count));
            }
        }
        all.removeIf(cells -> cells.values.size() < 2); // what everybody has tells nobody apart
        all.addAll(ofContexts(data));
        return all;
    }

    /** {@return the usable columns of a snapshot's interactions} */
    static List<Cells> ofContexts(Snapshot data) {
        return IntStream.range(0, data.contexts().size())
                .mapToObj(column -> context(data.contexts().get(column), column, data.interactions()))
                .filter(cells -> cells.values.size() > 1)
                .toList();
    }

    private static Cells ofUsers(String name, Values values, AttributeTable table, int column, int users) {
        return new Cells(name, values, rows(values, table, column, users), null, -1);
    }

    private static int[][] rows(Values values, AttributeTable table, int column, int users) {
        int[][] known = new int[values.size()][]; // one array for all who have the same single value
        int[][] rows = new int[users][];
        for (int user = 0; user < users; user++) {
            int[] row = values.of(table, column, user);
            if (row.length == 1) {
                known[row[0]] = known[row[0]] == null ? row : known[row[0]];
                row = known[row[0]];
            }
            rows[user] = row;
        }
        return rows;
    }

    private static Cells context(Context context, int column, Interactions events) {
        Map<String, Integer> categories = new HashMap<>();
        context.values().ids().forEach(text -> {
            for (String category : text.split("\\|", -1)) {
                categories.merge(category, category.isEmpty() ? 0 : 1, Integer::sum);
            }
        });
        categories.remove("");
        Values values = Values.ofMostFrequent(categories, MOST_CATEGORIES);
        int[][] rows = context.values().ids().stream().map(values::in).toArray(int[][]::new);
        return new Cells(context.name(), values, rows, events, column);
    }

    String name() {
        return name;
    }

    Values values() {
        return values;
    }

    boolean isContext() {
        return events != null;
    }

    /** {@return the values of a user, of a column of the users; only read it} */
    int[] ofUser(int user) {
        return rows[user];
    }

    /** {@return the values of an event, of a context; only read it} */
    int[] ofEvent(int position) {
        int text = events == null ? -1 : events.context(column, position);
        return text < 0 ? NONE : rows[text];
    }
}
