package dev.personalize;

/** Which rows an export writes. */
public enum ExportSource {
    /** Those that imports brought. */
    BULK,
    /** Those that were put one by one. */
    PUT,
    /** All of them. */
    ALL;

    boolean imported() {
        return this != PUT;
    }

    boolean put() {
        return this != BULK;
    }
}
