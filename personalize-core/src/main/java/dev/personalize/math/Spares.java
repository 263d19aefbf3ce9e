package dev.personalize.math;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Large objects that are not in use, a few for each processor: whoever needs one takes it, and gives it back when he is done. What
 * more threads need at the same time is made anew and dropped afterwards. Safe for any number of threads, which wait for nobody.
 *
 * @param <T> what is kept, as its last user left it
 */
public final class Spares<T> {
    private final Supplier<T> make;
    private final AtomicReferenceArray<@Nullable T> free =
            new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());

    /** @param make makes one when there is none to spare */
    public Spares(Supplier<T> make) {
        this.make = make;
    }

    /** {@return one for the caller alone} */
    public T take() {
        for (int i = 0; i < free.length(); i++) {
            T spare = free.get(i) == null ? null : free.getAndSet(i, null);
            if (spare != null) {
                return spare;
            }
        }
        return make.get();
    }

    /** Takes one back that nobody uses any more. */
    public void giveBack(T spare) {
        for (int i = 0; i < free.length(); i++) {
            if (free.get(i) == null && free.compareAndSet(i, null, spare)) {
                return;
            }
        }
    }
}
