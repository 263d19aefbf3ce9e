package dev.personalize.error;

/** The caller's input is malformed or inconsistent: correct it and call again. Nothing was changed. */
public final class InvalidInputException extends PersonalizeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the place, the wrong value and the next step. */
    public InvalidInputException(String message) {
        super(message, null);
    }

    /** As {@link #InvalidInputException(String)}, keeping the cause. */
    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
