package dev.personalize.ingest;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.NearMisses;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** By which keys the properties of a record name its columns: in camelCase, or by the column's own name. Immutable. */
final class PropertyKeys {
    /** What an event says outside its properties, as {@link #bare} gives it. */
    private static final Set<String> OF_THE_EVENT =
            Set.of("userid", "sessionid", "eventtype", "timestamp", "recommendationid", "impression");

    private static final int SHOWN = 60;
    private static final int AMBIGUOUS = -1;

    private final DatasetType type;
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<String> keys = new ArrayList<>();

    PropertyKeys(Schema schema) {
        type = schema.type();
        List<String> columns = schema.fields().stream().map(Field::name).toList();
        for (int i = 0; i < columns.size(); i++) {
            if (isProperty(columns.get(i))) {
                positions.merge(camelCase(columns.get(i)), i, (a, b) -> AMBIGUOUS);
            }
        }
        positions.values().removeIf(position -> position == AMBIGUOUS);
        for (int i = 0; i < columns.size(); i++) {
            if (isProperty(columns.get(i))) {
                positions.put(columns.get(i), i);
            }
        }
        for (int i = 0; i < columns.size(); i++) {
            if (isProperty(columns.get(i))) {
                Integer position = positions.get(camelCase(columns.get(i)));
                keys.add(position != null && position == i ? camelCase(columns.get(i)) : columns.get(i));
            }
        }
    }

    private boolean isProperty(String column) {
        return !column.startsWith("__") && !isForbidden(column);
    }

    private boolean isForbidden(String key) {
        return type.keyed() ? bare(key).equals(bare(type.idField())) : OF_THE_EVENT.contains(bare(key));
    }

    private static String bare(String key) {
        return key.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** {@return the name the service gives a column in properties: {@code numRatings} for {@code NUM_RATINGS}} */
    static String camelCase(String column) {
        StringBuilder key = new StringBuilder(column.length());
        for (String word : column.split("_", -1)) {
            String lower = word.toLowerCase(Locale.ROOT);
            boolean first = key.isEmpty() || lower.isEmpty();
            key.append(first ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
        }
        return key.toString();
    }

    /**
     * {@return the place in a row of the column that a key names}
     *
     * @throws InvalidInputException if it names none, or one that is not given in properties
     */
    int position(String key, String place) {
        Integer position = positions.get(key);
        if (position != null) {
            return position;
        }
        String start = place + ": property '" + shown(key) + "' ";
        if (isForbidden(key)) {
            throw new InvalidInputException(start + "is not allowed in properties; give it outside of them");
        }
        if (keys.isEmpty()) {
            throw new InvalidInputException(
                    start + "is unknown: the schema has no column for properties; leave it out");
        }
        throw new InvalidInputException(
                start + "is unknown; " + NearMisses.question(key, keys) + "The keys are " + keys);
    }

    static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
