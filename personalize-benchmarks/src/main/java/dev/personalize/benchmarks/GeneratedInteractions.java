package dev.personalize.benchmarks;

import dev.personalize.data.Snapshot;
import dev.personalize.schema.Schema;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Interactions that nobody had, in any number: 138,493 users, 26,744 items (the numbers of MovieLens 20M), Zipf-like
 * popularity of items, lognormal activity of users, ordered by time over two years. Users, items, gaps and types are drawn
 * independently of each other, which is harder to compress than what people do. The same seed and number of rows give the
 * same rows on every machine. Immutable; safe for any number of threads.
 */
public final class GeneratedInteractions {
    /** What the rows look like. */
    public static final Schema SCHEMA = Schema.parse("""
            {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
             "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
                        {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"}]}""");

    private static final int USERS = 138_493;
    private static final int ITEMS = 26_744;
    private static final double ZIPF_EXPONENT = 1.1;
    private static final double ZIPF_OFFSET = 30;
    private static final double ACTIVITY_SIGMA = 1.1;
    private static final long START = 1_672_531_200; // 2023-01-01T00:00:00Z
    private static final long SECONDS = 2 * 365 * 86_400L;
    private static final String[] TYPES = {"click", "cart", "purchase"};
    private static final double[] TYPE_SHARES = {0.85, 0.10, 0.05};

    private final long seed;
    private final long rows;
    private final Draw user;
    private final Draw item;
    private final Draw type = new Draw(TYPE_SHARES);
    private final String[] userIds = new String[USERS];
    private final String[] itemIds = new String[ITEMS];

    /**
     * Prepares the distributions; rows are drawn when they are asked for.
     *
     * @param rows how many interactions, at least 0
     */
    public GeneratedInteractions(long seed, long rows) {
        this.seed = seed;
        this.rows = rows;
        SplittableRandom random = new SplittableRandom(seed);
        double[] activity = new double[USERS];
        for (int i = 0; i < USERS; i++) {
            activity[i] = StrictMath.exp(ACTIVITY_SIGMA * gaussian(random));
            userIds[i] = "u" + (i + 1);
        }
        user = new Draw(activity);
        double[] popularity = new double[ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            popularity[i] = StrictMath.pow(i + 1 + ZIPF_OFFSET, -ZIPF_EXPONENT);
            itemIds[i] = "i" + (i + 1);
        }
        shuffle(itemIds, random); // the number of an item says nothing about its popularity
        item = new Draw(popularity);
    }

    /**
     * Receives interactions.
     *
     * @param <E> what it may throw
     */
    @FunctionalInterface
    public interface Visitor<E extends Exception> {
        /**
         * One interaction; equal ids are one string.
         *
         * @param timestamp seconds since the epoch, never before the one of the call before
         */
        void interaction(String userId, String itemId, long timestamp, String eventType) throws E;
    }

    /** {@return number of interactions} */
    public long rows() {
        return rows;
    }

    /** {@return the rows as a snapshot, without their types, so that equal pairs of one second are one event} */
    public Snapshot snapshot() {
        Snapshot.Builder builder = Snapshot.builder();
        forEach((userId, itemId, timestamp, eventType) ->
                builder.interaction(userId, itemId, null, Float.NaN, timestamp));
        return builder.build();
    }

    /** Hands all interactions out, oldest first. */
    public <E extends Exception> void forEach(Visitor<E> visitor) throws E {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        for (long i = 0; i < rows; i++) {
            long timestamp = START + (long) ((i + random.nextDouble()) / rows * SECONDS);
            visitor.interaction(
                    userIds[user.next(random)], itemIds[item.next(random)], timestamp, TYPES[type.next(random)]);
        }
    }

    /** Writes all interactions with the header USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE, replacing the file. */
    public void writeCsv(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            StringBuilder line = new StringBuilder("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\n");
            out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
            forEach((userId, itemId, timestamp, eventType) -> {
                line.setLength(0);
                line.append(userId).append(',').append(itemId).append(',');
                line.append(timestamp).append(',').append(eventType).append('\n');
                out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
            });
        }
    }

    private static double gaussian(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    private static void shuffle(String[] ids, SplittableRandom random) {
        for (int i = ids.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            String id = ids[i];
            ids[i] = ids[other];
            ids[other] = id;
        }
    }

    /** Draws numbers 0 … n-1 by their weights in constant time: Walker's alias method, tables made as by Vose (1991). */
    private static final class Draw {
        private final double[] keep;
        private final int[] alias;

        Draw(double[] weights) {
            int n = weights.length;
            double sum = 0;
            for (double weight : weights) {
                sum += weight;
            }
            keep = new double[n];
            alias = new int[n];
            int[] open = new int[n]; // those below average grow from the left, those above from the right
            int small = 0;
            int large = n;
            for (int i = 0; i < n; i++) {
                keep[i] = weights[i] * n / sum;
                alias[i] = i;
                open[keep[i] < 1 ? small++ : --large] = i;
            }
            while (small > 0 && large < n) {
                int below = open[--small];
                int above = open[large];
                alias[below] = above;
                keep[above] -= 1 - keep[below];
                if (keep[above] < 1) {
                    large++;
                    open[small++] = above;
                }
            }
        }

        int next(SplittableRandom random) {
            int i = random.nextInt(keep.length);
            return random.nextDouble() < keep[i] ? i : alias[i];
        }
    }
}
