package dev.personalize.error;

import org.jspecify.annotations.Nullable;

/** The base of every exception the library throws on its own account. */
public abstract class PersonalizeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PersonalizeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
