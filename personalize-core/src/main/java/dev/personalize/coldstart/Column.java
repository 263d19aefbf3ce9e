package dev.personalize.coldstart;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Values;
import dev.personalize.error.CorruptArtifactException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How much each value of a column moves the score of each item; what it moves by less than a threshold is left out. Immutable.
 *
 * @param name of the field
 * @param context whether it is a field of the interactions, and not of the users
 * @param values what it can have
 * @param offsets where each value's items begin, and the total at the end; shape [values + 1]
 * @param items ascending within a value; shape [entries]
 * @param shifts what is added to the score of the item; shape [entries]
 */
// A record of arrays: columns are never compared.
@SuppressWarnings("ArrayRecordComponent")
record Column(String name, boolean context, Values values, int[] offsets, int[] items, float[] shifts) {
    private static final int MOST_COLUMNS = 1 << 10;
    private static final String COLUMNS = "columns";
    private static final String ITEMS = "items";
    private static final String CATEGORIES = "user categories";
    private static final String NUMBERS = "user numbers";
    private static final String CONTEXT = "context categories";

    /** Adds the mean of what the values in a text add, and {@return whether any is known}. */
    boolean addTo(float[] scores, String text) {
        int[] found = values.in(text);
        for (int value : found) {
            for (int p = offsets[value]; p < offsets[value + 1]; p++) {
                scores[items[p]] += shifts[p] / found.length;
            }
        }
        return found.length > 0;
    }

    /** {@return what the values in a text add to the score of an item, 0 if none of them matters to it} */
    double shift(int item, String text) {
        int[] found = values.in(text);
        double shift = 0;
        for (int value : found) {
            int place = Arrays.binarySearch(items, offsets[value], offsets[value + 1], item);
            shift += place < 0 ? 0 : (double) shifts[place] / found.length;
        }
        return shift;
    }

    /** Adds to the scores of some items what {@link #addTo(float[], String)} adds to them, with the same bits. */
    void addTo(float[] scores, int[] some, String text) {
        int[] found = values.in(text);
        for (int value : found) {
            for (int i = 0; i < some.length; i++) {
                int place = Arrays.binarySearch(items, offsets[value], offsets[value + 1], some[i]);
                scores[i] += place < 0 ? 0 : shifts[place] / found.length;
            }
        }
    }

    /** {@return what columns add to the score of an item, value by value; {@code texts} gives what a column is asked about} */
    static List<ColdStart.Part> parts(List<Column> columns, Function<Column, @Nullable String> texts, int item) {
        List<ColdStart.Part> parts = new ArrayList<>();
        for (Column column : columns) {
            String text = texts.apply(column);
            double shift = text == null ? 0 : column.shift(item, text);
            if (text != null && shift != 0) {
                parts.add(new ColdStart.Part(column.name, text, shift));
            }
        }
        return parts;
    }

    /** {@return the same with every shift multiplied} */
    Column times(double factor) {
        float[] multiplied = new float[shifts.length];
        for (int p = 0; p < shifts.length; p++) {
            multiplied[p] = (float) (factor * shifts[p]);
        }
        return new Column(name, context, values, offsets, items, multiplied);
    }

    /** Puts columns into a file of their own. */
    static void writeAll(ArtifactWriter out, List<Column> columns, int itemCount) {
        out.text(COLUMNS, Integer.toString(columns.size())).text(ITEMS, Integer.toString(itemCount));
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).write(out, i);
        }
    }

    /** {@return the columns {@link #writeAll} wrote for so many items} */
    static List<Column> readAll(ArtifactReader in, int itemCount) {
        if (!in.text(ITEMS).equals(Integer.toString(itemCount))) {
            throw corrupt("shifts of " + in.text(ITEMS) + " items, not " + itemCount);
        }
        String size = in.text(COLUMNS);
        if (!size.matches("\\d{1,4}") || Integer.parseInt(size) > MOST_COLUMNS) {
            throw corrupt(size + " columns");
        }
        return IntStream.range(0, Integer.parseInt(size))
                .mapToObj(number -> read(in, number, itemCount))
                .toList();
    }

    private void write(ArtifactWriter out, int number) {
        String prefix = number + ".";
        IdIndex categories = values.categories();
        out.text(prefix + "name", name)
                .text(prefix + "kind", context ? CONTEXT : categories == null ? NUMBERS : CATEGORIES);
        if (categories == null) {
            out.longs(
                    prefix + "borders",
                    Arrays.stream(values.borders())
                            .mapToLong(Double::doubleToLongBits)
                            .toArray());
        } else {
            out.strings(prefix + "categories", prefix + "category_lengths", categories.ids());
        }
        out.ints(prefix + "offsets", offsets).ints(prefix + "items", items).floats(prefix + "shifts", shifts);
    }

    /** {@return a column that {@link #write} wrote, every index of it checked} */
    private static Column read(ArtifactReader in, int number, int itemCount) {
        String prefix = number + ".";
        String kind = in.text(prefix + "kind");
        if (!Set.of(CATEGORIES, NUMBERS, CONTEXT).contains(kind)) {
            throw corrupt("a column of '" + kind + "'");
        }
        Values values = kind.equals(NUMBERS)
                ? new Values(null, borders(in.longs(prefix + "borders")))
                : Values.of(categories(in.strings(prefix + "categories", prefix + "category_lengths")));
        Column column = new Column(
                in.text(prefix + "name"),
                kind.equals(CONTEXT),
                values,
                in.ints(prefix + "offsets"),
                in.ints(prefix + "items"),
                in.floats(prefix + "shifts"));
        column.check(itemCount);
        return column;
    }

    private static double[] borders(long[] bits) {
        double[] borders =
                Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray();
        for (int i = 0; i < borders.length; i++) {
            if (!(borders[i] > (i == 0 ? Double.NEGATIVE_INFINITY : borders[i - 1]))) {
                throw corrupt("ranges out of order");
            }
        }
        return borders;
    }

    private static IdIndex categories(List<String> ascending) {
        IdIndex index = IdIndex.of(ascending);
        if (!index.ids().equals(ascending)) {
            throw corrupt("categories out of order");
        }
        return index;
    }

    private void check(int itemCount) {
        if (offsets.length != values.size() + 1
                || offsets[0] != 0
                || offsets[offsets.length - 1] != items.length
                || shifts.length != items.length) {
            throw corrupt("arrays of other lengths than '" + name + "' has values");
        }
        for (int value = 0; value + 1 < offsets.length; value++) {
            if (offsets[value] > offsets[value + 1]) {
                throw corrupt("values out of order");
            }
        }
        for (int value = 0; value + 1 < offsets.length; value++) {
            for (int p = offsets[value]; p < offsets[value + 1]; p++) {
                if (items[p] < (p == offsets[value] ? 0 : items[p - 1] + 1)
                        || items[p] >= itemCount
                        || !Float.isFinite(shifts[p])) {
                    throw corrupt("item " + items[p] + " of " + itemCount + " moved by " + shifts[p]);
                }
            }
        }
    }

    private static CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException("the file of what metadata or context says has " + what
                + ": restore the file from a copy, or train the version again");
    }
}
