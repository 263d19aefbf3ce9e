package dev.personalize.internal.dataset;

import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives the events of a session to the user who turns out to be behind it. An event without user belongs to the user last
 * identified in its session, or else to the first one identified there later; until then it belongs to nobody. Rows must come
 * in order of arrival. For one thread.
 */
final class SessionMerge {
    private final EventColumns columns;
    private final EventIds known;
    private final BiConsumer<String, @Nullable Object[]> events;
    private final Map<String, String> userOf = new LinkedHashMap<>();
    private final Map<String, List<@Nullable Object[]>> waiting = new HashMap<>();

    /**
     * @param schema of the dataset
     * @param events given the user and the row of each event that belongs to somebody
     */
    SessionMerge(Schema schema, BiConsumer<String, @Nullable Object[]> events) {
        this.columns = new EventColumns(schema);
        this.known = new EventIds(schema);
        this.events = events;
    }

    /** Takes the next row; one whose event id came before is passed over. */
    void add(@Nullable Object[] row) {
        if (!known.isNew(row)) {
            return;
        }
        String user = columns.text(row, columns.user);
        String session = columns.text(row, columns.session);
        if (user != null) {
            if (session != null) {
                userOf.remove(session); // so that the sessions seen last stand last
                userOf.put(session, user);
                for (@Nullable Object[] earlier : waiting.getOrDefault(session, List.of())) {
                    events.accept(user, earlier);
                }
                waiting.remove(session);
            }
            events.accept(user, row);
        } else if (session != null) {
            String known = userOf.get(session);
            if (known != null) {
                events.accept(known, row);
            } else {
                waiting.computeIfAbsent(session, unused -> new ArrayList<>()).add(row);
            }
        }
    }

    /** Calls back with each session and the user last identified in it. */
    void forEachIdentified(BiConsumer<String, String> action) {
        userOf.forEach(action);
    }

    /** Calls back with the events that belong to nobody yet, those of one session in order. */
    void forEachWaiting(BiConsumer<String, @Nullable Object[]> action) {
        waiting.forEach((session, rows) -> rows.forEach(row -> action.accept(session, row)));
    }
}
