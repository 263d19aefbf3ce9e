package dev.personalize;

import dev.personalize.internal.serving.Cause;
import dev.personalize.internal.serving.Explained;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why an item is in an answer, in the same form for every recipe. Immutable.
 *
 * <p>The values of the reasons sum to the raw score, within 1e-4 of the greatest absolute raw score any item has for the same
 * request. They say what the score consists of; what the score would be without an event may differ by more than the
 * event's value, because an event can change what the others weigh.
 *
 * <p>{@link #toString()} is a sentence for the item and one for each reason, each in a line of its own.
 *
 * <p>What is kept is a number for each event of the history; the reasons are made when they are first read.
 */
public final class Explanation {
    private final Explained explained;
    /** Made by the first reader, or by several at once, to whom it is equal. */
    private @Nullable List<Reason> reasons;

    private Explanation(Explained explained) {
        this.explained = explained;
    }

    static Explanation of(Explained explained) {
        return new Explanation(explained);
    }

    /** {@return the item} */
    public String itemId() {
        return explained.itemId();
    }

    /**
     * {@return the model's score with what the context adds, which the answer is ordered by; for somebody without a history of
     * whom metadata or context are known, the score these give; null if there is none and the item is there for its popularity}
     */
    public @Nullable Double rawScore() {
        return explained.rawScore();
    }

    /**
     * {@return promotion and exploration first, which place an item whatever its score; then everything that has a part in the
     * score, from the largest absolute value; empty for a score of 0 that nothing speaks for; unmodifiable}
     */
    public List<Reason> reasons() {
        List<Reason> made = reasons;
        if (made == null) {
            made = explained.causes().stream().map(Explanation::reason).toList();
            reasons = made;
        }
        return made;
    }

    /** {@return whether the other explanation gives the same item, score and reasons} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Explanation that
                && itemId().equals(that.itemId())
                && Objects.equals(rawScore(), that.rawScore())
                && reasons().equals(that.reasons());
    }

    @Override
    public int hashCode() {
        return Objects.hash(itemId(), rawScore());
    }

    private static Reason reason(Cause cause) {
        double value = cause.value();
        double share = cause.share();
        return switch (cause.kind()) {
            case PROMOTION -> new Reason.Promotion(subject(cause));
            case EXPLORATION -> new Reason.Exploration();
            case HISTORY ->
                new Reason.History(
                        subject(cause),
                        cause.detail(),
                        Instant.ofEpochSecond(cause.timestamp()),
                        cause.events(),
                        value,
                        share);
            case ANCHOR -> new Reason.Anchor(subject(cause), value, share);
            case POPULARITY -> new Reason.Popularity(value, share);
            case ATTRIBUTE ->
                new Reason.Attribute(subject(cause), Objects.requireNonNull(cause.detail()), value, share);
            case NEGATIVE -> new Reason.NegativeFeedback(value, share);
            case REMAINDER -> new Reason.Remainder(value, share);
        };
    }

    private static String subject(Cause cause) {
        return Objects.requireNonNull(cause.subject());
    }

    /** {@return a sentence for the item and one for each reason, in lines} */
    @Override
    public String toString() {
        Double rawScore = rawScore();
        String first = rawScore == null
                ? "The model has no score for " + itemId() + "."
                : "The raw score of " + itemId() + " is " + Sentences.number(rawScore) + ".";
        return first
                + reasons().stream()
                        .map(reason -> System.lineSeparator() + reason)
                        .collect(Collectors.joining());
    }
}
