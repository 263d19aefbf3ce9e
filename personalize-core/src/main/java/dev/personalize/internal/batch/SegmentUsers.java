package dev.personalize.internal.batch;

import dev.personalize.data.EventSelection;
import dev.personalize.data.IdIndex;
import dev.personalize.data.Interactions;
import dev.personalize.data.Snapshot;
import dev.personalize.math.Parallel;
import dev.personalize.recipe.EmbeddingModel;
import dev.personalize.recipe.Query;
import java.util.Arrays;
import java.util.List;

/**
 * The vectors of all users who did something the model knows, dimension by dimension, in blocks of users that each fit a
 * processor's cache: 4 bytes a dimension and user. Immutable.
 */
final class SegmentUsers {
    /** Depends on nothing, so that segments do not depend on the number of threads. */
    static final int USERS_OF_A_BLOCK = 1 << 14;

    private final int count;
    private final List<Block> blocks;

    private SegmentUsers(List<Block> blocks) {
        this.blocks = blocks;
        this.count = blocks.stream().mapToInt(block -> block.users().length).sum();
    }

    /**
     * @param users positions in the snapshot, ascending; shape [n]
     * @param vectors shape [d][n]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Block(int[] users, float[][] vectors) {}

    /**
     * Asks the model for each user with events, once.
     *
     * @param data the users and their events, all of them
     * @param itemIds the model's items
     * @param typeIds the model's event types
     * @param counted events that count
     */
    static SegmentUsers of(
            Snapshot data,
            EmbeddingModel model,
            IdIndex itemIds,
            IdIndex typeIds,
            EventSelection counted,
            Parallel parallel) {
        int[] itemOf = positions(data.items(), itemIds);
        int[] typeOf = positions(data.eventTypes(), typeIds);
        Interactions events = data.interactions();
        Block[] blocks = new Block[Parallel.chunks(events.users(), USERS_OF_A_BLOCK)];
        parallel.forChunks(events.users(), USERS_OF_A_BLOCK, (chunk, from, to) -> {
            Histories histories = new Histories(data, itemOf, typeOf, counted);
            blocks[chunk] = block(histories, model, from, to);
        });
        return new SegmentUsers(List.of(blocks));
    }

    private static int[] positions(IdIndex of, IdIndex in) {
        int[] positions = new int[of.size()];
        Arrays.setAll(positions, position -> in.find(of.id(position)));
        return positions;
    }

    private static Block block(Histories histories, EmbeddingModel model, int from, int to) {
        int d = model.dimensions();
        int[] users = new int[to - from];
        float[][] vectors = new float[d][to - from];
        float[] vector = new float[d];
        int size = 0;
        for (int user = from; user < to; user++) {
            Query query = histories.of(user);
            if (query.size() > 0 && model.user(query, vector)) {
                for (int k = 0; k < d; k++) {
                    vectors[k][size] = vector[k];
                }
                users[size++] = user;
            }
        }
        if (size < users.length) {
            users = Arrays.copyOf(users, size);
            for (int k = 0; k < d; k++) {
                vectors[k] = Arrays.copyOf(vectors[k], size);
            }
        }
        return new Block(users, vectors);
    }

    /** {@return number of users with a vector} */
    int count() {
        return count;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** Events of the snapshot in the positions of the model, as a request would ask with them. For one thread. */
    private static final class Histories {
        private final Snapshot data;
        private final int[] itemOf;
        private final int[] typeOf;
        private final EventSelection counted;

        Histories(Snapshot data, int[] itemOf, int[] typeOf, EventSelection counted) {
            this.data = data;
            this.itemOf = itemOf;
            this.typeOf = typeOf;
            this.counted = counted;
        }

        Query of(int user) {
            Interactions events = data.interactions();
            int begin = events.begin(user);
            int most = events.end(user) - begin;
            int[] items = new int[most];
            int[] types = new int[most];
            long[] timestamps = new long[most];
            int size = 0;
            for (int p = begin; p < begin + most; p++) {
                int item = itemOf[events.item(p)];
                int type = events.eventType(p);
                if (item >= 0
                        && counted.accepts(type < 0 ? null : data.eventTypes().id(type), events.value(p))) {
                    items[size] = item;
                    types[size] = type < 0 ? -1 : typeOf[type];
                    timestamps[size] = events.timestamp(p);
                    size++;
                }
            }
            return new Query(
                    Arrays.copyOf(items, size),
                    Arrays.copyOf(types, size),
                    Arrays.copyOf(timestamps, size),
                    -1,
                    () -> data.userAttributes().texts(user));
        }
    }
}
