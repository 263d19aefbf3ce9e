package dev.personalize.recipes.session;

import dev.personalize.math.TopK;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sessions most similar to a query, best first. For one thread.
 *
 * <p>Candidates are numbered in the order in which they are met: through the newest item of the query first, and each item's newest session
 * first.
 */
final class Neighbors {
    private static final int[] NO_ITEMS = {};

    private final SessionIndex index;
    private final @Nullable AppendedSessions appended;
    private final Settings settings;
    private final Steps steps;

    /** Session of each candidate: of the training, or from its size on, the number of an appended one. */
    private int[] sessions;
    /** Bit s is set if the candidate has the item of step s. */
    private long[] shared;

    private double[] sums;
    private int size;
    private int[] table;

    private int[] best = {};

    Neighbors(SessionIndex index, @Nullable AppendedSessions appended, Settings settings, Steps steps) {
        this.index = index;
        this.appended = appended;
        this.settings = settings;
        this.steps = steps;
        this.sessions = new int[64];
        this.shared = new long[64];
        this.sums = new double[64];
        this.table = emptyTable(256);
        for (int step = 0; step < steps.size(); step++) {
            meet(step);
        }
        choose();
    }

    private static int[] emptyTable(int size) {
        int[] table = new int[size];
        Arrays.fill(table, -1);
        return table;
    }

    private void meet(int step) {
        int item = steps.item(step);
        int left = settings.sessionsPerItem();
        AppendedSessions.Recent recent = appended == null ? null : appended.recent(item);
        if (recent != null) {
            for (int i = recent.size - 1; i >= 0 && left > 0; i--, left--) {
                meet(index.size() + recent.numbers[i], step);
            }
        }
        if (item < index.items()) {
            for (int p = index.begin(item); p < index.end(item) && left > 0; p++, left--) {
                meet(index.session(p), step);
            }
        }
    }

    private void meet(int session, int step) {
        int slot = slot(session);
        int candidate = table[slot];
        if (candidate < 0) {
            candidate = size++;
            if (candidate == sessions.length) {
                grow();
                slot = slot(session);
            }
            table[slot] = candidate;
            sessions[candidate] = session;
        }
        shared[candidate] |= 1L << step;
        sums[candidate] += steps.weight(step);
    }

    private int slot(int session) {
        int mask = table.length - 1;
        int slot = ((session * 0x9E3779B9) >>> 1) & mask;
        while (table[slot] >= 0 && sessions[table[slot]] != session) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int filled = sessions.length;
        sessions = Arrays.copyOf(sessions, 4 * filled);
        shared = Arrays.copyOf(shared, 4 * filled);
        sums = Arrays.copyOf(sums, 4 * filled);
        table = emptyTable(4 * table.length);
        for (int candidate = 0; candidate < filled; candidate++) {
            table[slot(sessions[candidate])] = candidate;
        }
    }

    private void choose() {
        long now = appended == null ? index.newest() : Math.max(index.newest(), appended.newest());
        TopK top = new TopK(settings.neighbors());
        for (int candidate = 0; candidate < size; candidate++) {
            // In place: the sum becomes the similarity of a weight of 1.
            double factor = factor(sessions[candidate], now);
            if (factor > 0) {
                top.offer(candidate, (float) (sums[candidate] * factor));
            }
            sums[candidate] = factor;
        }
        best = top.drain();
    }

    /** {@return what a candidate's shared weights are multiplied with for its similarity; 0 if it is gone} */
    private double factor(int session, long now) {
        if (session < index.size()) {
            return index.weight(session)
                    * settings.ofAge(now - index.time(session))
                    / Math.sqrt(index.to(session) - index.from(session));
        }
        AppendedSessions.Session found = found(session);
        return found == null ? 0 : found.weight * settings.ofAge(now - found.time) / Math.sqrt(found.items.length);
    }

    private AppendedSessions.@Nullable Session found(int session) {
        return appended == null ? null : appended.session(session - index.size());
    }

    /** What an item of a neighbour scores. */
    interface Visitor {
        /**
         * Takes an item of a neighbour.
         *
         * @param item in a neighbour
         * @param factor what the weight of each shared step is multiplied with
         * @param neighbor its place among the neighbours
         */
        void visit(int item, double factor, int neighbor);
    }

    /** {@return number of neighbours} */
    int size() {
        return best.length;
    }

    /** {@return the sum of the weights of the steps a neighbour shares} */
    double weight(int neighbor) {
        double sum = 0;
        for (long left = shared[best[neighbor]]; left != 0; left &= left - 1) {
            sum += steps.weight(Long.numberOfTrailingZeros(left));
        }
        return sum;
    }

    /** {@return whether a neighbour has the item of a step} */
    boolean shares(int neighbor, int step) {
        return (shared[best[neighbor]] >>> step & 1) != 0;
    }

    /** Visits all items of a neighbour, those shared included. */
    void visit(int neighbor, Visitor visitor) {
        int candidate = best[neighbor];
        int session = sessions[candidate];
        int[] items = index.itemsOf();
        int from = 0;
        int to = 0;
        if (session < index.size()) {
            from = index.from(session);
            to = index.to(session);
        } else {
            AppendedSessions.Session found = found(session);
            items = found == null ? NO_ITEMS : found.items;
            to = items.length;
        }
        int newestShared = Long.numberOfTrailingZeros(shared[candidate]);
        int anchor = from;
        while (anchor < to && items[anchor] != steps.item(newestShared)) {
            anchor++;
        }
        double factor = sums[candidate] * settings.ofStep(newestShared) / steps.length();
        for (int p = from; p < to; p++) {
            visitor.visit(items[p], factor * settings.ofDistance(Math.abs(p - anchor)), neighbor);
        }
    }
}
