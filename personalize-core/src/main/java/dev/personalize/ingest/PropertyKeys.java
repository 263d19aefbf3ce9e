package dev.personalize.ingest;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.DatasetType;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
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

    private static final int COMPARED = 150;
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
                start + "is unknown; did you mean '" + nearest(key) + "'? The keys are " + keys);
    }

    private String nearest(String key) {
        String wanted = bare(key.length() > COMPARED ? key.substring(0, COMPARED) : key);
        return keys.stream()
                .min(Comparator.comparingInt(candidate -> edits(wanted, bare(candidate))))
                .orElseThrow();
    }

    /** {@return the Levenshtein distance} */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
