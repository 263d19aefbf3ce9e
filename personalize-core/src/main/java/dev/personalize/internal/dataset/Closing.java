package dev.personalize.internal.dataset;

import java.util.Collection;
import java.util.function.Consumer;

/** Closes all of several things, also when one of them fails. */
public final class Closing {
    private Closing() {}

    /** Closes each; then throws the first failure, with the others suppressed in it. */
    public static <T> void all(Collection<T> things, Consumer<T> close) {
        RuntimeException failure = null;
        for (T thing : things) {
            try {
                close.accept(thing);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
