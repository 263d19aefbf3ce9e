package dev.personalize.internal.serving;

import dev.personalize.filter.FilterExpression;
import java.util.Map;

/**
 * A filter as a request uses it.
 *
 * @param name of the filter
 * @param expression of the filter when the request began
 * @param values texts of its parameters
 */
public record FilterUse(String name, FilterExpression expression, Map<String, String> values) {}
