package dev.personalize.recipe;

/**
 * A model of what rises: it compares a window of time with the one before. An ability a model may have; ask with {@code instanceof}. Its
 * versions are measured by what rises in the window after the training.
 */
public interface TrendingModel extends Model {
    /** {@return length of a window in seconds, at least 1} */
    long windowSeconds();
}
