package dev.personalize.error;

/** A file of the home folder, or a model file, does not hold what was written: restore it from a copy or train again. */
public final class CorruptArtifactException extends PersonalizeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the place, the wrong value and the next step. */
    public CorruptArtifactException(String message) {
        super(message, null);
    }

    /** As {@link #CorruptArtifactException(String)}, keeping the cause. */
    public CorruptArtifactException(String message, Throwable cause) {
        super(message, cause);
    }
}
