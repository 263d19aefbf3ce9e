package dev.personalize.internal.serving;

import dev.personalize.math.Bits;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The large arrays one request needs, used again by later ones: they grow with the catalogue. For one request at a time. */
final class Scratch implements AutoCloseable {
    private final Pool pool;

    /** Shape [trained items]. */
    final float[] scores;

    /** Of all candidates; what is in it at the begin of a request is not known. */
    final Bits allowed;

    /** As {@link #allowed}. */
    final Bits promoted;

    private float @Nullable [] against;

    private Scratch(Pool pool) {
        this.pool = pool;
        this.scores = new float[pool.trained];
        this.allowed = new Bits(pool.candidates);
        this.promoted = new Bits(pool.candidates);
    }

    /** {@return room for a second score of each trained item; shape [trained items]} */
    float[] against() {
        float[] room = against;
        if (room == null) {
            room = new float[scores.length];
            against = room;
        }
        return room;
    }

    /** Gives the arrays back. */
    @Override
    public void close() {
        pool.put(this);
    }

    /** Arrays that are not in use, a few for each processor: what requests of more threads take besides is dropped after use. */
    static final class Pool {
        private final int trained;
        private final int candidates;
        private final AtomicReferenceArray<Scratch> free =
                new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());

        Pool(int trained, int candidates) {
            this.trained = trained;
            this.candidates = candidates;
        }

        Scratch take() {
            for (int i = 0; i < free.length(); i++) {
                Scratch scratch = free.get(i) == null ? null : free.getAndSet(i, null);
                if (scratch != null) {
                    return scratch;
                }
            }
            return new Scratch(this);
        }

        private void put(Scratch scratch) {
            for (int i = 0; i < free.length(); i++) {
                if (free.get(i) == null && free.compareAndSet(i, null, scratch)) {
                    return;
                }
            }
        }
    }
}
