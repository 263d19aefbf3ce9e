package dev.personalize.filter;

/** What a filter lets through or holds back. */
public enum FilterTarget {
    /** Items, in answers to users and in related items. */
    ITEM("ItemID"),
    /** Users, in segments. */
    USER("UserID"),
    /** Actions, in next best actions. */
    ACTION("ActionID");

    private final String text;

    FilterTarget(String text) {
        this.text = text;
    }

    /** {@return the word in an expression} */
    @Override
    public String toString() {
        return text;
    }
}
