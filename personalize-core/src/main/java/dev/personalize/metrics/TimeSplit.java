package dev.personalize.metrics;

import dev.personalize.data.Interactions;
import dev.personalize.error.InvalidInputException;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Where a share of the events begins, see {@link Split#byTime(double)}. */
final class TimeSplit {
    private TimeSplit() {}

    /** {@return the second from which on about this share of the events happened, later than that of the oldest} */
    static long begin(Interactions events, double share) {
        long[] times =
                IntStream.range(0, events.size()).mapToLong(events::timestamp).toArray();
        Arrays.sort(times);
        if (times.length == 0 || times[0] == times[times.length - 1]) {
            throw new InvalidInputException(
                    times.length == 0
                            ? "there are no events to split by time"
                            : "all " + times.length + " events happened in one second ("
                                    + Instant.ofEpochSecond(times[0])
                                    + "): they cannot be split by time, ask for a random share with Split.random");
        }
        long begin = times[times.length - Math.max(1, (int) Math.round(times.length * share))];
        return begin > times[0]
                ? begin
                : Arrays.stream(times)
                        .filter(time -> time > times[0])
                        .findFirst()
                        .orElseThrow();
    }
}
