package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.ingest.RowProperties;
import dev.personalize.schema.Schema;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes rows of events, by the rules of the service. Immutable. */
final class EventRows {
    private static final int ID = 256;
    private static final int RECOMMENDATION_ID = 40;
    private static final int IMPRESSION = 25;
    private static final int SOURCE = 1024;

    private final Schema datasetSchema;
    private final Schema schema;
    private final RowProperties columns;
    private final Limits limits;
    private final Clock clock;

    EventRows(Schema datasetSchema, Limits limits, Clock clock) {
        this.datasetSchema = datasetSchema;
        this.schema = datasetSchema.streamed();
        this.columns = new RowProperties(schema);
        this.limits = limits;
        this.clock = clock;
    }

    boolean isOf(Schema dataset) {
        return dataset == datasetSchema;
    }

    /** {@return the row of an event; {@code number} is its place in the call, from 1} */
    @Nullable Object[] row(Event event, int number, ShownItems shown) {
        String place = "event " + number;
        @Nullable Object[] row = new Object[schema.fields().size()];
        long time = event.sentAt().orElseGet(clock::instant).getEpochSecond();
        set(row, "USER_ID", id("userId", event.userId().orElse(null), ID, place), place);
        set(row, "ITEM_ID", id("itemId", event.itemId().orElse(null), ID, place), place);
        set(row, "TIMESTAMP", time, place);
        set(row, "EVENT_TYPE", id("type", event.type(), ID, place), place);
        set(row, "EVENT_VALUE", event.value().orElse(null), place);
        set(row, "EVENT_ATTRIBUTION_SOURCE", source(event, place), place);
        setIds(
                row,
                event.sessionId(),
                event.eventId().orElse(null),
                event.recommendationId().orElse(null),
                place);
        row[schema.position("IMPRESSION")] = impression(event, shown, place);
        fill(row, event.properties(), place);
        return row;
    }

    @Nullable Object[] row(ActionInteraction interaction, int number) {
        String place = "action interaction " + number;
        @Nullable Object[] row = new Object[schema.fields().size()];
        set(row, "USER_ID", id("userId", interaction.userId().orElse(null), ID, place), place);
        set(row, "ACTION_ID", id("actionId", interaction.actionId(), ID, place), place);
        set(row, "TIMESTAMP", interaction.timestamp().getEpochSecond(), place);
        set(row, "EVENT_TYPE", interaction.type(), place);
        setIds(
                row,
                interaction.sessionId(),
                interaction.eventId().orElse(null),
                interaction.recommendationId().orElse(null),
                place);
        fill(row, interaction.properties(), place);
        return row;
    }

    private void setIds(
            @Nullable Object[] row,
            String sessionId,
            @Nullable String eventId,
            @Nullable String recommendationId,
            String place) {
        row[schema.position(Schema.SESSION_ID)] = id("sessionId", sessionId, ID, place);
        row[schema.position(Schema.EVENT_ID)] = id("eventId", eventId, ID, place);
        set(row, "RECOMMENDATION_ID", id("recommendationId", recommendationId, RECOMMENDATION_ID, place), place);
    }

    private void set(@Nullable Object[] row, String field, @Nullable Object value, String place) {
        if (value != null) {
            columns.set(row, field, value, place);
        }
    }

    private static @Nullable String id(String name, @Nullable String id, int limit, String place) {
        if (id != null && (id.isEmpty() || id.length() > limit)) {
            throw new InvalidInputException(
                    place + " has a " + name + " of " + id.length() + " characters; it must have 1 to " + limit);
        }
        return id;
    }

    private static @Nullable String source(Event event, String place) {
        String source = id("attributionSource", event.attributionSource().orElse(null), SOURCE, place);
        if (source != null && !source.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new InvalidInputException(
                    place + " has the attributionSource '" + source + "'; it may only have printable ASCII characters");
        }
        return source;
    }

    /** What was shown: what the event says, or else what the answer it names had shown. */
    private static @Nullable String impression(Event event, ShownItems shown, String place) {
        List<String> items = event.impression();
        if (items.size() > IMPRESSION) {
            throw new LimitExceededException(place + " has an impression of " + items.size() + " items, more than "
                    + IMPRESSION + ": name those that were really seen");
        }
        for (String item : items) {
            if (item.indexOf('|') >= 0) {
                throw new InvalidInputException(place + " has the item '" + item
                        + "' in its impression; ids in an impression cannot have a '|'");
            }
            id("impression", item, ID, place);
        }
        if (items.isEmpty() && event.recommendationId().isPresent()) {
            items = Objects.requireNonNullElse(
                    shown.find(event.recommendationId().get()), List.of());
        }
        return items.isEmpty() ? null : String.join("|", items.subList(0, Math.min(IMPRESSION, items.size())));
    }

    private void fill(@Nullable Object[] row, Map<String, ?> properties, String place) {
        requireSize(properties, limits.eventProperties(), place);
        columns.fill(row, properties, place);
        columns.requireComplete(row, place);
        long bytes = 0;
        for (Object value : row) {
            bytes += value instanceof String text ? text.length() : Long.BYTES;
        }
        if (bytes > limits.eventBytes()) {
            throw new LimitExceededException(place + " has about " + bytes + " bytes, more than " + limits.eventBytes()
                    + ": shorten it, or raise Limits.eventBytes");
        }
    }

    static void requireSize(Map<String, ?> properties, int limit, String place) {
        long characters = 0;
        for (Map.Entry<String, ?> property : properties.entrySet()) {
            characters += property.getKey().length()
                    + String.valueOf(property.getValue()).length();
        }
        if (characters > limit) {
            throw new LimitExceededException(place + " has properties of " + characters + " characters, more than "
                    + limit + ": shorten them, or raise the limit in Limits");
        }
    }
}
