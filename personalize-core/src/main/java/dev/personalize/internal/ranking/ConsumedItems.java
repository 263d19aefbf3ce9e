package dev.personalize.internal.ranking;

import dev.personalize.error.InvalidInputException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of items a user already had. Immutable.
 *
 * @param mode what becomes of them
 * @param eventTypes only events of these types make an item one the user had; empty for events of any type or none
 * @param maxAgeSeconds only events at most this old do, at least 0; {@link #ANY_AGE} for all. An event at exactly this age still
 *     counts, and so does one of the future.
 */
public record ConsumedItems(Mode mode, Set<String> eventTypes, long maxAgeSeconds) {
    /** However old the event is. */
    public static final long ANY_AGE = Long.MAX_VALUE;

    /** What becomes of the items a user had. */
    public enum Mode {
        /** They are left out. */
        EXCLUDE,
        /** They are items like any other. */
        ALLOW,
        /** Everything else is left out: buy it again. */
        ONLY
    }

    /**
     * Copies the types.
     *
     * @throws InvalidInputException if the age is negative
     */
    public ConsumedItems {
        if (maxAgeSeconds < 0) {
            throw new InvalidInputException(
                    "maxAgeSeconds of consumed items is " + maxAgeSeconds + ": give 0 or more, or ANY_AGE");
        }
        eventTypes = Set.copyOf(eventTypes);
    }

    /**
     * Marks the items that are left out. Bits that are set stay set: an item another rule left out is not brought back.
     *
     * @param items item of each event, negative for items the model does not know; shape [events]
     * @param types type of each event, null for none; shape [events]
     * @param timestamps seconds since the epoch of each event; shape [events]
     * @param now seconds since the epoch
     * @param excluded modified, see {@link ItemMask}
     */
    public void apply(int[] items, @Nullable String[] types, long[] timestamps, long now, long[] excluded) {
        switch (mode) {
            case ALLOW -> {}
            case EXCLUDE -> {
                for (int i = 0; i < items.length; i++) {
                    if (items[i] >= 0 && counts(types[i], timestamps[i], now)) {
                        ItemMask.add(excluded, items[i]);
                    }
                }
            }
            case ONLY -> keepOnly(items, types, timestamps, now, excluded);
        }
    }

    private void keepOnly(int[] items, @Nullable String[] types, long[] timestamps, long now, long[] excluded) {
        int[] kept = new int[items.length];
        int size = 0;
        for (int i = 0; i < items.length; i++) {
            if (items[i] >= 0 && counts(types[i], timestamps[i], now) && !ItemMask.contains(excluded, items[i])) {
                kept[size++] = items[i];
            }
        }
        ItemMask.addAll(excluded);
        for (int i = 0; i < size; i++) {
            ItemMask.remove(excluded, kept[i]);
        }
    }

    private boolean counts(@Nullable String type, long timestamp, long now) {
        boolean recent = maxAgeSeconds == ANY_AGE || now - timestamp <= maxAgeSeconds;
        return recent && (eventTypes.isEmpty() || (type != null && eventTypes.contains(type)));
    }
}
