package dev.personalize;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener, whose mistakes are not to be those of the operations it is told of. Safe for any number of threads. */
final class Listening {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private final OperationListener listener;

    Listening(OperationListener listener) {
        this.listener = listener;
    }

    void tell(Consumer<OperationListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException e) {
            LOG.warn("the operation listener failed; what it was told of is done all the same", e);
        }
    }
}
