package dev.personalize.recipe;

/** What a recipe goes by, so that it can be said why one suits some data better than another. */
public enum Approach {
    /** What is had most, by everybody. */
    POPULARITY("popularity"),
    /** All that somebody had, whenever that was. */
    HISTORY("whole histories"),
    /** What somebody had last, and in which order. */
    ORDER("the order of events"),
    /** What items and users are. */
    METADATA("metadata"),
    /** Several of these together. */
    SEVERAL("several of these together"),
    /** Something else. */
    OTHER("something of their own");

    private final String phrase;

    Approach(String phrase) {
        this.phrase = phrase;
    }

    /** {@return what follows "recipes that go by"} */
    public String phrase() {
        return phrase;
    }
}
