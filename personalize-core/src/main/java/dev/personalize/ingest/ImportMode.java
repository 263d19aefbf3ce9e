package dev.personalize.ingest;

/** What an import does with the bulk data a dataset has already. Rows that came one by one stay in either mode. */
public enum ImportMode {
    /** The import replaces the bulk data. */
    FULL,
    /** The import adds to the bulk data; a user, item or action with the id of a stored one replaces it. */
    INCREMENTAL
}
