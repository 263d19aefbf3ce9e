package dev.personalize.ingest;

import java.io.IOException;

/** A line of CSV goes on beyond the limit. */
final class LongLineException extends IOException {
    private static final long serialVersionUID = 1L;

    LongLineException(int limit) {
        super("a line has more than " + limit + " characters");
    }
}
