package dev.personalize.coldstart;

import dev.personalize.data.Popularity;
import dev.personalize.math.Parallel;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes columns of counts: computes each value's shifts and leaves out the small ones. */
final class Columns {
    private static final double LEAST_SHIFT = 1.0 / 128;
    private static final double STEP = 1.25;

    private final Counts counts;
    private final double weight;
    private final Popularity popularity;
    private final int items;
    private final long pairs;

    /** Items with their shifts, ascending. */
    // A record of arrays: never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Shifts(int[] items, float[] shifts) {
        Shifts above(double least) {
            int[] kept = IntStream.range(0, items.length)
                    .filter(i -> Math.abs(shifts[i]) >= least)
                    .toArray();
            float[] newShifts = new float[kept.length];
            for (int i = 0; i < kept.length; i++) {
                newShifts[i] = shifts[kept[i]];
            }
            return new Shifts(Arrays.stream(kept).map(i -> items[i]).toArray(), newShifts);
        }
    }

    private Columns(Counts counts, double weight, Popularity popularity, long pairs) {
        this.counts = counts;
        this.weight = weight;
        this.popularity = popularity;
        this.items = popularity.size();
        this.pairs = pairs;
    }

    /**
     * {@return a column with at most {@code most} entries; with more than that, the smallest shifts are left out}
     *
     * @param pairs number of pairs of a user and an item
     */
    static Column of(Counts counts, double weight, Popularity popularity, long pairs, int most, Parallel parallel) {
        Columns making = new Columns(counts, weight, popularity, pairs);
        @Nullable Shifts[] ofValue = new Shifts[counts.cells().values().size()];
        parallel.forChunks(ofValue.length, 1, (chunk, value, end) -> ofValue[value] = making.shifts(value));
        for (double least = LEAST_SHIFT * STEP; size(ofValue) > most; least *= STEP) {
            for (int value = 0; value < ofValue.length; value++) {
                ofValue[value] = Objects.requireNonNull(ofValue[value]).above(least);
            }
        }
        return making.joined(ofValue);
    }

    private static long size(@Nullable Shifts[] ofValue) {
        return Arrays.stream(ofValue)
                .mapToLong(shifts -> Objects.requireNonNull(shifts).items.length)
                .sum();
    }

    private Shifts shifts(int value) {
        double share = Lift.share(counts.pairs(value), pairs);
        int expected = 0; // items popular enough to be missed
        while (expected < items && Math.abs(shift(0, popularity.item(expected), share)) >= LEAST_SHIFT) {
            expected++;
        }
        int[] missed = IntStream.range(0, expected)
                .map(popularity::item)
                .filter(item -> counts.users(value, item) == 0)
                .toArray();
        int[] seen = IntStream.range(counts.begin(value), counts.end(value))
                .map(counts::item)
                .toArray();
        int[] all = IntStream.concat(Arrays.stream(missed), Arrays.stream(seen))
                .sorted()
                .toArray();
        float[] shifts = new float[all.length];
        int at = counts.begin(value);
        for (int i = 0; i < all.length; i++) {
            boolean isSeen = at < counts.end(value) && counts.item(at) == all[i];
            shifts[i] = (float) shift(isSeen ? counts.users(at++) : 0, all[i], share);
        }
        return new Shifts(all, shifts).above(LEAST_SHIFT);
    }

    private double shift(int users, int item, double share) {
        return weight * Lift.log(users, popularity.users(item) * share);
    }

    private Column joined(@Nullable Shifts[] ofValue) {
        int[] offsets = new int[ofValue.length + 1];
        int[] allItems = new int[(int) size(ofValue)];
        float[] allShifts = new float[allItems.length];
        for (int value = 0; value < ofValue.length; value++) {
            Shifts shifts = Objects.requireNonNull(ofValue[value]);
            System.arraycopy(shifts.items, 0, allItems, offsets[value], shifts.items.length);
            System.arraycopy(shifts.shifts, 0, allShifts, offsets[value], shifts.items.length);
            offsets[value + 1] = offsets[value] + shifts.items.length;
        }
        Cells cells = counts.cells();
        return new Column(cells.name(), cells.isContext(), cells.values(), offsets, allItems, allShifts);
    }
}
