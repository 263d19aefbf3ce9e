package dev.personalize.error;

/**
 * A file was written by a newer version of the library. Update the library on this machine to that version or a later one;
 * the file is fine, so do not restore or delete it.
 */
public final class ArtifactTooNewException extends UnsupportedArtifactException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the place, the format found and the next step. */
    public ArtifactTooNewException(String message) {
        super(message);
    }
}
