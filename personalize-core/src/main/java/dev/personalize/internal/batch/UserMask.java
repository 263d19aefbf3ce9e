package dev.personalize.internal.batch;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which users a line of a segment job may name. Asked by one thread at a time. */
@FunctionalInterface
public interface UserMask {
    /** Every user. */
    UserMask ALL = filterValues -> null;

    /**
     * {@return bit {@code u & 63} of element {@code u >> 6} for each position {@code u} of the snapshot's users: set if the user
     * may be named; null if all may; not modified by the caller, and his until the next call}
     *
     * @param filterValues values of the filter's placeholders, as the line gives them
     * @throws dev.personalize.error.InvalidInputException if they do not fit the filter; becomes the error of the line
     */
    long @Nullable [] users(Map<String, String> filterValues);
}
