package dev.personalize.coldstart;

import dev.personalize.data.Interactions;
import dev.personalize.data.Popularity;
import dev.personalize.data.PreferenceMatrix;
import java.util.Arrays;
import java.util.List;

/**
 * The most popular items, numbered by popularity, among which the items of a user are to be found: what is recommended to somebody
 * without a history comes from them.
 *
 * @param counts of each column, of the candidates alone
 * @param users number of different users of each candidate; shape [candidates]
 * @param numberOf number of each item as a candidate, or -1; shape [items]
 * @param pairs number of pairs of a user and an item, of all items
 */
// A record of arrays: candidates are never compared.
@SuppressWarnings("ArrayRecordComponent")
record Candidates(List<Counts> counts, int[] users, int[] numberOf, int pairs) {
    static Candidates of(List<Counts> counts, PreferenceMatrix preferences, Popularity popularity, int most) {
        int[] users = new int[Math.min(most, preferences.columns())];
        int[] numberOf = new int[preferences.columns()];
        Arrays.fill(numberOf, -1);
        for (int rank = 0; rank < users.length; rank++) {
            int item = popularity.item(rank);
            numberOf[item] = rank;
            users[rank] = popularity.users(item);
        }
        return new Candidates(
                counts.stream().map(column -> column.of(numberOf)).toList(), users, numberOf, preferences.size());
    }

    /** {@return whether a user has events, and any column knows something of the user or of the newest one} */
    boolean isKnown(Interactions events, int user) {
        return events.begin(user) < events.end(user)
                && counts.stream().anyMatch(column -> LeaveOneOut.values(column.cells(), events, user).length > 0);
    }
}
