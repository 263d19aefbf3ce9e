package dev.personalize.internal.serving;

import dev.personalize.ingest.LiveHistories;
import dev.personalize.ingest.LiveHistories.History;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which events speak against an item, and how much they lower items like it. Immutable. */
public final class NegativeRule {
    /** No event speaks against an item. */
    public static final NegativeRule NONE = new NegativeRule(Set.of(), 0);

    private final Set<String> types;
    private final double strength;

    /**
     * @param types of the events, in upper or lower case
     * @param strength 0 to only leave the items themselves out
     */
    public NegativeRule(Collection<String> types, double strength) {
        this.types = types.stream().map(type -> type.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.strength = strength;
    }

    double strength() {
        return strength;
    }

    /** {@return the events that speak for items, or the history itself when all do} */
    History positive(History history) {
        return types.isEmpty() ? history : select(history, i -> !isNegative(history.eventTypes()[i]));
    }

    /** {@return the events that speak against items} */
    History negative(History history) {
        return types.isEmpty() ? LiveHistories.NOTHING : select(history, i -> isNegative(history.eventTypes()[i]));
    }

    private boolean isNegative(@Nullable String type) {
        return type != null && types.contains(type.toLowerCase(Locale.ROOT));
    }

    private static History select(History history, IntPredicate wanted) {
        int[] kept = IntStream.range(0, history.itemIds().length).filter(wanted).toArray();
        String[] itemIds = new String[kept.length];
        @Nullable String[] types = new String[kept.length];
        float[] values = new float[kept.length];
        long[] timestamps = new long[kept.length];
        for (int i = 0; i < kept.length; i++) {
            itemIds[i] = history.itemIds()[kept[i]];
            types[i] = history.eventTypes()[kept[i]];
            values[i] = history.values()[kept[i]];
            timestamps[i] = history.timestamps()[kept[i]];
        }
        return new History(itemIds, types, values, timestamps);
    }
}
