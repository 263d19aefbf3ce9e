package dev.personalize.data;

import java.util.Arrays;

/**
 * The rows of an attribute table as sparse vectors of numbers in a {@link FeatureSpace}, for models that learn from them. Immutable,
 * and the same for the same table.
 */
public final class AttributeFeatures {
    private final FeatureSpace space;
    private final int[] offsets;
    private final int[] features;
    private final float[] values;

    private AttributeFeatures(FeatureSpace space, AttributeTable table, int rows) {
        this.space = space;
        this.offsets = new int[rows + 1];
        int[] allFeatures = new int[rows];
        float[] allValues = new float[rows];
        for (int row = 0; row < rows; row++) {
            int of = row;
            FeatureSpace.Row had = space.row(name -> table.text(table.column(name), of));
            int begin = offsets[row];
            int end = Math.addExact(begin, had.size());
            if (end > allFeatures.length) {
                int length = (int) Math.max(end, Math.min(Integer.MAX_VALUE - 8L, 2L * allFeatures.length));
                allFeatures = Arrays.copyOf(allFeatures, length);
                allValues = Arrays.copyOf(allValues, length);
            }
            System.arraycopy(had.features(), 0, allFeatures, begin, had.size());
            System.arraycopy(had.values(), 0, allValues, begin, had.size());
            offsets[row + 1] = end;
        }
        this.features = Arrays.copyOf(allFeatures, offsets[rows]);
        this.values = Arrays.copyOf(allValues, offsets[rows]);
    }

    /**
     * {@return the features of a table}
     *
     * @param rows of the table
     */
    public static AttributeFeatures of(AttributeTable table, int rows) {
        return new AttributeFeatures(FeatureSpace.of(table, rows), table, rows);
    }

    /** {@return what the features are} */
    public FeatureSpace space() {
        return space;
    }

    /** {@return number of features, the constant included} */
    public int size() {
        return space.size();
    }

    /** {@return number of rows} */
    public int rows() {
        return offsets.length - 1;
    }

    /** {@return position of the first entry of a row} */
    public int begin(int row) {
        return offsets[row];
    }

    /** {@return position after the last entry of a row} */
    public int end(int row) {
        return offsets[row + 1];
    }

    /** {@return the feature of the entry at a position, ascending within a row} */
    public int feature(int position) {
        return features[position];
    }

    /** {@return the number of the entry at a position, greater than 0 and at most 1} */
    public float value(int position) {
        return values[position];
    }
}
