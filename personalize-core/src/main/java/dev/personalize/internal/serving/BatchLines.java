package dev.personalize.internal.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.personalize.error.InvalidInputException;
import dev.personalize.ingest.LiveHistories;
import dev.personalize.internal.batch.BatchRun;
import dev.personalize.internal.batch.LineAnswers;
import dev.personalize.internal.batch.OutputText;
import dev.personalize.math.Spares;
import dev.personalize.recipe.RecipeType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers lines of a batch inference job. Safe for any number of threads. */
public final class BatchLines implements LineAnswers {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int MAX_ITEM_LIST = 500;
    /** Most scores a thread keeps for lines it answers together, 32 MiB of them. */
    private static final int MOST_SCORES = 1 << 23;

    /** Shortest decimals, as newer JDKs write them by themselves: faster, and the same text on every JDK. */
    private static final boolean SHORTEST = true;

    private final Deployment deployment;
    private final LiveHistories histories;
    private final Function<String, Map<String, String>> attributes;
    private final Ask template;
    private final Spares<float[][]> spareRows;

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
        int items = deployment.items().size();
        int rows = Math.max(1, Math.min(BatchRun.LINES_AT_ONCE, MOST_SCORES / Math.max(1, items)));
        this.spareRows = new Spares<>(() -> new float[rows][items]);
    }

    /**
     * A line that was read. Text only: the tree of a long line takes many times as much.
     *
     * @param input the line as the output repeats it, or null if it is no JSON
     * @param ask what it asks, or null if that cannot be told
     * @param itemIds the items to be put in order, or null where items are to be recommended
     * @param error why it cannot be answered, or null
     */
    private record Read(
            Line line,
            @Nullable String input,
            @Nullable Ask ask,
            @Nullable List<String> itemIds,
            @Nullable String error) {}

    @Override
    public boolean answer(String line, long number, OutputText out) {
        return write(read(new Line(line, number)), null, out);
    }

    @Override
    public int answer(List<Line> lines, OutputText out) {
        int failed = 0;
        float[][] rows = spareRows.take();
        for (int from = 0; from < lines.size(); from += rows.length) {
            int to = Math.min(lines.size(), from + rows.length);
            failed += answer(lines.subList(from, to), rows, out);
        }
        spareRows.giveBack(rows);
        return failed;
    }

    private int answer(List<Line> lines, float[][] rows, OutputText out) {
        List<Read> read = lines.stream().map(this::read).toList();
        List<Ask> asks = new ArrayList<>(read.size());
        for (Read line : read) {
            if (line.ask() != null && line.itemIds() == null) {
                asks.add(line.ask());
            }
        }
        Iterator<Scored> scored =
                Scored.together(deployment.moment(), asks, rows).iterator();
        int failed = 0;
        for (Read line : read) {
            boolean recommends = line.ask() != null && line.itemIds() == null;
            failed += write(line, recommends ? scored.next() : null, out) ? 0 : 1;
            out.append('\n');
        }
        return failed;
    }

    private Read read(Line line) {
        JsonNode input = parse(line.text());
        String repeated = input == null ? null : input.toString();
        try {
            if (!(input instanceof ObjectNode)) {
                throw new InvalidInputException("the line is not a JSON object");
            }
            return input.has("itemList")
                    ? new Read(line, repeated, ranking(input), itemIds(input), null)
                    : new Read(line, repeated, recommendation(input, line.number()), null, null);
        } catch (InvalidInputException e) {
            return new Read(line, repeated, null, null, String.valueOf(e.getMessage()));
        }
    }

    /** {@return whether the output line says no error} */
    private boolean write(Read read, @Nullable Scored scored, OutputText out) {
        out.append("{\"input\":");
        if (read.input() == null) {
            out.quote(read.line().text());
        } else {
            out.append(read.input());
        }
        String error = read.error();
        Ask ask = read.ask();
        try {
            if (ask != null) {
                List<String> itemIds = read.itemIds();
                boolean ranks = itemIds != null;
                Answer answer = itemIds == null ? deployment.recommend(ask, scored) : deployment.rank(ask, itemIds);
                write(answer.places(), ranks || ask.scored, out);
                out.append(deployment.type() == RecipeType.USER_PERSONALIZATION && !ranks ? ",\"error\":null}" : "}");
                return true;
            }
        } catch (InvalidInputException e) {
            error = e.getMessage();
        }
        out.append(",\"output\":null,\"error\":");
        out.quote(String.valueOf(error));
        out.append('}');
        return false;
    }

    private static @Nullable JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return null; // reported by the caller, in the line's own error
        }
    }

    private Ask recommendation(JsonNode input, long number) {
        String userId = text(input, "userId");
        String itemId = text(input, "itemId");
        if (deployment.type() == RecipeType.PERSONALIZED_RANKING) {
            throw new InvalidInputException("the line needs an itemList: the recipe puts given items in order");
        }
        if (deployment.type() == RecipeType.USER_PERSONALIZATION && userId == null) {
            throw new InvalidInputException("the line needs a userId");
        }
        if (deployment.type() == RecipeType.RELATED_ITEMS && userId == null && itemId == null) {
            throw new InvalidInputException("the line needs an itemId, or a userId for items related to a history");
        }
        String anchor = deployment.type() == RecipeType.RELATED_ITEMS ? itemId : null;
        return ask(userId, input).itemId(anchor).seed(template.seed + number).build();
    }

    private Ask ranking(JsonNode input) {
        String userId = text(input, "userId");
        if (userId == null) {
            throw new InvalidInputException("the line needs a userId");
        }
        itemIds(input); // its error goes before those about context and filter values
        return ask(userId, input).build();
    }

    private static List<String> itemIds(JsonNode input) {
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
        return itemIds;
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
    private static void write(List<Ranked> ranked, boolean scored, OutputText out) {
        out.append(",\"output\":{\"recommendedItems\":[");
        for (int place = 0; place < ranked.size(); place++) {
            comma(place, out);
            out.quote(ranked.get(place).itemId());
        }
        out.append(']');
        if (scored) {
            out.append(",\"scores\":[");
            for (int place = 0; place < ranked.size(); place++) {
                comma(place, out);
                Double score = ranked.get(place).score();
                out.append(score == null ? "null" : NumberOutput.toString(score, SHORTEST));
            }
            out.append(']');
        }
        out.append('}');
    }

    private static void comma(int place, OutputText out) {
        if (place > 0) {
            out.append(',');
        }
    }
}
