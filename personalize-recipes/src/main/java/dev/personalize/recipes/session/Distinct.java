package dev.personalize.recipes.session;

/** The order of a session: each item once, where it came last. */
final class Distinct {
    private Distinct() {}

    /**
     * Adds an item behind those at {@code from … to-1}, from which it is taken if it was among them.
     *
     * @return the new end
     */
    static int add(int[] items, int from, int to, int item) {
        for (int p = to - 1; p >= from; p--) {
            if (items[p] == item) {
                System.arraycopy(items, p + 1, items, p, to - p - 1);
                items[to - 1] = item;
                return to;
            }
        }
        items[to] = item;
        return to + 1;
    }
}
