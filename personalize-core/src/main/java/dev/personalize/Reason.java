package dev.personalize;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One reason of an {@link Explanation}. Immutable; {@code toString()} is a sentence.
 *
 * <p>Every reason but {@link Promotion} and {@link Exploration} is a part of the raw score.
 */
public sealed interface Reason {
    /** {@return its part of the raw score, negative if it speaks against the item; 0 for promotion and exploration} */
    double value();

    /** {@return its absolute value, divided by the sum of those of all reasons; 0 … 1} */
    double share();

    /**
     * The item was placed by a promotion.
     *
     * @param name name of the promotion
     */
    record Promotion(String name) implements Reason {
        @Override
        public double value() {
            return 0;
        }

        @Override
        public double share() {
            return 0;
        }

        @Override
        public String toString() {
            return "The promotion '" + name + "' placed it.";
        }
    }

    /** The item was placed to learn about it. */
    record Exploration() implements Reason {
        @Override
        public double value() {
            return 0;
        }

        @Override
        public double share() {
            return 0;
        }

        @Override
        public String toString() {
            return "Exploration placed it, to learn who likes it.";
        }
    }

    /**
     * An item the user had.
     *
     * @param itemId the item
     * @param eventType type of the newest event with it; null if it has none, or one that was not there in training
     * @param timestamp when that was
     * @param events number of events with the item that have a part in the score; all of them are counted in the value
     * @param value part of the raw score
     * @param share share of all reasons
     */
    record History(String itemId, @Nullable String eventType, Instant timestamp, int events, double value, double share)
            implements Reason {
        @Override
        public String toString() {
            String newest = (eventType == null ? "" : " (" + eventType + ")") + " at " + timestamp;
            return events == 1
                    ? Sentences.part("The user's event with " + itemId + newest, value, share)
                    : Sentences.parts(
                            "The user's " + events + " events with " + itemId + ", the newest" + newest + ",",
                            value,
                            share);
        }
    }

    /**
     * The item in question, to which related items were asked for.
     *
     * @param itemId the item
     * @param value part of the raw score
     * @param share share of all reasons
     */
    record Anchor(String itemId, double value, double share) implements Reason {
        @Override
        public String toString() {
            return Sentences.part("Its relation to " + itemId, value, share);
        }
    }

    /**
     * How many had the item, whoever asks.
     *
     * @param value part of the raw score; where the model has no score, the number of different users who had the item
     * @param share share of all reasons
     */
    record Popularity(double value, double share) implements Reason {
        @Override
        public String toString() {
            return Sentences.part("Its popularity", value, share);
        }
    }

    /**
     * A value of a metadata column, of the item or of the user, or of the context of the request.
     *
     * @param column name of the column
     * @param text the value as text; one category where the column holds several
     * @param value part of the raw score
     * @param share share of all reasons
     */
    record Attribute(String column, String text, double value, double share) implements Reason {
        @Override
        public String toString() {
            return Sentences.part(column + " '" + text + "'", value, share);
        }
    }

    /**
     * The user's events that speak against items like it.
     *
     * @param value part of the raw score, 0 or less
     * @param share share of all reasons
     */
    record NegativeFeedback(double value, double share) implements Reason {
        @Override
        public String toString() {
            return Sentences.part("What the user turned down", value, share);
        }
    }

    /**
     * What the model does not take apart: a constant of it, or the whole score if it cannot explain itself.
     *
     * @param value part of the raw score
     * @param share share of all reasons
     */
    record Remainder(double value, double share) implements Reason {
        @Override
        public String toString() {
            return Sentences.part("What the model does not take apart", value, share);
        }
    }
}
