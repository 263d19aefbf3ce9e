package dev.personalize.error;

/**
 * A file is whole, but of a format this version of the library does not read. {@link ArtifactTooOldException} and
 * {@link ArtifactTooNewException} say in which direction; catch this type where the difference does not matter.
 */
public abstract sealed class UnsupportedArtifactException extends PersonalizeException
        permits ArtifactTooOldException, ArtifactTooNewException {
    private static final long serialVersionUID = 1L;

    UnsupportedArtifactException(String message) {
        super(message, null);
    }
}
