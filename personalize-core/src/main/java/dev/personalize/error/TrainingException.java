package dev.personalize.error;

/** A training could not produce a model, for a reason that lies in the data or the settings. */
public final class TrainingException extends PersonalizeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the place, the wrong value and the next step. */
    public TrainingException(String message) {
        super(message, null);
    }

    /** As {@link #TrainingException(String)}, keeping the cause. */
    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
