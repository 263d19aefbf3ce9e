package dev.personalize.data;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.DatasetType;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which columns models learn from, and are told of when they are asked. Ids, times and event types always belong to them. Immutable.
 *
 * @param included of a dataset named here only these columns are used; names in order, unmodifiable
 * @param excluded columns that are not used, of datasets that are not in the other map
 */
public record ColumnSelection(Map<DatasetType, List<String>> included, Map<DatasetType, List<String>> excluded) {
    /** Every column is used. */
    public static final ColumnSelection ALL = new ColumnSelection(Map.of(), Map.of());

    /** The service's limit. */
    private static final int MOST_COLUMNS = 50;

    private static final Set<DatasetType> DATASETS =
            Set.of(DatasetType.INTERACTIONS, DatasetType.ITEMS, DatasetType.USERS);
    private static final Set<String> ALWAYS = Set.of("USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE");

    /**
     * Copies the maps.
     *
     * @throws InvalidInputException if a dataset is not one to learn from or is in both maps, has more than 50 columns in one, or a column
     *     is excluded that cannot be left out
     */
    public ColumnSelection {
        included = checked(included);
        excluded = checked(excluded);
        for (Map.Entry<DatasetType, List<String>> dataset : excluded.entrySet()) {
            String label = dataset.getKey().label();
            if (included.containsKey(dataset.getKey())) {
                throw new InvalidInputException("columns of the " + label
                        + " dataset are both included and excluded: name those to use, or those to leave out");
            }
            dataset.getValue().stream().filter(ALWAYS::contains).findFirst().ifPresent(column -> {
                throw new InvalidInputException("column '" + column + "' of the " + label
                        + " dataset cannot be excluded: without " + new TreeSet<>(ALWAYS) + " nothing is trained");
            });
        }
    }

    private static Map<DatasetType, List<String>> checked(Map<DatasetType, ? extends Collection<String>> columns) {
        Map<DatasetType, List<String>> checked = new TreeMap<>();
        columns.forEach((dataset, names) -> {
            if (!DATASETS.contains(dataset)) {
                throw new InvalidInputException("columns of the " + dataset.label()
                        + " dataset cannot be chosen: recipes learn from interactions, items and users");
            }
            List<String> sorted = List.copyOf(new TreeSet<>(names));
            if (sorted.size() > MOST_COLUMNS) {
                throw new InvalidInputException("at most " + MOST_COLUMNS + " columns of a dataset can be named, were "
                        + sorted.size() + " of the " + dataset.label()
                        + " dataset: include columns instead of excluding them, or the other way round");
            }
            checked.put(dataset, sorted);
        });
        return Collections.unmodifiableMap(checked);
    }

    /** {@return whether a column of a dataset is used} */
    public boolean uses(DatasetType dataset, String column) {
        List<String> only = included.get(dataset);
        return ALWAYS.contains(column)
                || (only == null ? !excluded.getOrDefault(dataset, List.of()).contains(column) : only.contains(column));
    }

    /** {@return the same data without the columns that are not used} */
    public Snapshot from(Snapshot data) {
        return equals(ALL) ? data : data.withColumns(this);
    }

    /**
     * {@return what is said of a user, without the columns that are not used}
     *
     * @param texts by name of the field
     */
    public Map<String, String> ofUser(Map<String, String> texts) {
        return equals(ALL)
                ? texts
                : texts.entrySet().stream()
                        .filter(text -> uses(DatasetType.USERS, text.getKey()))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    /** {@return records of items, in which the columns that are not used have no values} */
    public AttributeVersion ofItems(AttributeVersion records) {
        return equals(ALL) ? records : records.hiding(column -> !uses(DatasetType.ITEMS, column));
    }

    /** {@return it in words; empty if every column is used} */
    @Override
    public String toString() {
        return words("only columns ", included) + words("without columns ", excluded);
    }

    private static String words(String begin, Map<DatasetType, List<String>> columns) {
        return columns.entrySet().stream()
                .map(dataset -> ", " + begin + dataset.getValue() + " of "
                        + dataset.getKey().label())
                .collect(Collectors.joining());
    }
}
