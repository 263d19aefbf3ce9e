package dev.personalize.internal.serving;

import java.util.List;

/**
 * What a request gets.
 *
 * @param places best first
 * @param candidates number of items that were allowed; fewer than asked for when the answer is short
 */
public record Answer(List<Ranked> places, int candidates) {}
