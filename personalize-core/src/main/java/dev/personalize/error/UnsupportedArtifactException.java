package dev.personalize.error;

/** A file was written by a version of the library whose format this version does not read. */
public final class UnsupportedArtifactException extends PersonalizeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the place, the wrong value and the next step. */
    public UnsupportedArtifactException(String message) {
        super(message, null);
    }

    /** As {@link #UnsupportedArtifactException(String)}, keeping the cause. */
    public UnsupportedArtifactException(String message, Throwable cause) {
        super(message, cause);
    }
}
