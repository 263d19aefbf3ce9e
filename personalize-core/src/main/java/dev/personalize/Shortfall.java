package dev.personalize;

/** Why an answer has fewer items than were asked for. */
public enum Shortfall {
    /** There are no more items. */
    CATALOGUE,
    /** What is left was consumed, or is the item in question. */
    CONSUMED,
    /** The group's standing filter drops what is left. */
    STANDING_FILTER,
    /** The filter of the request drops what is left. */
    FILTER,
    /** The most items of a category, or the filters of promotions, leave no other. */
    CATEGORY_CAP
}
