package dev.personalize.error;

/** No resource has the name asked for. */
public final class ResourceNotFoundException extends PersonalizeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the place, the wrong value and the next step. */
    public ResourceNotFoundException(String message) {
        super(message, null);
    }

    /** As {@link #ResourceNotFoundException(String)}, keeping the cause. */
    public ResourceNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
