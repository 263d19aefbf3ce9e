package dev.personalize.recipes.popularity;

/**
 * Counts the events of items and says how much each of them is rising. Safe for any number of threads. Time is that of the greatest
 * {@code now} so far; it never goes back.
 */
interface TrendCounts {
    /**
     * Counts an event.
     *
     * @param timestamp seconds since the epoch; one in the future counts as {@code now}
     * @param now seconds since the epoch
     */
    void add(int item, long timestamp, long now);

    /**
     * Scores every item.
     *
     * @param scores filled with the trend of each item, 0 for one without events; shape [items]
     * @param now seconds since the epoch
     * @return number of events of the last two windows
     */
    long score(float[] scores, long now);
}
