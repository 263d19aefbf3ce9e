package dev.personalize;

/** Who had a version trained, in the service's words. */
public enum TrainingType {
    /** Somebody who called {@link Solution#train()} or one of its like. */
    MANUAL,
    /** {@link DueWork}, because it was time. */
    AUTOMATIC
}
