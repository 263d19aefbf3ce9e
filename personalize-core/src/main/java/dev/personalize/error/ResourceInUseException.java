package dev.personalize.error;

/** The resource is held by somebody else: another process, a dependent resource or a running job. */
public final class ResourceInUseException extends PersonalizeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the place, the wrong value and the next step. */
    public ResourceInUseException(String message) {
        super(message, null);
    }

    /** As {@link #ResourceInUseException(String)}, keeping the cause. */
    public ResourceInUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
