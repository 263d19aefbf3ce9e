package dev.personalize.ingest;

import org.jspecify.annotations.Nullable;

/** Bytes that no writer of ours has written, as far as the code that finds them can say: what is wrong, not yet where. */
final class DamagedFileException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedFileException(String message) {
        this(message, null);
    }

    DamagedFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
