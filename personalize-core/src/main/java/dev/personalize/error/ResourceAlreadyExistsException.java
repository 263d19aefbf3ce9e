package dev.personalize.error;

/** A resource with this name, or the only one of its kind, exists already. */
public final class ResourceAlreadyExistsException extends PersonalizeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the place, the wrong value and the next step. */
    public ResourceAlreadyExistsException(String message) {
        super(message, null);
    }

    /** As {@link #ResourceAlreadyExistsException(String)}, keeping the cause. */
    public ResourceAlreadyExistsException(String message, Throwable cause) {
        super(message, cause);
    }
}
