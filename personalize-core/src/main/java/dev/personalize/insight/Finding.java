package dev.personalize.insight;

/**
 * Something about the data that somebody should know. Immutable.
 *
 * @param severity how much it matters
 * @param topic what it is about, in few words, the same for the same rule
 * @param seen what was measured, a sentence with its numbers
 * @param next what to do about it, a sentence
 */
public record Finding(Severity severity, String topic, String seen, String next) {
    @Override
    public String toString() {
        return severity + " " + topic + ": " + seen + " " + next;
    }
}
