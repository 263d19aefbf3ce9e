package dev.personalize.coldstart;

import dev.personalize.data.Interactions;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A user to be asked about with nothing but metadata, in the context of the user's newest event, and what of the counts is the
 * user's own. The items asked for are those the user had in that context.
 *
 * @param had the user's candidates; shape [candidates had]
 * @param size number of the user's items, of all items
 * @param targets the candidates asked for
 * @param columns what there is to each column, in their order
 */
// A record of arrays: cases are never compared.
@SuppressWarnings("ArrayRecordComponent")
record LeaveOneOut(int[] had, int size, int[] targets, List<Known> columns) {
    private static final int[] NONE = {};

    /**
     * What a column knows of the user.
     *
     * @param values the user's values
     * @param own the user's candidates under each value; shape [values, candidates had]
     * @param sizes number of the user's items under each value, of all items; shape [values]
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Known(int[] values, int[][] own, int[] sizes) {}

    static LeaveOneOut of(int user, Candidates candidates, Snapshot data, PreferenceMatrix preferences) {
        int[] had = IntStream.range(preferences.begin(user), preferences.end(user))
                .map(p -> candidates.numberOf()[preferences.column(p)])
                .filter(number -> number >= 0)
                .toArray();
        List<Known> columns = candidates.counts().stream()
                .map(column -> known(column.cells(), user, had, preferences.count(user), candidates, data))
                .toList();
        return new LeaveOneOut(had, preferences.count(user), targets(user, candidates, data), columns);
    }

    /** {@return the values of a user: as the user's record has them, or as the newest event does} */
    static int[] values(Cells cells, Interactions events, int user) {
        return cells.isContext() ? cells.ofEvent(events.end(user) - 1) : cells.ofUser(user);
    }

    private static Known known(Cells cells, int user, int[] had, int size, Candidates candidates, Snapshot data) {
        int[] values = values(cells, data.interactions(), user);
        int[][] own = new int[values.length][];
        int[] sizes = new int[values.length];
        long[] pairs = cells.isContext() && values.length > 0 ? Counts.contextPairs(cells, data, user) : new long[0];
        for (int i = 0; i < values.length; i++) {
            int value = values[i];
            int[] under = cells.isContext()
                    ? Arrays.stream(pairs)
                            .filter(pair -> pair >>> Integer.SIZE == value)
                            .mapToInt(pair -> (int) pair)
                            .toArray()
                    : NONE;
            own[i] = cells.isContext()
                    ? Arrays.stream(under)
                            .map(item -> candidates.numberOf()[item])
                            .filter(number -> number >= 0)
                            .toArray()
                    : had;
            sizes[i] = cells.isContext() ? under.length : size;
        }
        return new Known(values, own, sizes);
    }

    private static int[] targets(int user, Candidates candidates, Snapshot data) {
        Interactions events = data.interactions();
        int newest = events.end(user) - 1;
        return IntStream.rangeClosed(events.begin(user), newest)
                .filter(p -> IntStream.range(0, data.contexts().size())
                        .allMatch(column -> events.context(column, p) == events.context(column, newest)))
                .map(p -> candidates.numberOf()[events.item(p)])
                .filter(number -> number >= 0)
                .distinct()
                .sorted()
                .toArray();
    }
}
