package dev.personalize.filter;

import dev.personalize.error.InvalidInputException;
import dev.personalize.filter.Value.Any;
import dev.personalize.filter.Value.Text;
import dev.personalize.ingest.LiveHistories.History;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a history an EVENT_TYPE condition is about.
 *
 * @param types in lower case, or null for any
 * @param since first second since the epoch that counts
 * @param perType how many of the newest events of each type are looked at
 */
record EventTest(@Nullable Set<String> types, long since, int perType) {
    private static final String ANY = "*";

    /** The newest events of one type, while they are counted. */
    private static final class Type {
        private final boolean wanted;
        private int seen;

        private Type(boolean wanted) {
            this.wanted = wanted;
        }
    }

    static EventTest of(List<Value> values, long since, int perType) {
        Set<String> types = new HashSet<>();
        for (Value value : values) {
            if (value instanceof Any
                    || (value instanceof Text star && star.text().equals(ANY))) {
                return new EventTest(null, since, perType);
            }
            if (!(value instanceof Text text)) {
                throw new InvalidInputException(
                        "event types are texts, and the filter value " + value + " is a number: give it in quotes");
            }
            types.add(text.text().toLowerCase(Locale.ROOT));
        }
        return new EventTest(types, since, perType);
    }

    /** Calls with the place of each event that counts, newest first. */
    void forEach(History history, IntConsumer places) {
        @Nullable String[] names = history.eventTypes();
        Map<@Nullable String, Type> bySpelling = new HashMap<>();
        Map<String, Type> byName = new HashMap<>();
        for (int i = names.length - 1; i >= 0; i--) {
            Type type = bySpelling.computeIfAbsent(
                    names[i], spelling -> byName.computeIfAbsent(lowerCase(spelling), this::type));
            if (++type.seen <= perType && type.wanted && history.timestamps()[i] >= since) {
                places.accept(i);
            }
        }
    }

    private static String lowerCase(@Nullable String name) {
        return name == null ? "" : name.toLowerCase(Locale.ROOT);
    }

    private Type type(String name) {
        return new Type(types == null || types.contains(name));
    }
}
