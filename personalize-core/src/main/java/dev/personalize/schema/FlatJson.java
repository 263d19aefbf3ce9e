package dev.personalize.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.personalize.error.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the properties of an event, an item, a user or an action, which the service takes as a JSON object in a string. */
public final class FlatJson {
    private FlatJson() {}

    /**
     * {@return names and values in the order of the text: a {@link String}, a {@link Boolean}, null, or a number as an
     * {@link Integer}, {@link Long}, {@link java.math.BigInteger} or, with a fraction or an exponent, a
     * {@link java.math.BigDecimal} of the digits written}
     *
     * @param json an object without objects and lists in it
     * @param maxCharacters how long the text may be
     * @param place begins messages, such as {@code event 3}
     * @throws InvalidInputException if the text is longer, not JSON, no flat object, or has a name twice
     */
    public static Map<String, @Nullable Object> parse(String json, int maxCharacters, String place) {
        if (json.length() > maxCharacters) {
            throw new InvalidInputException(place + ": properties have " + json.length() + " characters, more than "
                    + maxCharacters + "; shorten them");
        }
        JsonNode root = StrictJson.tree(json, place + ": properties");
        if (!root.isObject()) {
            throw new InvalidInputException(place
                    + ": properties must be a JSON object, such as {\"numRatings\": 12, \"genres\": \"Action|Crime\"}");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        root.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getKey(), entry.getValue(), place)));
        return values;
    }

    private static @Nullable Object value(String name, JsonNode node, String place) {
        if (node.isContainerNode()) {
            String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
            throw new InvalidInputException(place + ": property '" + shown + "' is "
                    + (node.isArray() ? "a list" : "an object")
                    + "; write a string, a number, true, false or null, and join several categories with |");
        }
        if (node.isNumber()) {
            return node.numberValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.textValue();
    }
}
