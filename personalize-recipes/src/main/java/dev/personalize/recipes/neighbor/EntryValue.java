package dev.personalize.recipes.neighbor;

/** What an entry of the users × items matrix counts for, greater than 0. */
@FunctionalInterface
interface EntryValue {
    /** All count alike. */
    EntryValue ONE = (weight, length, rarity) -> 1;

    /**
     * {@return the value of an entry}
     *
     * @param weight what the user's events with the item count for
     * @param length sum of the user's weights, divided by the mean of that over the users with events
     * @param rarity of the item: <i>ln(1 + users / users of the item)</i>
     */
    double of(double weight, double length, double rarity);

    /** {@return whether rarity matters; where it does not, entries of one weight are one number a user} */
    default boolean looksAtRarity() {
        return false;
    }
}
