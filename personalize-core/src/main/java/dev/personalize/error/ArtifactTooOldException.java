package dev.personalize.error;

/**
 * A file was written in a format that is not read any more. Import the data and train again with this version; or, to keep a
 * trained version, open and export it with an older release of the library that reads both formats.
 */
public final class ArtifactTooOldException extends UnsupportedArtifactException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the place, the format found and the next step. */
    public ArtifactTooOldException(String message) {
        super(message);
    }
}
