package dev.personalize;

import dev.personalize.error.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Items that get places of an answer whatever their score: those a filter of their own lets pass, the best first. The filter of
 * the request does not act on them, as in the service; consumed items, deleted ones and the group's standing filter do. Immutable.
 */
public final class Promotion {
    private static final int MAX_NAME = 63;

    private final String name;
    private final String filter;
    private final Map<String, String> filterValues;
    private final int percent;
    private final List<Integer> slots;

    private Promotion(Builder builder) {
        name = builder.name;
        filter = builder.filter;
        filterValues = Map.copyOf(builder.filterValues);
        percent = builder.percent;
        slots = List.copyOf(builder.slots);
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new InvalidInputException(
                    "a promotion's name must have 1 to " + MAX_NAME + " characters, has " + name.length());
        }
        if (slots.isEmpty() ? percent < 1 || percent > 100 : percent != 0) {
            throw new InvalidInputException("promotion '" + name + "' needs a percentage in [1, 100] or slots, has "
                    + percent + " percent and the slots " + slots);
        }
        if (slots.stream().anyMatch(slot -> slot < 1)
                || slots.stream().distinct().count() < slots.size()) {
            throw new InvalidInputException(
                    "promotion '" + name + "' has the slots " + slots + "; they count from 1, each once");
        }
    }

    /**
     * {@return a builder}
     *
     * @param name 1 to 63 characters; promoted items carry it
     * @param filter name of the filter that promoted items pass
     */
    public static Builder builder(String name, String filter) {
        return new Builder(name, filter);
    }

    /** {@return the name} */
    public String name() {
        return name;
    }

    /** {@return name of the filter its items pass} */
    public String filter() {
        return filter;
    }

    /** {@return values of the filter's parameters, unmodifiable} */
    public Map<String, String> filterValues() {
        return filterValues;
    }

    /** {@return how much of the answer it gets, in [1, 100]; 0 if it has slots} */
    public int percent() {
        return percent;
    }

    /** {@return places of the answer it gets, from 1, unmodifiable; empty if it has a percentage} */
    public List<Integer> slots() {
        return slots;
    }

    /** Builds a promotion. For one thread. */
    public static final class Builder {
        private final String name;
        private final String filter;
        private final Map<String, String> filterValues = new LinkedHashMap<>();
        private int percent;
        private List<Integer> slots = List.of();

        private Builder(String name, String filter) {
            this.name = name;
            this.filter = filter;
        }

        /** Sets the value of a parameter of the filter, as text: {@code "\"drama\",\"comedy\""} or {@code "20"}. */
        public Builder filterValue(String parameter, String value) {
            filterValues.put(parameter, value);
            return this;
        }

        /** Sets how much of the answer is promoted, in [1, 100]; at places drawn at random. */
        public Builder percent(int percent) {
            this.percent = percent;
            return this;
        }

        /** Sets which places are promoted, counted from 1, instead of a percentage. */
        public Builder slots(Integer... slots) {
            this.slots = List.of(slots);
            return this;
        }

        /**
         * {@return the promotion}
         *
         * @throws InvalidInputException if it has neither a percentage nor slots, or both
         */
        public Promotion build() {
            return new Promotion(this);
        }
    }
}
