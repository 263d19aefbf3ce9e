package dev.personalize.data;

import dev.personalize.error.ResourceNotFoundException;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A two-way map between string ids and {@code 0 … size-1}. Positions follow the order of the ids as
 * {@link String#compareTo} defines it, so the same ids give the same index in whatever order they arrived; only an index that was
 * {@linkplain #extendedBy extended} or {@linkplain #followedBy followed} has its further ids after all others. Immutable.
 */
public final class IdIndex {
    private final String[] ids;
    private final Object2IntOpenHashMap<String> positions;
    /** Has the first positions, so that appending a few ids to many costs little; or null. */
    private final @Nullable IdIndex first;

    private IdIndex(String[] distinctIds) {
        this(distinctIds, null);
    }

    private IdIndex(String[] distinctIds, @Nullable IdIndex first) {
        this.ids = distinctIds;
        this.first = first;
        int begin = first == null ? 0 : first.size();
        positions = new Object2IntOpenHashMap<>(distinctIds.length - begin);
        positions.defaultReturnValue(-1);
        for (int i = begin; i < distinctIds.length; i++) {
            positions.put(distinctIds[i], i);
        }
    }

    /** {@return the index of these ids; repeated ids count once} */
    public static IdIndex of(Collection<String> ids) {
        return new IdIndex(distinct(ids.toArray(new String[0])));
    }

    /** {@return an index in which these ids keep their positions; those of the other ids it does not have follow, in their order} */
    public IdIndex extendedBy(Collection<String> others) {
        String[] more = distinct(others.stream().filter(id -> find(id) < 0).toArray(String[]::new));
        String[] all = Arrays.copyOf(ids, ids.length + more.length);
        System.arraycopy(more, 0, all, ids.length, more.length);
        return new IdIndex(all);
    }

    /**
     * {@return an index in which these ids keep their positions; the other ids follow in the order in which they are given}. Looks only
     * at what follows the ids of an index that was not extended so, not at those.
     *
     * @param others distinct, none of them in this index
     */
    public IdIndex followedBy(List<String> others) {
        String[] all = Arrays.copyOf(ids, ids.length + others.size());
        for (int i = 0; i < others.size(); i++) {
            all[ids.length + i] = others.get(i);
        }
        return new IdIndex(all, first == null ? this : first);
    }

    private static String[] distinct(String[] sorted) {
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || !sorted[i].equals(sorted[i - 1])) {
                sorted[distinct++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, distinct);
    }

    /** {@return number of ids} */
    public int size() {
        return ids.length;
    }

    /** {@return the id at a position, 0 … size-1} */
    public String id(int position) {
        return ids[position];
    }

    /** {@return the position of an id, or -1 when it is unknown} */
    public int find(String id) {
        int position = first == null ? -1 : first.find(id);
        return position >= 0 ? position : positions.getInt(id);
    }

    /**
     * Looks up an id that must be there.
     *
     * @throws ResourceNotFoundException if the id is unknown
     */
    public int position(String id) {
        int position = find(id);
        if (position < 0) {
            throw new ResourceNotFoundException("unknown id '" + id + "' (the index holds " + ids.length + " ids)");
        }
        return position;
    }

    /** {@return all ids in order of position, unmodifiable} */
    public List<String> ids() {
        return List.of(ids);
    }
}
