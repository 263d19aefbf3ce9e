package dev.personalize.error;

/** The input is larger than a limit that keeps memory and time bounded. Nothing was changed. */
public final class LimitExceededException extends PersonalizeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the place, the size, the limit and the next step. */
    public LimitExceededException(String message) {
        super(message, null);
    }

    /** As {@link #LimitExceededException(String)}, keeping the cause. */
    public LimitExceededException(String message, Throwable cause) {
        super(message, cause);
    }
}
