package dev.personalize.error;

/** A resource would have more tags than it may, or a call brings more than it may. Nothing was changed. */
public final class TooManyTagsException extends PersonalizeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the resource, the number, the limit and the next step. */
    public TooManyTagsException(String message) {
        super(message, null);
    }
}
