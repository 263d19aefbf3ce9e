package dev.personalize.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.personalize.error.InvalidInputException;

/** Reads JSON that a caller wrote: no name twice in an object, nothing after the end, numbers as they stand, little nesting. */
final class StrictJson {
    private static final int NESTING_LIMIT = 20;
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING_LIMIT)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private StrictJson() {}

    /**
     * {@return the tree of a text, a missing node for one without any}
     *
     * @param what begins the message when it is not JSON
     * @throws InvalidInputException if it is not
     */
    static JsonNode tree(String json, String what) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(what + " is not valid JSON" + place(e) + ": " + e.getOriginalMessage(), e);
        } catch (
                NumberFormatException e) { // Jackson leaves it to BigDecimal to refuse an exponent of more than 32 bits
            throw new InvalidInputException(
                    what + " is not valid JSON: a number is out of range: " + e.getMessage(), e);
        }
    }

    /** A text that is refused as too deep has no place. */
    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
