package dev.personalize.recipe;

/** What a recipe's models are asked for. */
public enum RecipeType {
    /** Items for a user, from the user's history. */
    USER_PERSONALIZATION,
    /** Items like a given item. */
    RELATED_ITEMS,
    /** The same items for everybody. */
    POPULAR_ITEMS,
    /** Users for an item or for items with some metadata: asked by batch segment jobs, by no campaign. */
    USER_SEGMENTATION
}
