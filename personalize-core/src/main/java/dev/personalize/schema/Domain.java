package dev.personalize.schema;

/** What kinds of business the service knows by name; data of all others is custom, and has no domain. */
public enum Domain {
    /** Shops. */
    ECOMMERCE,
    /** Films and series. */
    VIDEO_ON_DEMAND
}
