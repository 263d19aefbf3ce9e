package dev.personalize.internal.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.personalize.data.ColumnSelection;
import dev.personalize.data.EventSelection;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.math.Parallel;
import dev.personalize.recipe.EmbeddingModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers lines of a batch segment job: the users an item is for, or the items with some metadata are. For one thread at a time,
 * which others help.
 *
 * <p>The score of a user for several items is the mean of his scores for each of them: the inner product with the mean of their
 * vectors, so that a hundred items cost no more than one. (A sum would order users the same.)
 */
public final class SegmentLines implements LineAnswers {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String ITEM = "itemId";
    private static final String ATTRIBUTES = "itemAttributes";
    private static final String FILTER_VALUES = "filterValues";

    private final Snapshot data;
    private final Learned learned;
    private final Set<String> deleted;
    private final int numResults;
    private final UserMask mask;
    private final SegmentOrder order;

    /**
     * What a version learned.
     *
     * @param model the model
     * @param items its items
     * @param eventTypes its event types
     * @param events which events of a history count
     * @param columns what the model is told of users
     */
    public record Learned(
            EmbeddingModel model, IdIndex items, IdIndex eventTypes, EventSelection events, ColumnSelection columns) {}

    /**
     * Asks the model for the vector of every user.
     *
     * @param data the users, and the metadata of items
     * @param learned answers
     * @param deleted ids of items that are not there any more
     * @param numResults most users of a segment
     * @param mask which users a line may name
     */
    public SegmentLines(
            Snapshot data, Learned learned, Set<String> deleted, int numResults, UserMask mask, Parallel parallel) {
        this.data = data;
        this.learned = learned;
        this.deleted = deleted;
        this.numResults = numResults;
        this.mask = mask;
        this.order = new SegmentOrder(
                SegmentUsers.of(
                        learned.columns().from(data),
                        learned.model(),
                        learned.items(),
                        learned.eventTypes(),
                        learned.events(),
                        parallel),
                parallel);
    }

    /** What a line asks for. */
    public enum Kind {
        /** The users an item is for. */
        ITEM,
        /** The users the items with some metadata are for. */
        ATTRIBUTES,
        /** Nothing that is understood. */
        NEITHER
    }

    /** {@return what a line asks for} */
    public static Kind kind(String line) {
        if (!(parse(line) instanceof ObjectNode input) || input.has(ITEM) == input.has(ATTRIBUTES)) {
            return Kind.NEITHER;
        }
        return input.has(ITEM) ? Kind.ITEM : Kind.ATTRIBUTES;
    }

    @Override
    public boolean answer(String line, long number, OutputText out) {
        JsonNode node = parse(line);
        if (!(node instanceof ObjectNode input)) {
            LineBlock.error(line, "the line is not a JSON object", out);
            return false;
        }
        boolean echoed = !input.has(ITEM) && input.path(ATTRIBUTES).isTextual();
        if (echoed) { // in the service's output this kind of line has its member where others have input
            out.append("{\"itemAttributes\":");
            out.quote(input.path(ATTRIBUTES).asText());
        } else {
            out.append("{\"input\":");
            out.append(input.toString());
        }
        float[] vector;
        long @Nullable [] users;
        try {
            vector = vector(input);
            users = mask.users(filterValues(input));
        } catch (InvalidInputException e) {
            out.append(",\"output\":null,\"error\":");
            out.quote(String.valueOf(e.getMessage()));
            out.append('}');
            return false;
        }
        out.append(",\"output\":{\"recommendedUsers\":[");
        write(vector, users, out);
        out.append("]}}");
        return true;
    }

    private void write(float[] vector, long @Nullable [] users, OutputText out) {
        boolean[] any = new boolean[1];
        order.best(vector, users, numResults, user -> {
            if (any[0]) {
                out.append(',');
            }
            any[0] = true;
            out.quote(data.users().id(user));
        });
    }

    private float[] vector(ObjectNode input) {
        String itemId = text(input, ITEM);
        String attributes = text(input, ATTRIBUTES);
        if ((itemId == null) == (attributes == null)) {
            throw new InvalidInputException("the line needs either an itemId or itemAttributes");
        }
        return itemId == null ? vectorOfMatching(String.valueOf(attributes)) : vectorOf(itemId);
    }

    private float[] vectorOf(String itemId) {
        float[] vector = new float[learned.model().dimensions()];
        if (!isKnown(itemId, vector)) {
            throw new InvalidInputException(
                    "item '" + itemId
                            + "' is unknown to this version, which learned from data that did not have it, or no event with it");
        }
        return vector;
    }

    /** Finds the item's vector. */
    private boolean isKnown(String itemId, float[] vector) {
        int item = deleted.contains(itemId) ? -1 : learned.items().find(itemId);
        return item >= 0 && learned.model().item(item, vector);
    }

    private float[] vectorOfMatching(String attributes) {
        IntPredicate matches = AttributeExpression.rows(attributes, data.itemAttributes());
        int d = learned.model().dimensions();
        double[] sum = new double[d];
        float[] vector = new float[d];
        int count = 0;
        for (int row = 0; row < data.items().size(); row++) {
            if (matches.test(row) && isKnown(data.items().id(row), vector)) {
                for (int k = 0; k < d; k++) {
                    sum[k] += vector[k];
                }
                count++;
            }
        }
        if (count == 0) {
            throw new InvalidInputException("no item this version learned about has " + attributes);
        }
        for (int k = 0; k < d; k++) {
            vector[k] = (float) (sum[k] / count);
        }
        return vector;
    }

    private static @Nullable JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return null; // reported by the caller, in the line's own error
        }
    }

    private static @Nullable String text(ObjectNode input, String name) {
        JsonNode value = input.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new InvalidInputException(name + " must be a string, was " + value);
        }
        return value.asText();
    }

    private static Map<String, String> filterValues(ObjectNode input) {
        JsonNode given = input.path(FILTER_VALUES);
        if (given.isMissingNode() || given.isNull()) {
            return Map.of();
        }
        if (!given.isObject()) {
            throw new InvalidInputException("filterValues must be an object of strings, was " + given);
        }
        Map<String, String> values = new LinkedHashMap<>();
        given.properties().forEach(value -> {
            if (!value.getValue().isTextual()) {
                throw new InvalidInputException(
                        "filterValues." + value.getKey() + " must be a string, was " + value.getValue());
            }
            values.put(value.getKey(), value.getValue().asText());
        });
        return values;
    }
}
