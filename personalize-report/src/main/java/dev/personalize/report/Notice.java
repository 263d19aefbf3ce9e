package dev.personalize.report;

/**
 * Something that should be seen.
 *
 * @param level how much it matters
 * @param title what it is about, in few words
 * @param text what was seen
 * @param next what to do about it; empty for nothing
 */
public record Notice(Level level, String title, String text, String next) implements Block {
    /** How much a notice matters. */
    public enum Level {
        /** Something does not work. */
        PROBLEM,
        /** Something is not what it seems. */
        WARNING,
        /** Something could be better. */
        ADVICE
    }
}
