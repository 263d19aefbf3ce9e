package dev.personalize.recipes.factor;

import dev.personalize.data.FeatureSpace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of one user lets one expect of the user's vector. Immutable.
 *
 * @param row the user's features f; none if nothing is known
 * @param share s, in (0, 1]
 * @param texts the metadata by name of the field
 * @param centre s·A·f, or null if nothing is known; shape [d]
 */
// A record of an array: never compared.
@SuppressWarnings("ArrayRecordComponent")
record Expected(FeatureSpace.Row row, float share, Map<String, String> texts, float @Nullable [] centre) {
    /** What is expected of somebody unknown. */
    static final Expected NOTHING = new Expected(new FeatureSpace.Row(new int[0], new float[0]), 1, Map.of(), null);
}
