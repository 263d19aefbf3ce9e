package dev.personalize.error;

/** More tag keys are named than a resource can have. Nothing was changed. */
public final class TooManyTagKeysException extends PersonalizeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the resource, the number, the limit and the next step. */
    public TooManyTagKeysException(String message) {
        super(message, null);
    }
}
