package dev.personalize.internal.serving;

import dev.personalize.ingest.LiveHistories.History;
import dev.personalize.math.Bits;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What becomes of items the user has had. Immutable. */
public final class ConsumedRule {
    /** They may be recommended like others. */
    public static final ConsumedRule ALLOW = new ConsumedRule(false, false, List.of(), Long.MIN_VALUE);

    private final boolean excludes;
    private final boolean only;
    private final Set<String> types;
    private final long since;

    private ConsumedRule(boolean excludes, boolean only, List<String> types, long since) {
        this.excludes = excludes;
        this.only = only;
        this.types = types.stream().map(type -> type.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.since = since;
    }

    /**
     * {@return a rule that leaves consumed items out}
     *
     * @param types the event types that count, in upper or lower case; empty for all
     * @param since only events of this second since the epoch or later count
     */
    public static ConsumedRule exclude(List<String> types, long since) {
        return new ConsumedRule(true, false, types, since);
    }

    /** {@return a rule that leaves all others out; the parameters are those of {@link #exclude}} */
    public static ConsumedRule only(List<String> types, long since) {
        return new ConsumedRule(false, true, types, since);
    }

    /** Takes the items that may not be recommended out of a set. */
    void apply(History history, Candidates candidates, Bits allowed) {
        if (!excludes && !only) {
            return;
        }
        int[] consumed = new int[history.itemIds().length];
        int size = 0;
        for (int i = 0; i < consumed.length; i++) {
            if (history.timestamps()[i] >= since && counts(history.eventTypes()[i])) {
                int item = candidates.find(history.itemIds()[i]);
                if (item >= 0 && allowed.get(item)) {
                    consumed[size++] = item;
                }
            }
        }
        if (only) {
            allowed.clear();
        }
        for (int i = 0; i < size; i++) {
            allowed.set(consumed[i], only);
        }
    }

    private boolean counts(@Nullable String type) {
        return types.isEmpty() || (type != null && types.contains(type.toLowerCase(Locale.ROOT)));
    }
}
