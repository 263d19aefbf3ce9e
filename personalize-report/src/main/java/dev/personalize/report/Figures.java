package dev.personalize.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A few numbers that stand for the whole.
 *
 * @param values text of each number by its name, shown in this order
 */
public record Figures(Map<String, String> values) implements Block {
    /** Copies the map, keeping its order. */
    public Figures {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
