package dev.personalize.internal.serving;

import java.util.Map;

/**
 * What a search says of items.
 *
 * @param byItem finite scores by item, at least one; higher is better
 * @param personalWeight in [0, 1]: how much the personal order counts
 */
public record SearchScores(Map<String, Float> byItem, double personalWeight) {
    /** {@return the least score} */
    float least() {
        float least = Float.POSITIVE_INFINITY;
        for (float score : byItem.values()) {
            least = Math.min(least, score);
        }
        return least;
    }
}
