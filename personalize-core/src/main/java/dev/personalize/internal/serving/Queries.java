package dev.personalize.internal.serving;

import dev.personalize.data.EventSelection;
import dev.personalize.data.IdIndex;
import dev.personalize.ingest.LiveHistories.History;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From a history to what the model is asked: ids become ints here, once a request; events that do not count and items the model does not
 * know drop out. Safe for any number of threads.
 */
final class Queries {
    private final IdIndex trained;
    private final IdIndex eventTypes;
    private final EventSelection events;
    private final Translation translation;

    /**
     * @param trained items the model learned in its training
     * @param eventTypes names of its event types
     * @param events which of a history count
     */
    Queries(IdIndex trained, IdIndex eventTypes, EventSelection events) {
        this.trained = trained;
        this.eventTypes = eventTypes;
        this.events = events;
        this.translation = new Translation(trained, eventTypes);
    }

    /**
     * {@return what the model is asked}
     *
     * @param itemId the item in question, or null
     * @param known items the model knows: those of its training, and after them those it has learned since
     */
    Query of(History history, @Nullable String itemId, IdIndex known) {
        String[] itemIds = history.itemIds();
        Translation.Events translated = translation.of(history.places());
        int[] itemOf = new int[itemIds.length];
        int[] typeOf = new int[itemIds.length];
        long[] timestamps = new long[itemIds.length];
        int size = 0;
        for (int i = 0; i < itemIds.length; i++) {
            String eventType = history.eventTypes()[i];
            int item = translated.has(i) ? translated.item(i) : known.find(itemIds[i]);
            if (item < 0 && translated.has(i) && known.size() > trained.size()) {
                item = known.find(itemIds[i]);
            }
            if (item >= 0 && events.accepts(eventType, history.values()[i])) {
                itemOf[size] = item;
                typeOf[size] =
                        eventType == null ? -1 : translated.has(i) ? translated.type(i) : eventTypes.find(eventType);
                timestamps[size] = history.timestamps()[i];
                size++;
            }
        }
        int anchor = itemId == null ? -1 : known.find(itemId);
        return size == itemIds.length
                ? new Query(itemOf, typeOf, timestamps, anchor)
                : new Query(
                        Arrays.copyOf(itemOf, size),
                        Arrays.copyOf(typeOf, size),
                        Arrays.copyOf(timestamps, size),
                        anchor);
    }
}
