package dev.personalize.internal.dataset;

import dev.personalize.schema.Schema;
import it.unimi.dsi.fastutil.objects.Object2ObjectOpenHashMap;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often each item was used and shown, as all interactions stored at a moment say. Immutable once handed out.
 */
public final class ItemActivity {
    private static final Counts NONE = new Counts();

    private final Map<String, Counts> byItem = new Object2ObjectOpenHashMap<>();
    private long newest = Long.MIN_VALUE;

    private static final class Counts {
        private int interactions;
        private int impressions;
        private long oldest = Long.MAX_VALUE;
    }

    /** {@return that of a group without interactions} */
    static ItemActivity none() {
        return new ItemActivity();
    }

    /** {@return a reader of streamed rows that adds them to a new activity} */
    static ItemActivity of(DatasetFiles files, DatasetFiles.View view) {
        ItemActivity activity = new ItemActivity();
        Schema streamed = files.schema().streamed();
        int item = streamed.position("ITEM_ID");
        int timestamp = streamed.position("TIMESTAMP");
        int impression = streamed.position("IMPRESSION");
        view.read(row -> activity.add((String) row[item], (Long) row[timestamp], (String) row[impression]));
        return activity;
    }

    private void add(@Nullable String itemId, @Nullable Long timestamp, @Nullable String impression) {
        long time = timestamp == null ? 0 : timestamp;
        if (itemId != null) {
            Counts counts = byItem.computeIfAbsent(itemId, id -> new Counts());
            counts.interactions++;
            counts.oldest = Math.min(counts.oldest, time);
            newest = Math.max(newest, time);
        }
        if (impression != null && !impression.isEmpty()) {
            for (String shown : impression.split("\\|", -1)) {
                byItem.computeIfAbsent(shown, id -> new Counts()).impressions++;
            }
        }
    }

    /** {@return ids of all items that were used or shown, unmodifiable} */
    public Collection<String> items() {
        return Collections.unmodifiableSet(byItem.keySet());
    }

    /** {@return number of interactions with an item} */
    public int interactions(String itemId) {
        return byItem.getOrDefault(itemId, NONE).interactions;
    }

    /** {@return how often an item was shown, taken or not} */
    public int impressions(String itemId) {
        return byItem.getOrDefault(itemId, NONE).impressions;
    }

    /** {@return seconds since the epoch of the oldest interaction with an item, or of the newest of all for an item without} */
    public long oldest(String itemId) {
        return Math.min(byItem.getOrDefault(itemId, NONE).oldest, newest());
    }

    /** {@return seconds since the epoch of the newest interaction of all, 0 when there is none} */
    public long newest() {
        return newest == Long.MIN_VALUE ? 0 : newest;
    }
}
