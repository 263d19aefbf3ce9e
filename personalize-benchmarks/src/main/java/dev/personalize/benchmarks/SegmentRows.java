package dev.personalize.benchmarks;

import java.util.SplittableRandom;

/**
 * Generated interactions as large as MovieLens 20M: 138,493 users and 26,744 items, both drawn with a power law, over two years,
 * oldest first. Few are bought, some are put into the cart, most are viewed.
 */
final class SegmentRows {
    private static final int USERS = 138_493;
    private static final int ITEMS = 26_744;
    private static final double SKEW = 2.5;
    private static final long BEGIN = 1_600_000_000L;
    private static final long SECONDS = 2L * 365 * 24 * 3600;

    private final SplittableRandom random;
    private final int rows;
    private int made;

    SegmentRows(int rows, long seed) {
        this.rows = rows;
        this.random = new SplittableRandom(seed);
    }

    /** {@return user, item, time and type of the next event} */
    Object[] next() {
        long time = BEGIN + SECONDS * made++ / rows;
        int kind = random.nextInt(100);
        String type = kind < 80 ? "view" : kind < 95 ? "cart" : "purchase";
        return new Object[] {"u" + drawn(USERS), "i" + drawn(ITEMS), time, type};
    }

    /** {@return one of n numbers; the most frequent x·n of them come with probability x^(1/SKEW)} */
    private int drawn(int n) {
        int rank = (int) (n * Math.pow(random.nextDouble(), SKEW));
        return (int) (rank * 7_919L % n); // popular ones should not stand side by side
    }
}
