package dev.personalize.recipe;

/** What a recipe's models are asked for. */
public enum RecipeType {
    /** Items for a user, from the user's history. */
    USER_PERSONALIZATION,
    /** Given items in order for a user, from the user's history. */
    PERSONALIZED_RANKING,
    /** Items like a given item. */
    RELATED_ITEMS,
    /** The same items for everybody. */
    POPULAR_ITEMS,
    /** Users for an item or for items with some metadata: asked by batch segment jobs, by no campaign. */
    USER_SEGMENTATION;

    /** {@return whether scores are about a user, so that the context of a request matters} */
    public boolean isPersonal() {
        return this == USER_PERSONALIZATION || this == PERSONALIZED_RANKING;
    }
}
