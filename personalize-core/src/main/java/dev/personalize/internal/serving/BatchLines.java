package dev.personalize.internal.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.personalize.error.InvalidInputException;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.recipe.RecipeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers lines of a batch inference job, each by itself. Safe for any number of threads. */
public final class BatchLines {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_ITEM_LIST = 500;
    private static final int CHARACTERS_AN_ITEM = 32;
    /** Shortest decimals, as newer JDKs write them by themselves: faster, and the same text on every JDK. */
    private static final boolean SHORTEST = true;

    private final Deployment deployment;
    private final LiveHistories histories;
    private final Function<String, Map<String, String>> attributes;
    private final Ask template;

    /**
     * @param deployment answers
     * @param histories of the users
     * @param attributes metadata of the users, as text by column
     * @param template what every line asks for, by nobody yet
     */
    public BatchLines(
            Deployment deployment,
            LiveHistories histories,
            Function<String, Map<String, String>> attributes,
            Ask template) {
        this.deployment = deployment;
        this.histories = histories;
        this.attributes = attributes;
        this.template = template;
    }

    /**
     * An output line.
     *
     * @param json the line, without its end
     * @param failed whether it says an error
     */
    public record Line(String json, boolean failed) {}

    /**
     * {@return the output line of an input line}
     *
     * @param number of the line, which decides where chance would
     */
    public Line answer(String line, long number) {
        JsonNode input = parse(line);
        StringBuilder out =
                new StringBuilder(line.length() + CHARACTERS_AN_ITEM * template.numResults).append("{\"input\":");
        if (input == null) {
            quote(line, out);
        } else {
            out.append(input);
        }
        try {
            if (!(input instanceof ObjectNode)) {
                throw new InvalidInputException("the line is not a JSON object");
            }
            Answer answer = input.has("itemList") ? rank(input) : recommend(input, number);
            boolean scored = input.has("itemList") || template.scored;
            write(answer.places(), scored, out);
            if (deployment.type() == RecipeType.USER_PERSONALIZATION && !input.has("itemList")) {
                out.append(",\"error\":null");
            }
            return new Line(out.append('}').toString(), false);
        } catch (InvalidInputException e) {
            out.append(",\"output\":null,\"error\":");
            quote(String.valueOf(e.getMessage()), out);
            return new Line(out.append('}').toString(), true);
        }
    }

    private static @Nullable JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return null; // reported by the caller, in the line's own error
        }
    }

    private Answer recommend(JsonNode input, long number) {
        String userId = text(input, "userId");
        String itemId = text(input, "itemId");
        if (deployment.type() == RecipeType.USER_PERSONALIZATION && userId == null) {
            throw new InvalidInputException("the line needs a userId");
        }
        if (deployment.type() == RecipeType.RELATED_ITEMS && userId == null && itemId == null) {
            throw new InvalidInputException("the line needs an itemId, or a userId for items related to a history");
        }
        String anchor = deployment.type() == RecipeType.RELATED_ITEMS ? itemId : null;
        return deployment.recommend(
                ask(userId, input).itemId(anchor).seed(template.seed + number).build());
    }

    private Answer rank(JsonNode input) {
        String userId = text(input, "userId");
        if (userId == null) {
            throw new InvalidInputException("the line needs a userId");
        }
        List<String> itemIds = new ArrayList<>();
        for (JsonNode item : input.get("itemList")) {
            if (!item.isTextual()) {
                throw new InvalidInputException("itemList must hold strings, has " + item);
            }
            itemIds.add(item.asText());
        }
        if (itemIds.isEmpty() || itemIds.size() > MAX_ITEM_LIST) {
            throw new InvalidInputException(
                    "itemList must hold 1 to " + MAX_ITEM_LIST + " items, has " + itemIds.size());
        }
        return deployment.rank(ask(userId, input).build(), itemIds);
    }

    private Ask.Builder ask(@Nullable String userId, JsonNode input) {
        Map<String, String> context = texts(input, "context");
        Ask.Builder ask = template.from(new Asker(
                userId,
                userId == null ? LiveHistories.NOTHING : histories.history(userId),
                () -> userId == null ? Map.of() : attributes.apply(userId),
                context == null ? Map.of() : context,
                template.asker.now()));
        Map<String, String> values = texts(input, "filterValues");
        FilterUse filter = template.filter;
        return values == null || filter == null
                ? ask
                : ask.filter(new FilterUse(filter.name(), filter.expression(), values));
    }

    /** {@return texts by name, or null when the line has none} */
    private static @Nullable Map<String, String> texts(JsonNode input, String name) {
        JsonNode object = input.get(name);
        if (object == null || object.isNull()) {
            return null;
        }
        if (!object.isObject()) {
            throw new InvalidInputException(name + " must be an object of strings, was " + object);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            if (!field.getValue().isTextual()) {
                throw new InvalidInputException(
                        name + " '" + field.getKey() + "' must be a string, was " + field.getValue());
            }
            texts.put(field.getKey(), field.getValue().asText());
        });
        return texts;
    }

    private static @Nullable String text(JsonNode input, String name) {
        JsonNode value = input.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new InvalidInputException(name + " must be a string, was " + value);
        }
        return value.asText();
    }

    /** By hand: a tree of nodes for a hundred items and scores costs a third of finding them. */
    private static void write(List<Ranked> ranked, boolean scored, StringBuilder out) {
        out.append(",\"output\":{\"recommendedItems\":[");
        String comma = "";
        for (Ranked place : ranked) {
            out.append(comma);
            quote(place.itemId(), out);
            comma = ",";
        }
        out.append(']');
        if (scored) {
            out.append(",\"scores\":[");
            comma = "";
            for (Ranked place : ranked) {
                out.append(comma);
                Double score = place.score();
                out.append(score == null ? "null" : NumberOutput.toString(score, SHORTEST));
                comma = ",";
            }
            out.append(']');
        }
        out.append('}');
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }
}
