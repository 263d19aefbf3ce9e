package dev.personalize.error;

/**
 * A file of the home folder, an export or a model file does not hold what was written: bytes were changed, lost or added
 * after the library wrote it. Restore the file from a copy, or make it again: train the version again, export it again, or
 * transfer it again. Nothing of the file was used.
 */
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
