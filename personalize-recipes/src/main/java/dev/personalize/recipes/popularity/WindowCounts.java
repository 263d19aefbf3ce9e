package dev.personalize.recipes.popularity;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The service's score: the number of events of the last window minus that of the window before. The windows end now, to the second:
 * an event of {@code t} is in the last one if {@code now - length < t <= now}. 4 bytes for each event of the two windows, about 100 for each
 * second that has some, 8 for each item.
 */
final class WindowCounts implements TrendCounts {
    private final long length;
    private final int least;
    private final TreeMap<Long, Second> seconds = new TreeMap<>();
    private int[] last = new int[0];
    private int[] previous = new int[0];
    private long events;
    private long now = Long.MIN_VALUE;

    private static final class Second {
        private int[] items = new int[2];
        private int size;

        private void add(int item) {
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
            }
            items[size++] = item;
        }
    }

    /**
     * @param length of a window, in seconds
     * @param least an item with fewer events in the two windows has no trend
     */
    WindowCounts(long length, int least) {
        this.length = length;
        this.least = least;
    }

    @Override
    public synchronized void add(int item, long timestamp, long moment) {
        advance(moment);
        long time = Math.min(timestamp, now);
        if (time <= now - 2 * length) {
            return;
        }
        if (item >= last.length) {
            int room = Math.max(item + 1, last.length + (last.length >> 1));
            last = Arrays.copyOf(last, room);
            previous = Arrays.copyOf(previous, room);
        }
        seconds.computeIfAbsent(time, unused -> new Second()).add(item);
        (time > now - length ? last : previous)[item]++;
        events++;
    }

    private void advance(long moment) {
        if (moment <= now) {
            return;
        }
        long before = now;
        now = moment;
        if (before == Long.MIN_VALUE) {
            return;
        }
        for (Second aged : seconds.subMap(before - length, false, Math.min(now - length, before), true)
                .values()) {
            for (int i = 0; i < aged.size; i++) {
                last[aged.items[i]]--;
                previous[aged.items[i]]++;
            }
        }
        for (Map.Entry<Long, Second> first = seconds.firstEntry();
                first != null && first.getKey() <= now - 2 * length;
                first = seconds.firstEntry()) {
            Second gone = first.getValue();
            for (int i = 0; i < gone.size; i++) {
                previous[gone.items[i]]--;
            }
            events -= gone.size;
            seconds.remove(first.getKey());
        }
    }

    @Override
    public synchronized long score(float[] scores, long moment) {
        advance(moment);
        int known = Math.min(scores.length, last.length);
        for (int item = 0; item < known; item++) {
            int all = last[item] + previous[item];
            scores[item] = all >= least ? last[item] - previous[item] : 0;
        }
        Arrays.fill(scores, known, scores.length, 0);
        return events;
    }
}
