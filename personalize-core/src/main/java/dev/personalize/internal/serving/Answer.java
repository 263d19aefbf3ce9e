package dev.personalize.internal.serving;

import java.util.List;

/**
 * What a request gets.
 *
 * @param places best first
 * @param counts of how many candidates they were chosen from
 */
public record Answer(List<Ranked> places, Counts counts) {
    /**
     * Numbers of candidates, each of those the ones before it left.
     *
     * @param present that were not deleted
     * @param consumed that the rule about consumed items left, without the item in question
     * @param standing that the standing filter let pass
     * @param filtered that the filter of the request let pass
     */
    public record Counts(int present, int consumed, int standing, int filtered) {}
}
