package dev.personalize.recipe;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the score of one item consists of. All numbers are in the unit of the score, negative where something lowers it, 0
 * where it has no part; they sum to the score as {@link ExplainingModel} says. The array belongs to the record: it is not
 * copied, and a reader only reads it.
 *
 * @param events contribution of each event of the query's history; shape [events], or [0] if no event has a part
 * @param anchor contribution of the item in question
 * @param popularity contribution of how many had the item, whoever asks
 * @param attributes contributions of values of metadata columns
 * @param remainder whatever else there is, such as a constant
 */
// A record of an array: contributions are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Contributions(
        double[] events, double anchor, double popularity, List<OfAttribute> attributes, double remainder) {
    private static final double[] NO_EVENTS = {};

    /**
     * The contribution of one value of a metadata column, of the item or of the user.
     *
     * @param column name of the column
     * @param text the value as text; one category where the column holds several
     * @param contribution its part of the score
     */
    public record OfAttribute(String column, String text, double contribution) {}

    /** Copies the list. */
    public Contributions {
        attributes = List.copyOf(attributes);
    }

    /**
     * {@return a score made of the events of the history}
     *
     * @param events contribution of each event; kept; shape [events]
     */
    public static Contributions ofEvents(double[] events) {
        return new Contributions(events, 0, 0, List.of(), 0);
    }

    /** {@return a score made of the item in question} */
    public static Contributions ofAnchor(double contribution) {
        return new Contributions(NO_EVENTS, contribution, 0, List.of(), 0);
    }

    /** {@return a score made of the item's popularity} */
    public static Contributions ofPopularity(double contribution) {
        return new Contributions(NO_EVENTS, 0, contribution, List.of(), 0);
    }

    /** {@return a score that is not taken apart} */
    public static Contributions ofRemainder(double contribution) {
        return new Contributions(NO_EVENTS, 0, 0, List.of(), contribution);
    }

    /** {@return all contributions multiplied by a factor} */
    public Contributions times(double factor) {
        double[] scaled = new double[events.length];
        for (int position = 0; position < events.length; position++) {
            scaled[position] = factor * events[position];
        }
        List<OfAttribute> scaledAttributes = attributes.stream()
                .map(each -> new OfAttribute(each.column(), each.text(), factor * each.contribution()))
                .toList();
        return new Contributions(scaled, factor * anchor, factor * popularity, scaledAttributes, factor * remainder);
    }

    /**
     * {@return both together, where each is about the same item and query}
     *
     * @param other of as many events, unless one of the two is of none
     */
    public Contributions plus(Contributions other) {
        double[] longer = (events.length >= other.events.length ? events : other.events).clone();
        double[] added = events.length >= other.events.length ? other.events : events;
        for (int position = 0; position < added.length; position++) {
            longer[position] += added[position];
        }
        return new Contributions(
                longer,
                anchor + other.anchor,
                popularity + other.popularity,
                Stream.concat(attributes.stream(), other.attributes.stream()).toList(),
                remainder + other.remainder);
    }

    /** {@return the sum of all contributions} */
    public double sum() {
        double sum = anchor + popularity + remainder;
        for (double event : events) {
            sum += event;
        }
        for (OfAttribute attribute : attributes) {
            sum += attribute.contribution();
        }
        return sum;
    }
}
