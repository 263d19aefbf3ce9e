package dev.personalize.recipes.neighbor;

import dev.personalize.artifact.ArtifactReader;
import dev.personalize.artifact.ArtifactWriter;
import dev.personalize.data.PreferenceMatrix;
import dev.personalize.error.CorruptArtifactException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The items of each user who has any, and the users of each item. Immutable.
 *
 * <p>The items of a user are the positions {@code offsets[user] … offsets[user+1]-1} of {@code itemOf}, ascending. Only that is written.
 */
final class UserRows {
    private static final String ITEMS = "items";
    private static final String OFFSETS = "user_offsets";
    private static final String ITEM_OF = "user_items";
    private static final String WEIGHT_OF = "user_weights";

    private final int items;
    private final int[] offsets;
    private final int[] itemOf;
    /** What a user's events with an item count for, or null if that is 1. */
    private final float @Nullable [] weightOf;

    private final int[] itemOffsets;
    /** Users of each item, ascending, and where the entry stands in the user's row. */
    private final int[] userOf;

    private final int[] placeOf;

    private UserRows(int items, int[] offsets, int[] itemOf, float @Nullable [] weightOf) {
        this.items = items;
        this.offsets = offsets;
        this.itemOf = itemOf;
        this.weightOf = weightOf;
        this.itemOffsets = new int[items + 1];
        for (int item : itemOf) {
            itemOffsets[item + 1]++;
        }
        for (int item = 0; item < items; item++) {
            itemOffsets[item + 1] += itemOffsets[item];
        }
        this.userOf = new int[itemOf.length];
        this.placeOf = new int[weightOf == null ? 0 : itemOf.length];
        int[] next = Arrays.copyOf(itemOffsets, items);
        for (int user = 0; user < users(); user++) {
            for (int p = offsets[user]; p < offsets[user + 1]; p++) {
                int at = next[itemOf[p]]++;
                userOf[at] = user;
                if (weightOf != null) {
                    placeOf[at] = p;
                }
            }
        }
    }

    static UserRows of(PreferenceMatrix pairs) {
        int[] offsets = new int[pairs.rows() + 1];
        int[] itemOf = new int[pairs.size()];
        float[] weightOf = pairs.weighted() ? new float[pairs.size()] : null;
        int users = 0;
        for (int row = 0; row < pairs.rows(); row++) {
            for (int p = pairs.begin(row); p < pairs.end(row); p++) {
                itemOf[p] = pairs.column(p);
                if (weightOf != null) {
                    weightOf[p] = pairs.weight(p);
                }
            }
            if (pairs.count(row) > 0) {
                offsets[++users] = pairs.end(row);
            }
        }
        return new UserRows(pairs.columns(), Arrays.copyOf(offsets, users + 1), itemOf, weightOf);
    }

    /** {@return heap that takes} */
    static long bytes(long pairs, boolean weighted, long users, long items) {
        return pairs * (weighted ? 20 : 8) + users * 24 + items * 16;
    }

    int items() {
        return items;
    }

    int users() {
        return offsets.length - 1;
    }

    /** {@return position of the first entry of a user} */
    int begin(int user) {
        return offsets[user];
    }

    /** {@return position after the last entry of a user} */
    int end(int user) {
        return offsets[user + 1];
    }

    int item(int position) {
        return itemOf[position];
    }

    /** {@return whether any entry counts for anything but 1} */
    boolean weighted() {
        return weightOf != null;
    }

    float weight(int position) {
        return weightOf == null ? 1 : weightOf[position];
    }

    /** {@return position of the entry of a user with an item, negative if there is none} */
    int find(int user, int item) {
        return Arrays.binarySearch(itemOf, offsets[user], offsets[user + 1], item);
    }

    /** {@return number of users of an item} */
    int usersOf(int item) {
        return itemOffsets[item + 1] - itemOffsets[item];
    }

    /** {@return the i-th user of an item} */
    int user(int item, int i) {
        return userOf[itemOffsets[item] + i];
    }

    /** {@return position of the entry of the i-th user of an item; only if {@link #weighted}} */
    int place(int item, int i) {
        return placeOf[itemOffsets[item] + i];
    }

    /** {@return sum of the weights of a user} */
    double length(int user) {
        double sum = 0;
        for (int p = offsets[user]; p < offsets[user + 1]; p++) {
            sum += weight(p);
        }
        return sum;
    }

    void write(ArtifactWriter out) {
        out.text(ITEMS, Integer.toString(items)).ints(OFFSETS, offsets).ints(ITEM_OF, itemOf);
        if (weightOf != null) {
            out.floats(WEIGHT_OF, weightOf);
        }
    }

    static UserRows read(ArtifactReader in) {
        int[] offsets = in.ints(OFFSETS);
        int[] itemOf = in.ints(ITEM_OF);
        float[] weightOf = in.has(WEIGHT_OF) ? in.floats(WEIGHT_OF) : null;
        int users = offsets.length - 1;
        if (users < 0
                || offsets[0] != 0
                || offsets[users] != itemOf.length
                || (weightOf != null && weightOf.length != itemOf.length)) {
            throw corrupt("arrays of " + offsets.length + " and " + itemOf.length + " values that do not fit together");
        }
        int items = items(in.text(ITEMS));
        for (int user = 0; user < users; user++) {
            if (offsets[user] >= offsets[user + 1]) {
                throw corrupt("no items of user " + user);
            }
        }
        for (int user = 0; user < users; user++) {
            check(user, items, offsets, itemOf, weightOf);
        }
        return new UserRows(items, offsets, itemOf, weightOf);
    }

    private static int items(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new CorruptArtifactException(message("'" + text + "' items"), e);
        }
    }

    private static void check(int user, int items, int[] offsets, int[] itemOf, float @Nullable [] weightOf) {
        int before = -1;
        for (int p = offsets[user]; p < offsets[user + 1]; p++) {
            float weight = weightOf == null ? 1 : weightOf[p];
            if (itemOf[p] <= before || itemOf[p] >= items || !(weight > 0 && weight <= Float.MAX_VALUE)) {
                throw corrupt("item " + itemOf[p] + " with weight " + weight + " after item " + before
                        + " in the row of user " + user + ", of " + items + " items");
            }
            before = itemOf[p];
        }
    }

    private static CorruptArtifactException corrupt(String what) {
        return new CorruptArtifactException(message(what));
    }

    private static String message(String what) {
        return "the " + UserNeighborsRecipe.NAME + " model has " + what
                + ": restore it from a copy, or train the version again";
    }
}
