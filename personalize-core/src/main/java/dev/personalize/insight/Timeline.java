package dev.personalize.insight;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Events counted by day, in UTC; by several days at a time where there would be more than 4,000 of them. Immutable.
 */
public final class Timeline {
    /** A stretch without events. */
    public record Gap(Instant begin, Instant end) {
        /** {@return how long it is} */
        public Duration length() {
            return Duration.between(begin, end);
        }
    }

    private static final long DAY = 86_400;
    private static final int MOST_BUCKETS = 4000;

    private final long begin;
    private final long width;
    private final int[] counts;

    private Timeline(long begin, long width, int[] counts) {
        this.begin = begin;
        this.width = width;
        this.counts = counts;
    }

    /** {@return one without events, to be counted into while it is not handed out} */
    static Timeline between(long oldest, long newest) {
        long firstDay = Math.floorDiv(oldest, DAY);
        long days = Math.floorDiv(newest, DAY) - firstDay + 1;
        long width = (days + MOST_BUCKETS - 1) / MOST_BUCKETS;
        return new Timeline(firstDay * DAY, width * DAY, new int[(int) ((days + width - 1) / width)]);
    }

    static Timeline empty() {
        return new Timeline(0, DAY, new int[0]);
    }

    void count(long timestamp) {
        counts[(int) ((timestamp - begin) / width)]++;
    }

    /** {@return number of buckets, from that of the oldest event to that of the newest; 0 without events} */
    public int size() {
        return counts.length;
    }

    /** {@return how long a bucket is, whole days} */
    public Duration width() {
        return Duration.ofSeconds(width);
    }

    /** {@return when a bucket begins; its end is the next one's} */
    public Instant begin(int bucket) {
        return Instant.ofEpochSecond(begin + bucket * width);
    }

    /** {@return number of events in a bucket} */
    public int events(int bucket) {
        return counts[bucket];
    }

    /** {@return the stretches of empty buckets, the longest first, of equally long ones the earlier first} */
    public List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        int emptySince = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (counts[bucket] > 0) {
                if (bucket > emptySince) {
                    gaps.add(new Gap(begin(emptySince), begin(bucket)));
                }
                emptySince = bucket + 1;
            }
        }
        gaps.sort(Comparator.comparing(Gap::length).reversed());
        return List.copyOf(gaps);
    }

    /** {@return the first bucket of the shortest newest part with at least this share of all events} */
    int beginOfNewest(double share) {
        long all = 0;
        for (int count : counts) {
            all += count;
        }
        long newest = 0;
        int bucket = counts.length;
        while (bucket > 0 && newest < share * all) {
            newest += counts[--bucket];
        }
        return bucket;
    }
}
