package dev.personalize;

import dev.personalize.error.InvalidInputException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of items the user has had already. Immutable.
 *
 * @param mode what becomes of them
 * @param eventTypes only events of these types count, in upper or lower case; empty for all
 * @param within only events of the last so much time count; null for all that requests know, see {@link Limits#liveEvents}
 */
public record Consumed(
        Mode mode, List<String> eventTypes, @Nullable Duration within) {
    /** They may be recommended like others, as in the service. */
    public static final Consumed ALLOWED = new Consumed(Mode.ALLOW, List.of(), null);

    /** They are not recommended. */
    public static final Consumed EXCLUDED = new Consumed(Mode.EXCLUDE, List.of(), null);

    /** Nothing else is recommended, to buy again. */
    public static final Consumed ONLY = new Consumed(Mode.ONLY, List.of(), null);

    /** What becomes of consumed items. */
    public enum Mode {
        /** They may be recommended like others. */
        ALLOW,
        /** They are not recommended. */
        EXCLUDE,
        /** Nothing else is recommended. */
        ONLY
    }

    /**
     * Copies the list.
     *
     * @throws InvalidInputException if the time is zero or less
     */
    public Consumed {
        eventTypes = List.copyOf(eventTypes);
        if (within != null && (within.isNegative() || within.isZero())) {
            throw new InvalidInputException("consumed items of the last " + within
                    + " were asked for: give a time of more than zero, or null for all");
        }
    }

    /** {@return the same for events of these types only} */
    public Consumed ofTypes(String... types) {
        return new Consumed(mode, List.of(types), within);
    }

    /** {@return the same for events of the last so much time only} */
    public Consumed ofTheLast(Duration time) {
        return new Consumed(mode, eventTypes, time);
    }
}
