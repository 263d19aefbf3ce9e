package dev.personalize;

/** What a training does, in the service's words. */
public enum TrainingMode {
    /** Learns from all data of now. */
    FULL,
    /**
     * Admits the items that came since to the newest full version, and learns nothing: for recipes that
     * {@linkplain dev.personalize.recipe.Recipe#supportsUpdate allow it}. What comes out is no longer
     * {@linkplain CampaignConfig.Builder#automaticUpdate updated by itself}.
     */
    UPDATE
}
