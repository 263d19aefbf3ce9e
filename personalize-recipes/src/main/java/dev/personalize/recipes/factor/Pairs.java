package dev.personalize.recipes.factor;

import dev.personalize.data.PreferenceMatrix;
import dev.personalize.data.WeightedItems;

/** The pairs of one row, a user or an item, that have events. Immutable. */
interface Pairs {
    /** {@return number of pairs} */
    int size();

    /** {@return position on the other side of pair {@code i}, 0 … size-1} */
    int other(int i);

    /** {@return what pair {@code i} counts for, greater than 0} */
    float weight(int i);

    /** {@return the sum of all weights} */
    double mass();

    /** {@return the pairs of a row of the matrix} */
    static Pairs ofRow(PreferenceMatrix pairs, int row) {
        return new OfRow(pairs, pairs.begin(row), pairs.count(row));
    }

    /** {@return the items of a history} */
    static Pairs of(WeightedItems items) {
        return new OfHistory(items);
    }

    /**
     * Those of a training.
     *
     * @param begin position of the first
     */
    record OfRow(PreferenceMatrix pairs, int begin, int size) implements Pairs {
        @Override
        public int other(int i) {
            return pairs.column(begin + i);
        }

        @Override
        public float weight(int i) {
            return pairs.weight(begin + i);
        }

        @Override
        public double mass() {
            return sum(this, pairs.weighted());
        }
    }

    /** Those of a query. */
    record OfHistory(WeightedItems items) implements Pairs {
        @Override
        public int size() {
            return items.size();
        }

        @Override
        public int other(int i) {
            return items.item(i);
        }

        @Override
        public float weight(int i) {
            return items.weight(i);
        }

        @Override
        public double mass() {
            return sum(this, items.weights() != null);
        }
    }

    private static double sum(Pairs pairs, boolean weighted) {
        if (!weighted) {
            return pairs.size();
        }
        double sum = 0;
        for (int i = 0; i < pairs.size(); i++) {
            sum += pairs.weight(i);
        }
        return sum;
    }
}
