package dev.personalize.internal.ranking;

/** The category values of items, as codes. */
@FunctionalInterface
public interface Categories {
    /** {@return the item's codes, ascending and distinct, empty for none; not modified by the rules} */
    int[] of(int item);
}
