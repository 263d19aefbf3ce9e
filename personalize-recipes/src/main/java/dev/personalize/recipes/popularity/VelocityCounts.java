package dev.personalize.recipes.popularity;

import java.util.Arrays;

/**
 * A smoothed velocity: how far the rate of an item's events of late lies above its usual rate, in the unit of the chance variation
 * of the usual one. With two counters an item that decay, one with a half-life of a window and one of {@value #SLOWER} windows,
 * both in events a window,
 *
 * <pre>
 * (fast - slow) / sqrt(slow + k)
 * </pre>
 *
 * An item with two events does not win, for <i>k</i> stands for as many events that anything may have by chance. 24 bytes an item,
 * however many events.
 */
final class VelocityCounts implements TrendCounts {
    /** How many times as long the slow half-life is. */
    static final int SLOWER = 8;

    private final double window;
    private final double smoothing;
    private final int least;
    private double[] fast = new double[0];
    private double[] slow = new double[0];
    private long[] time = new long[0];
    private long now = Long.MIN_VALUE;
    private long newest = Long.MIN_VALUE;

    /**
     * @param window in seconds
     * @param smoothing k
     * @param least an item whose decayed count is less has no trend
     */
    VelocityCounts(long window, double smoothing, int least) {
        this.window = window;
        this.smoothing = smoothing;
        this.least = least;
    }

    @Override
    public synchronized void add(int item, long timestamp, long moment) {
        now = Math.max(now, moment);
        if (item >= time.length) {
            int room = Math.max(item + 1, time.length + (time.length >> 1));
            fast = Arrays.copyOf(fast, room);
            slow = Arrays.copyOf(slow, room);
            time = Arrays.copyOf(time, room);
        }
        long at = Math.min(timestamp, now);
        if (slow[item] == 0) {
            time[item] = at;
        }
        newest = Math.max(newest, at);
        long later = Math.max(at, time[item]);
        fast[item] = fast[item] * decay(later - time[item], window) + decay(later - at, window);
        slow[item] = slow[item] * decay(later - time[item], SLOWER * window) + decay(later - at, SLOWER * window);
        time[item] = later;
    }

    private static double decay(long age, double halfLife) {
        return age == 0 ? 1 : Math.pow(0.5, age / halfLife);
    }

    @Override
    public synchronized long score(float[] scores, long moment) {
        now = Math.max(now, moment);
        int known = Math.min(scores.length, time.length);
        for (int item = 0; item < known; item++) {
            scores[item] = slow[item] == 0 ? 0 : (float) velocity(item);
        }
        Arrays.fill(scores, known, scores.length, 0);
        return newest != Long.MIN_VALUE && newest > now - 2 * window ? 1 : 0;
    }

    private double velocity(int item) {
        double late = fast[item] * decay(now - time[item], window);
        // Of r events a window, a counter with the half-life h holds r·h / (window·ln 2) in the long run.
        double fastRate = late * Math.log(2);
        double slowRate = slow[item] * decay(now - time[item], SLOWER * window) * Math.log(2) / SLOWER;
        double velocity = (fastRate - slowRate) / Math.sqrt(slowRate + smoothing);
        return late < least ? Math.min(0, velocity) : velocity; // that it falls shall show
    }
}
