package dev.personalize.report;

import dev.personalize.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table. Immutable.
 *
 * @param caption what it shows; empty for none
 * @param columns headings
 * @param rows cells of each row, as many as there are columns
 */
public record Table(String caption, List<String> columns, List<List<Cell>> rows) implements Block {
    /**
     * Copies the lists.
     *
     * @throws InvalidInputException if a row has more or fewer cells than there are columns
     */
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Cell> row : rows) {
            if (row.size() != columns.size()) {
                throw new InvalidInputException("table '" + caption + "' has a row of " + row.size() + " cells and "
                        + columns.size() + " columns: give each row a cell for each column");
            }
        }
    }

    /**
     * What stands in a row and column.
     *
     * @param text what is shown
     * @param numeric whether it stands to the right, as numbers do
     */
    public record Cell(String text, boolean numeric) {
        /** {@return a cell with text} */
        public static Cell of(String text) {
            return new Cell(text, false);
        }

        /** {@return a cell with a whole number} */
        public static Cell count(long value) {
            return new Cell(Numbers.count(value), true);
        }

        /** {@return a cell with a number of four decimals; NaN is a dash} */
        public static Cell number(double value) {
            return new Cell(Numbers.decimal(value), true);
        }

        /** {@return a cell with a share as a percentage} */
        public static Cell percent(double share) {
            return new Cell(Numbers.percent(share), true);
        }

        /** {@return a cell with a number of seconds, to a tenth} */
        public static Cell seconds(double seconds) {
            return new Cell(String.format(Locale.ROOT, "%,.1f", seconds), true);
        }

        /** {@return a cell with a number and the interval it is known to lie in, which is left out where it is NaN} */
        public static Cell interval(double value, double low, double high) {
            if (Double.isNaN(low) || Double.isNaN(high)) {
                return number(value);
            }
            return new Cell(
                    Numbers.decimal(value) + " [" + Numbers.decimal(low) + ", " + Numbers.decimal(high) + "]", true);
        }
    }

    /** {@return a builder of a table without rows} */
    public static Builder builder(String caption, String... columns) {
        return new Builder(caption, columns);
    }

    /** Collects rows. For one thread. */
    public static final class Builder {
        private final String caption;
        private final List<String> columns;
        private final List<List<Cell>> rows = new ArrayList<>();

        private Builder(String caption, String... columns) {
            this.caption = caption;
            this.columns = List.of(columns);
        }

        /** Adds a row at the end. */
        public Builder row(Cell... cells) {
            rows.add(List.of(cells));
            return this;
        }

        /** {@return the table} */
        public Table build() {
            return new Table(caption, columns, rows);
        }
    }
}
