package dev.personalize.filter;

import dev.personalize.schema.DatasetType;
import org.jspecify.annotations.Nullable;

/** What stands before the dot of a field. */
enum Source {
    ITEMS("Items", DatasetType.ITEMS, FilterTarget.ITEM),
    INTERACTIONS("Interactions", DatasetType.INTERACTIONS, null),
    USERS("Users", DatasetType.USERS, FilterTarget.USER),
    ACTIONS("Actions", DatasetType.ACTIONS, FilterTarget.ACTION),
    ACTION_INTERACTIONS("Action_Interactions", DatasetType.ACTION_INTERACTIONS, FilterTarget.ACTION),
    CURRENT_USER("CurrentUser", DatasetType.USERS, null),
    CURRENT_ITEM("CurrentItem", DatasetType.ITEMS, FilterTarget.ITEM);

    private final String text;
    private final DatasetType dataset;
    private final @Nullable FilterTarget only;

    Source(String text, DatasetType dataset, @Nullable FilterTarget only) {
        this.text = text;
        this.dataset = dataset;
        this.only = only;
    }

    static @Nullable Source find(String word) {
        for (Source source : values()) {
            if (source.text.equalsIgnoreCase(word)
                    || source.text.replace("_", "").equalsIgnoreCase(word)) {
                return source;
            }
        }
        return null;
    }

    DatasetType dataset() {
        return dataset;
    }

    boolean isEvents() {
        return this == INTERACTIONS || this == ACTION_INTERACTIONS;
    }

    /** {@return whether an expression about this kind of candidate can name it} */
    boolean goesWith(FilterTarget target) {
        return only == null ? this == CURRENT_USER || target != FilterTarget.ACTION : only == target;
    }

    @Override
    public String toString() {
        return text;
    }
}
